"""Which of the databases that Datasette serves are archives of ours."""

from functools import cache
from pathlib import Path
from typing import Any

from storage.shown import is_archive

_is_archive = cache(is_archive)


def archives(datasette: Any) -> list[str]:
    """Return the names of the databases that are archives."""
    return [
        name
        for name, database in datasette.databases.items()
        if database.path and _is_archive(Path(database.path))
    ]
