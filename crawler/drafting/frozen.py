"""A page as it was received."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frozen:
    """A page as received; ``charset`` is that of its HTTP header, ``time`` when it came."""

    url: str
    html: bytes
    charset: str | None
    time: str


def charset_of(content_type: str | None) -> str | None:
    """Return the charset of a Content-Type header, if it declares one."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.I)
    return found[1] if found else None
