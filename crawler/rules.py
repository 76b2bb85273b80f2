"""By which rules a crawl reads, so that a site's change can be told from one of ours."""

from functools import cache
from inspect import getfile
from pathlib import Path
from typing import Any
from zlib import crc32

from storage.values.rules import rules_version


def rules_of(spider: Any) -> int:
    """Return a number that changes with the reader, with how lists are read, or with the spider."""
    own = crc32(Path(getfile(type(spider))).read_bytes())
    return crc32(f"{_code()} {own} {spider.article_links!r} {spider.layouts!r}".encode())


@cache
def _code() -> str:
    code = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    return f"{rules_version()} {crc32(b''.join(code))}"
