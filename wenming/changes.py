"""What differs between two versions of an article, line by line."""

from collections.abc import Mapping
from difflib import unified_diff
from typing import Any


def changed_lines(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the lines that went, after a minus, and those that came, after a plus.

    The title is the first line, day and source are others, and so is each paragraph.
    """
    old, new = map(_lines, (before, after))
    lines = list(unified_diff(old, new, lineterm="", n=0))[2:]  # behind the names of two files
    return [line for line in lines if line[0] in "+-"]


def _lines(version: Mapping[str, Any]) -> list[str]:
    named = [f"{name} {version[name]}" for name in ("published_at", "source") if version[name]]
    return [version["title"], *named, *version["body"].split("\n")]
