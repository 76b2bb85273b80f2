"""What an answer, or the lack of one, shows of an address before anybody reads the page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.message import Message
from hashlib import sha256

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from article.patterns import regex
from crawler.errors import HostLost
from crawler.scope import NO_FOLLOWING
from storage.frontier import Leased
from storage.values.visit import LONGEST_REASON, Exchange, Visit

# What went wrong between two machines, or kept us from asking, in a word.
CAUSES = {
    "CannotResolveHostError": "name unknown",
    "DownloadCancelledError": "too large",
    "DownloadConnectionRefusedError": "refused",
    "DownloadFailedError": "broken off",
    "DownloadTimeoutError": "too slow",
    "OffSite": "on no host of the site",
    "PrivateAddress": "a private address is refused",
    "RedirectsEndless": "redirected without end",
    "RedirectsToKnown": "leads to what is visited for itself",
    "ResponseDataLossError": "cut short",
    "RobotsForbid": "forbidden by robots.txt",
}
_OF_ONE_ROBOT = regex(r"\s*(?!unavailable_after|max-)[\w-]+\s*:")


def observed(response: Response, leased: Leased) -> Visit:
    """Return the visit that an answer makes; its outcome and what it brings are still to be found.

    The exchanges go with the visit: who reads further may drop the response.
    """
    body, broken = response.body, response.meta.get("broken")
    exchanges = tuple(response.meta.get("exchanges", ()))
    return Visit(
        url_id=leased.url_id,
        kind=leased.kind,
        fetched_at=_moment(exchanges),
        status=response.status,
        # A page that is not whole has no digest: nothing may be taken for the same.
        sha256=None if broken or response.status == 304 else sha256(body).hexdigest(),
        bytes=len(exchanges[-1].body) if exchanges else len(body),
        etag=header(response, b"ETag"),
        last_modified=header(response, b"Last-Modified"),
        exchanges=exchanges,
    )


def failed(failure: Failure) -> Visit:
    """Return the visit that got no answer which could be used; what did arrive is kept."""
    request: Request = failure.request  # type: ignore[attr-defined]
    leased: Leased = request.meta["leased"]
    exchanges = tuple(request.meta.get("exchanges", ()))
    return Visit(
        url_id=leased.url_id,
        kind=leased.kind,
        fetched_at=_moment(exchanges),
        outcome="error",
        status=exchanges[-1].status if exchanges else None,
        reason=told(failure.value),  # type: ignore[arg-type]  # a failure has one
        exchanges=exchanges,
    )


def ignored(visit: Visit, why: str | None = None) -> Visit:
    """Return the visit of an address that is nothing to us: it is never asked for again.

    Without ``why`` the reason that the visit has is kept.
    """
    return replace(visit, outcome="unchanged", reason=why or visit.reason, is_ignored=True)


def _moment(exchanges: Sequence[Exchange]) -> datetime:
    """Return when the page came, as its record says; it may have waited to be read."""
    return exchanges[-1].fetched_at if exchanges else datetime.now(UTC)


def told(error: BaseException) -> str:
    """Return what went wrong, as briefly as it is kept: the cause, and what the error says."""
    if isinstance(error, HostLost):
        return str(error)[:LONGEST_REASON]
    return f"{cause(error)}: {_message(error)}".rstrip(": ")[:LONGEST_REASON]


def _message(error: BaseException) -> str:
    """Return what an error says; Twisted wraps what happened in lists of failures."""
    reasons: list[Failure] = getattr(error.__cause__, "reasons", [])
    if reasons and type(reasons[0].value).__name__ == "VerificationError":  # of service_identity
        return "the certificate is not that of this host"
    return reasons[0].getErrorMessage() if reasons else str(error)


def cause(error: BaseException) -> str:
    """Return the cause of a failure in a word, or the name of its error."""
    if isinstance(error, HostLost):
        return str(error).partition(":")[0]
    name = type(error).__name__
    return CAUSES.get(name, name)


def header_charset(response: Response) -> str | None:
    """Return the charset that the Content-Type header declares."""
    declared = header(response, b"Content-Type")
    if declared is None or "charset" not in declared.lower():
        return None
    message = Message()
    message["Content-Type"] = declared
    charset = message.get_param("charset")
    return charset if isinstance(charset, str) else None


def forbids_following(response: Response) -> bool:
    """Whether the X-Robots-Tag header asks everybody to follow no link; some ask one robot only.

    https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
    """
    said = [value.decode("latin-1").lower() for value in response.headers.getlist("X-Robots-Tag")]
    of_all = [value for value in said if not _OF_ONE_ROBOT.match(value)]
    rules = {rule.strip() for value in of_all for rule in value.split(",")}
    return not NO_FOLLOWING.isdisjoint(rules)


def header(response: Response, name: bytes) -> str | None:
    """Return a header's value; of two, the first one counts."""
    values = response.headers.getlist(name)
    return values[0].decode("latin-1") if values else None
