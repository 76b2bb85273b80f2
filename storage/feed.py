"""Exports that go on where the last one of the same name ended.

What is new is what a later capture gave: numbers of captures grow in the order of commits, times do
not. A feed that was interrupted is given again; nothing is left out.
"""

import json
import os
import re
from pathlib import Path

from storage.errors import StorageError
from storage.home import Home

_NAME = re.compile(r"\w[\w.-]{0,63}")


def read_feed(home: Home, name: str) -> int:
    """Return the number of the last capture that a feed has given, 0 for a new one."""
    path = _path(home, name)
    if not path.exists():
        return 0
    try:
        return int(json.loads(path.read_text(encoding="utf-8"))["last_capture"])
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError(f"{path}: no state of a feed; remove it to begin anew") from error


def write_feed(home: Home, name: str, last_capture: int) -> None:
    """Note how far a feed has come."""
    path = _path(home, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"last_capture": last_capture}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


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
