"""What a visit and a run amounted to, as rules without Scrapy."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from article.patterns import regex
from crawler.scope import host_of
from crawler.shapes import folded
from storage.errors import DiskFull, StorageError
from storage.history.signals import GREEDY, NOTICE
from storage.values.counted import counted
from storage.values.visit import Outcome

RunOutcome = Literal["ok", "partial", "failed", "interrupted"]

# Refused, wanted a login, a browser or patience (412, 521, 566 and 567 are those of common
# firewalls, 420 and 514 those of networks that deliver for others and count who asks).
BLOCKED = frozenset({401, 403, 405, 406, 412, 418, 420, 429, 451, 456, 514, 521, 566, 567})
GONE = frozenset({404, 410})
# What a visit amounts to that did not show the page.
LOST: frozenset[Outcome | None] = frozenset({"gone", "redirected_home", "blocked", "error"})
# A run whose visits fail more often than this is broken, not unlucky.
MOST_ERRORS = 0.2
# So many addresses in a run, and half of all, say that it is not the articles that they show.
MOST_ALIKE = 5
_OF_SITE = regex(
    r"""
        网站 | 站点 | \A本[站网] | 门户 | (?:系统|平台)(?!删除) | 服务器 | 程序 | 运行
        | 数据库 | 域名
        | 暂时无法 | 控制器 | 模块 | 模板 | 置标 | 堆栈 | 超时 | 跳转 | 建设中 | 离开 | 期间
        | gateway | unavailable | internal | fatal | sql | ora- | adodb | input | microsoft
        | default | stack | exception | connect | on\ line | (?<!\d)50[0234]
    """,
    re.X | re.I,
)


class Counts(Protocol):
    """What the archive counted in a run."""

    pages: int
    articles_new: int
    articles_changed: int
    errors: int


def judge_answer(
    status: int,
    *,
    asked: str,
    answered: str,
    home: str,
    conditional: bool,
    through: Sequence[str] = (),
) -> tuple[Outcome | None, str | None]:
    """Return the outcome that an answer shows by itself, and why; None where the body decides.

    ``through`` are the addresses on the way of redirects from ``asked`` to ``answered``. A server
    that sends whoever comes by http to its home page by https, as a common slip has it, tells
    nothing of the page.
    """
    if status == 304:
        return ("not_modified", None) if conditional else ("error", "304 to a request for all")
    if status in GONE:
        return "gone", f"status {status}"
    if status in BLOCKED:
        return "blocked", f"status {status}"
    if not 200 <= status < 300:
        return "error", f"status {status}"
    if answered != asked and _is_home(answered, home) and not _is_home(asked, home):
        way = pairwise((asked, *through, answered))
        if _is_other_scheme(*next(step for step in way if _is_home(step[1], home))):
            return "error", f"another scheme leads to the home page only: {answered}"
        return "redirected_home", f"redirected to {answered}"
    return None, None


def _is_other_scheme(one: str, other: str) -> bool:
    """Whether two addresses of a host differ in their scheme."""
    return urlsplit(one).scheme != urlsplit(other).scheme and (
        host_of(one).removeprefix("www.") == host_of(other).removeprefix("www.")
    )


def judge_words(said: str) -> tuple[Outcome, str]:
    """Return the outcome of a page that shows an error in words, and why.

    What it says of its server or of the whole site tells nothing of the article asked for.
    """
    return ("error", f"{NOTICE}{said}") if _OF_SITE.search(said) else ("gone", f"soft 404: {said}")


def _is_home(url: str, home: str) -> bool:
    """Whether an address is that of the site's home page, or of any site's."""
    name = folded(url)
    return name == folded(home) or (name.count("/") == 3 and name.endswith("/"))


def judge_run(
    finished: str,
    stats: Mapping[str, Any],
    counts: Counts,
    *,
    failure: StorageError | None = None,
    may_be_empty: bool = False,
) -> tuple[RunOutcome, str | None]:
    """Return a run's outcome and its reason from what Scrapy and the archive counted.

    Scrapy's own exit code and finish reason are good for nearly every failure, so they are not
    asked whether a crawl went well, only whether somebody ended it.
    """
    if failure is not None:
        return "failed", f"disk: {failure}" if isinstance(failure, DiskFull) else str(failure)
    if finished == "shutdown":
        return "interrupted", "told to stop"
    if stats.get("wenming/bugs"):
        why = f"{stats['wenming/bugs']} pages met a bug of ours, see the log"
        return ("partial" if stats.get("wenming/answered") else "failed"), why
    hindrance = _hindrance(stats)
    cut_short = (
        None if finished == "finished" else _CUT_SHORT.get(finished, finished.replace("_", " "))
    )
    if not stats.get("wenming/answered") and not stats.get("budget/spent"):
        return "failed", hindrance or cut_short or _commonest_failure(stats) or "no answer"
    if hindrance or cut_short:
        is_refused = stats.get("wenming/blocked", 0) >= max(counts.pages, 1)
        return ("failed" if is_refused else "partial"), hindrance or cut_short
    return _judge_health(stats, counts, may_be_empty)


_CUT_SHORT = {  # as Scrapy calls it: as people do
    "closespider_timeout": "its time was up",
    "memusage_exceeded": f"{GREEDY}too much memory",
}


def _hindrance(stats: Mapping[str, Any]) -> str | None:
    """Return what kept us from asking a host, or from asking any further."""
    for name, value in stats.items():
        if name.startswith("backoff/closed/"):
            return str(value)
        if name.startswith("robots/silent/"):
            origin = name.removeprefix("robots/silent/")
            refused = "blocked: " if _is_refusal(str(value)) else ""
            return f"{refused}robots.txt of {origin} could not be asked: {value}"
    if most := stats.get("budget/spent"):
        return f"the day's {most} requests are made"
    return None


def _is_refusal(why: str) -> bool:
    status = why.removeprefix("status ")
    return status.isdecimal() and int(status) in BLOCKED


def _judge_health(
    stats: Mapping[str, Any], counts: Counts, may_be_empty: bool
) -> tuple[RunOutcome, str | None]:
    blocked = stats.get("wenming/blocked", 0)
    if blocked and blocked >= MOST_ERRORS * max(counts.pages, 1):
        reason = f"blocked {counted(blocked, 'time')}{_at_last(stats, 'blocked')}"
        return ("failed" if blocked >= counts.pages else "partial"), reason
    if (lost := stats.get("wenming/list_without")) and not stats.get("wenming/lists_seen"):
        has_news = counts.articles_new or counts.articles_changed
        # Firewalls refuse what is made for each visitor, and let pass what lies in a cache.
        is_refused = 2 * stats.get("wenming/lists_refused", 0) > stats.get("wenming/lists_lost", 0)
        why = f"{'blocked: ' if is_refused else ''}no list could be read: {lost}"
        return ("partial" if has_news else "failed"), why
    if counts.errors > MOST_ERRORS * max(counts.pages, 1):
        return "partial", f"{counts.errors} of {counts.pages} visits failed: " + (
            stats.get("wenming/commonest_error")
            or _alike(stats, "article", "wenming/read")  # what the archive found to be a notice
            or "see the log"
        )
    if notice := _notice(stats, counts):
        return "partial", notice
    if lost := stats.get("wenming/channel_lost"):
        return "partial", f"a list could not be read: {lost}"
    if traps := [key for key in stats if key.startswith("wenming/traps/")]:
        return "partial", "not followed to the end: " + stats[traps[0]]
    if mute := _mute_lists(stats, may_be_empty):
        return "partial", mute
    if _shows_nothing(stats, counts) and not may_be_empty:
        host = stats.get("wenming/leads_to")
        why = f"they lead to {host}" if host else "are they made by a script?"
        return "partial", f"no list leads to an article: {why}"
    if (tried := stats.get("wenming/in_vain", 0)) and not (counts.articles_new or may_be_empty):
        return "partial", f"{tried} pages were tried and none is an article"
    return "ok", None


def _mute_lists(stats: Mapping[str, Any], may_be_empty: bool) -> str | None:
    """Return why lists led nowhere that did so before, or should."""
    for what, fault in _MUTE.items():
        number = stats.get(f"wenming/{what}_lists", 0)
        if number and not (what in ("foreign", "empty") and may_be_empty):
            return f"{counted(number, 'list page')} {fault}{_at_last(stats, what)}"
    return None


_MUTE = {  # as the stats call such lists: as people do
    "garbled": "whose characters are lost",
    "closed": "whose links nobody shall follow (nofollow)",
    "foreign": "leading to other sites only: have the articles moved?",
    "empty": "without a link: was the site redesigned?",
}


def _at_last(stats: Mapping[str, Any], what: str) -> str:
    """Return the last address that was found so, as an example to look at."""
    last = stats.get(f"wenming/{what}_at")
    return f" (at last {last})" if last else ""


def _notice(stats: Mapping[str, Any], counts: Counts) -> str | None:
    """Return what shows that the site is closed to all, or to us, though it answers."""
    for kind, all_of_kind in (("article", "wenming/read"), ("list", "wenming/lists_seen")):
        if alike := _alike(stats, kind, all_of_kind):
            return alike
    forbidden = stats.get("robots/forbidden", 0)
    if forbidden >= MOST_ALIKE and 2 * forbidden >= counts.pages and not counts.articles_new:
        return f"robots.txt forbids {forbidden} of {counts.pages} pages"
    if (bets := stats.get("wenming/bets", 0)) >= MOST_ALIKE and 2 * bets >= counts.articles_new:
        return f"{bets} articles are about bets: was the site hijacked?{_at_last(stats, 'bets')}"
    gone = stats.get("wenming/newly_gone", 0)
    if gone >= MOST_ALIKE and 2 * gone >= counts.pages:
        return f"{gone} of {counts.pages} pages are gone all at once: is the site closed?"
    listed, gone = stats.get("wenming/listed", 0), stats.get("wenming/listed_gone", 0)
    if are_lost(listed, gone):
        return f"{gone} of {listed} articles that lists show are gone: is the site closed?"
    return None


def are_lost(listed: int, gone: int) -> bool:
    """Whether so many of the articles that lists show are gone that the site has lost them."""
    return gone >= MOST_ALIKE and 2 * gone > listed


def _alike(stats: Mapping[str, Any], kind: str, all_of_kind: str) -> str | None:
    """Return what most addresses show, if it is one and the same."""
    same = stats.get(f"wenming/same/{kind}", 0)
    if same < MOST_ALIKE or 2 * same < stats.get(all_of_kind, 0):
        return None
    return f"{same} addresses show one and the same page: {stats[f'wenming/same_shown/{kind}']}"


def _shows_nothing(stats: Mapping[str, Any], counts: Counts) -> bool:
    """Whether all lists were read and none has a link that could be one to an article."""
    read = stats.get("wenming/lists_read", 0) > stats.get("wenming/lists_unchanged", 0)
    return read and not (stats.get("wenming/list_links") or counts.articles_new)


def _commonest_failure(stats: Mapping[str, Any]) -> str | None:
    failures = {
        key.removeprefix("wenming/failed/"): value
        for key, value in stats.items()
        if key.startswith("wenming/failed/")
    }
    if not failures:
        return None
    name = max(failures, key=failures.__getitem__)
    return str(stats.get(f"wenming/failed_as/{name}", name))
