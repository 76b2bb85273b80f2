"""Articles as files for other programs: CSV, JSON Lines, Parquet, each with a data package.

Rows are streamed from one snapshot of the archive, so memory stays the same at any size. A file
appears under its name when it is whole.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from storage.database import Database, location, storage_errors_at
from storage.errors import PlaceUnwritable, StorageError
from storage.exports.dictionary import column_types, tables
from storage.exports.formats import FORMATS, Field, Row
from storage.exports.package import package_of, write_package
from storage.place import writing_to
from storage.questions.question import parse
from storage.search import find

COLUMNS = (
    "id", "url", "site", "region", "title", "published_at", "published_date", "published_evidence",
    "source", "author", "editor", "credit", "channel", "keywords", "body", "chars", "content_hash",
    "first_seen_at", "last_seen_at", "last_changed_at", "version", "state", "withdrawn_at",
    "story_id",
)  # fmt: skip
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the file, how many rows, and the newest capture that they may show."""

    file: Path
    rows: int
    last_capture: int


def export(
    db: Database,
    file: Path,
    question: str | None = None,
    *,
    bom: bool = False,
    raw: bool = False,
    progress: Callable[[int], None] = lambda rows: None,
    **filters: Any,
) -> Exported:
    """Write the articles that a question finds, all where it is None; the newest first.

    The ending of ``file`` says the format: .csv, .jsonl or .parquet. In CSV, a value that a
    spreadsheet would run as a formula gets an apostrophe before it unless ``raw``; ``bom`` marks
    the file as UTF-8 for Excel. ``progress`` is told how many rows there are so far. For the
    filters see storage.questions.choice.Filters. A link stays one, and what it leads to is written.
    Raises StorageError where the format is unknown, and PlaceUnwritable where the file cannot be
    made.
    """
    ending = file.suffix.lower()  # a link may lead to a file with another, or none
    if ending not in FORMATS:
        raise StorageError(f"{file}: the ending must be one of {', '.join(FORMATS)}")
    file = Path(os.path.realpath(file)) if file.is_symlink() else file
    described = fields(db)
    asked = {"question": question, **filters}
    # Both are complete before either has its name: a full disk leaves what was there.
    with (
        storage_errors_at(location(db)),
        writing_to(file),
        _whole(package_of(file)) as package,
        _whole(file) as draft,
    ):
        with _snapshot(db):
            last_capture, created = db.execute(
                "select ifnull(max(id), 0), strftime('%Y-%m-%dT%H:%M:%SZ') from captures"
            ).fetchone()
            rows = _Counted(_rows(db, question, filters), progress)
            FORMATS[ending](draft, described, rows, bom=bom, raw=raw)
        write_package(
            package,
            described,
            of=file.name,
            ending=ending,
            written=draft,
            rows=rows.number,
            created=created,
            asked=asked,
        )
    return Exported(file, rows.number, last_capture)


def fields(db: Database) -> list[Field]:
    """Return the columns of an export as the data dictionary has them."""
    types = column_types(db, "articles") | {"region": "TEXT"}
    entries = {**tables()["articles"].columns, "region": tables()["sites"].columns["region"]}
    return [Field(name, types[name], entries[name].zh, entries[name].en) for name in COLUMNS]


def _rows(db: Database, question: str | None, filters: Mapping[str, Any]) -> Iterator[Row]:
    ids = find(db, None if question is None else parse(question), **filters)
    names = ", ".join("s.region" if name == "region" else f"a.{name}" for name in COLUMNS)
    statement = (
        f"select {names} from articles a join sites s on s.id = a.site "
        "where a.id in (select value from json_each(?))"
    )
    while chunk := list(islice(ids, _AT_ONCE)):
        found = {row[0]: row for row in db.execute(statement, [json.dumps(chunk)])}
        yield from (found[id_] for id_ in chunk)


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Row], progress: Callable[[int], None]) -> None:
        self.number = 0
        self._rows = rows
        self._progress = progress

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            yield row
            self.number += 1
            if self.number % _AT_ONCE == 0:
                self._progress(self.number)


@contextmanager
def _snapshot(db: Database) -> Iterator[None]:
    """See the archive as it is now, whatever a crawl writes meanwhile."""
    db.execute("begin")
    try:
        yield
    finally:
        db.execute("rollback")


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """Give a draft beside a file, which becomes the file when all went well."""
    if file.exists() and not file.is_file():  # who reads a pipe would wait for it in vain
        raise PlaceUnwritable(f"{file} cannot be written: it is no file")
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
