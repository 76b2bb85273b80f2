"""A page as it was received."""

import re
from dataclasses import dataclass
from typing import Any

from article.decode import decode
from crawler.lists.links.anchors import parse


@dataclass(frozen=True, slots=True)
class Frozen:
    """A page as received; ``charset`` is that of its HTTP header, ``time`` when it came."""

    url: str
    html: bytes
    charset: str | None
    time: str

    @property
    def root(self) -> Any:
        """The root element of the page."""
        return parse(decode(self.html, self.charset, self.url)[0])


def charset_of(content_type: str | None) -> str | None:
    """Return the charset of a Content-Type header, if it declares one."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.I)
    return found[1] if found else None
