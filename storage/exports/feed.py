"""Exports that go on where the last one of the same name ended.

What is new is what a later capture gave: numbers of captures grow in the order of commits, times do
not. A feed that was interrupted is given again, and all of it where the archive was restored from
before its end, as other captures then get the same numbers; nothing is left out.
"""

import json
from pathlib import Path

from article.patterns import regex
from storage.database import Database, storage_errors_at
from storage.errors import StorageError
from storage.files import read_text, replace_text
from storage.home import Home

_NAME = regex(r"\w[\w.-]{0,63}")


def read_feed(db: Database, home: Home, name: str) -> int:
    """Return the number of the last capture that a feed has given, 0 where it begins anew."""
    path = _path(home, name)
    if not path.exists():
        return 0
    try:
        state = json.loads(read_text(path))
        last = int(state["last_capture"])
        fetched_at = _fetched_at(db, last)
        is_ours = fetched_at is not None and state.get("fetched_at", fetched_at) == fetched_at
        return last if is_ours else 0
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError(f"{path}: no state of a feed; remove it to begin anew") from error


def write_feed(db: Database, home: Home, name: str, last_capture: int) -> None:
    """Note how far a feed has come; raises StorageError where the home does not take it."""
    path = _path(home, name)
    state = {"last_capture": last_capture, "fetched_at": _fetched_at(db, last_capture)}
    with storage_errors_at(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_text(path, json.dumps(state))


def _fetched_at(db: Database, capture_id: int) -> str | None:
    row = db.execute("select fetched_at from captures where id = ?", [capture_id]).fetchone()
    return row and str(row[0])


def check_name(name: str) -> None:
    """Raise ValueError for what cannot be the name of a feed."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"no name of a feed: {name!r}; use letters, numerals, - and _")


def _path(home: Home, name: str) -> Path:
    try:
        check_name(name)
    except ValueError as error:
        raise StorageError(str(error)) from error
    return home.root / "feeds" / f"{name}.json"
