"""A data package beside an export: its columns, and what may be done with the texts.

The format is that of https://specs.frictionlessdata.io/data-package/.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import Any

from storage.exports.formats import Field

_TYPES = {"INTEGER": "integer", "REAL": "number", "TEXT": "string"}
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".jsonl": "application/jsonl",
    ".parquet": "application/vnd.apache.parquet",
}
_RIGHTS = (
    "The texts belong to their authors and publishers, named in source and url; this file grants "
    "no rights in them. Quote with the address. "
    "文章著作权归作者和发布单位所有，引用请注明来源与网址。"
)


def package_of(file: Path) -> Path:
    """Return where the data package of an export is: files of one folder have one each.

    The specification's own name, ``datapackage.json``, is for a folder.
    """
    return file.with_name(f"{file.name}.datapackage.json")


def write_package(
    package_file: Path,
    fields: Iterable[Field],
    *,
    of: str,
    ending: str,
    written: Path,
    rows: int,
    created: str,
    asked: Mapping[str, Any],
) -> None:
    """Describe an export that will have its name ``of`` once it is ``written``.

    ``created`` is the moment of the archive that it shows, in UTC.
    """
    with written.open("rb") as content:
        digest = file_digest(content, "sha256").hexdigest()
    package = {
        "name": "wenming-articles",
        "title": "文明网文章 Articles of civilization websites",
        "licenses": [{"name": "other-closed", "title": _RIGHTS}],
        "created": created,
        "software": f"wenming/{version('wenming')}",
        "asked": {name: _plain(value) for name, value in asked.items() if value is not None},
        "resources": [
            {
                "name": "articles",
                "path": of,
                "format": ending[1:],
                "mediatype": _MEDIA_TYPES[ending],
                "encoding": "utf-8",
                "bytes": written.stat().st_size,
                "hash": f"sha256:{digest}",
                "rows": rows,
                "schema": {
                    "fields": [
                        {
                            "name": field.name,
                            "type": _TYPES[field.type],
                            "title": field.zh,
                            "description": field.en,
                        }
                        for field in fields
                    ],
                    "primaryKey": ["id"],
                    "missingValues": [""],
                },
            }
        ],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    package_file.write_text(text, encoding="utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (str, int)) else list(value)
