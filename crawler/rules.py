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


def files() -> list[Path]:
    """Return the modules that decide what a page leads to and what it is."""
    crawler = Path(__file__).parent
    folders = [crawler, *(crawler / name for name in ("lists", "unknown", "verdicts"))]
    deeper = (crawler / "lists").glob("*/*.py")
    return sorted([*(path for folder in folders for path in folder.glob("*.py")), *deeper])


@cache
def _code() -> str:
    code = [path.read_bytes() for path in files()]
    return f"{rules_version()} {crc32(b''.join(code))}"
