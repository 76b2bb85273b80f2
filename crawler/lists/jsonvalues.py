"""What JSON says, and numbers in it, however a server writes them."""

import json
from typing import Any


def loads(text: str) -> Any:
    """Return what JSON says, None where it is none."""
    try:
        return json.loads(text, strict=False)  # texts of several lines are often sent as such
    except (ValueError, RecursionError):
        return None


def whole(value: Any) -> int | None:
    """Return a whole number, be it one or written as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.strip().isdecimal() else None
