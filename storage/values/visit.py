"""What a crawl hands to the archive: one visit of one address and everything learnt from it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from article.model import Article

if TYPE_CHECKING:  # it brings numpy, which whoever only looks at runs does without
    from article.fingerprint import Fingerprint

UrlKind = Literal["list", "article"]
Verdict = Literal["list", "article", "neither"]  # what a page turns out to be
LONGEST_REASON = 300  # characters
Outcome = Literal[
    "new", "changed", "unchanged", "not_modified", "gone", "redirected_home", "blocked", "error"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to a list or an article, as a list page shows it.

    ``title`` and ``date`` are the text beside the link, ``channel`` is the list's own name.
    ``part_of`` is the ``urls.id`` of the first page where this is a further page of an article.
    With ``again`` a known address is due at once, whether it changed or not.
    """

    url: str
    kind: UrlKind = "article"
    title: str | None = None
    date: str | None = None
    channel: str | None = None
    part_of: int | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its response as received: headers in order, the body still compressed."""

    url: str
    fetched_at: datetime  # UTC
    request_headers: tuple[tuple[bytes, bytes], ...]
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    ip: str | None = None
    truncated: Literal["length", "time", "disconnect"] | None = None
    method: str = "GET"
    sent: bytes = field(default=b"", repr=False)  # of a form


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit of one URL.

    ``url_id`` is the row of ``urls`` that was leased. ``outcome`` is None where it follows from the
    comparison with what the archive holds: a page read in full is ``new``, ``changed`` or
    ``unchanged``. ``exchanges`` are the requests and responses to keep in WARC, redirects first;
    the further pages of an article are visits of their own. ``sha256`` is of the decoded body.
    ``kind`` is what the page turned out to be, whatever its link promised; with ``is_ignored`` it
    is neither, and never asked for again. Of ``reason`` the archive keeps ``LONGEST_REASON``.
    """

    url_id: int
    kind: UrlKind
    fetched_at: datetime  # UTC
    outcome: Outcome | None = None
    status: int | None = None
    reason: str | None = None
    sha256: str | None = None
    bytes: int | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False)
    article: Article | None = field(default=None, repr=False)
    fingerprint: "Fingerprint | None" = field(default=None, repr=False)
    is_ignored: bool = False
    links: tuple[Link, ...] = field(default=(), repr=False)
