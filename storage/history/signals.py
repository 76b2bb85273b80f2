"""What the runs of a site showed: the facts from which its health is judged."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from json import loads
from typing import Any

from storage.database import Database

GARBLED = "mean nothing"  # as the reader says of bytes in no encoding
RESTING = "asked an earlier run to stay away"  # as the crawler says of a host: not asked, no news
NOTICE = "the site says "  # in place of an article or a list; its words follow
GIVEN_UP = "wenming/given_up"  # among the stats of a run: hosts that it left alone in the end
GREEDY = "it used "  # as is said of a crawl that was ended for its memory: nothing of the site

FIELDS = ("published_at", "source", "body")  # whose rules are watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What one run that began showed; counts of visits unless a unit is named."""

    run_id: int
    outcome: str
    started_at: datetime  # UTC
    seconds: float = 0.0
    kind: str = "fresh"
    reason: str | None = None
    visits: int = 0
    errors: int = 0
    blocked: int = 0
    causes: Mapping[str, int] = field(default_factory=dict)  # of errors, by the error's name
    given_up: int = 0  # hosts, as they failed again and again or asked for time
    lists: int = 0  # answered in full
    empty_lists: int = 0
    gone_lists: int = 0  # all that were asked, if none is there any more
    garbled_lists: int = 0  # that lost their characters
    closed_lists: int = 0  # that ask nobody to follow their links
    list_links: float = 0.0  # of an answered list to articles, on average
    list_bytes: int = 0  # of an answered list, on average
    further_lists: int = 0  # second and later pages that went on with the list
    read: int = 0  # articles
    unread: int = 0  # answered, but no article was found on them
    garbled: int = 0  # answered, but in no known encoding
    short_of: Mapping[str, int] = field(default_factory=dict)  # articles without the field
    rules: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # field: rule: articles
    damaged: int = 0  # articles with lost or guessed characters
    chars: int = 0  # of an article, on average
    new: int = 0
    reader: str | None = None  # which rules of reading were in force
    tried: int = 0  # stored pages that new rules read again
    tried_worse: int = 0


def showings(
    db: Database, site: str, *, limit: int = 40, until: int | None = None
) -> list[Showing]:
    """Return what the latest runs of a site showed, the oldest first; open ones are left out.

    ``until`` is the id of the last run to look at. Of a site with little news, as many runs again
    that had some are added, as only they tell how articles are read.
    """
    facts = {"site": site, "limit": limit, "until": until}
    runs = list(db.query(_RUNS, facts))
    visits = _by_run(db.query(_VISITS, facts))
    return [_showing(run, visits.get(run["id"], [])) for run in runs]


def last_new(db: Database, site: str) -> datetime | None:
    """Return when the latest article of a site was first seen."""
    sql = "select max(first_seen_at) from articles where site = ?"
    (at,) = db.execute(sql, [site]).fetchone()
    return datetime.fromisoformat(at) if at else None


def waiting_since(db: Database, site: str) -> datetime | None:
    """Return when the latest run began that went well; where none ever did, the first of all."""
    (at,) = db.execute(
        "select coalesce(max(started_at) filter (where outcome in ('ok', 'partial')), "
        "min(started_at)) from runs where site = ?",
        [site],
    ).fetchone()
    return datetime.fromisoformat(at) if at else None


_ENDED = """
  from runs where site = :site and started_at is not null and outcome <> 'running'
    and id <= coalesce(:until, id)"""
_CHOSEN = f"""
  select id from (select id {_ENDED} order by id desc limit :limit)
  union
  select id from (select id {_ENDED} and articles_new > 0 order by id desc limit :limit)"""
_RUNS = f"select * from runs where id in ({_CHOSEN}) order by id"
_VISITS = f"""
select c.run_id, u.kind, u.found_on is not null as further, c.outcome, c.status, c.reason, c.bytes
from captures c join urls u on u.id = c.url_id
where c.run_id in ({_CHOSEN})
"""
Rows = Sequence[Mapping[str, Any]]


def _by_run(rows: Any) -> dict[int, list[Mapping[str, Any]]]:
    grouped: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["run_id"], []).append(row)
    return grouped


def _showing(run: Mapping[str, Any], visits: Rows) -> Showing:
    started = datetime.fromisoformat(run["started_at"])
    finished = datetime.fromisoformat(run["finished_at"] or run["started_at"])
    stats, reason = loads(run["stats"] or "{}"), run["reason"] or ""
    asked = [v for v in visits if v["kind"] == "list"]
    lists = [v for v in asked if v["status"] == 200]
    are_gone = all(v["outcome"] in ("gone", "redirected_home") for v in asked)
    answered = [v for v in visits if v["outcome"] == "error" and _is_answered(v)]
    unread = [v for v in answered if GARBLED not in (v["reason"] or "")]
    causes, blocked = _failures(run, visits)
    return Showing(
        run_id=run["id"],
        outcome=run["outcome"],
        started_at=started,
        seconds=max((finished - started).total_seconds(), 0.0),
        kind=run["kind"],
        reason=reason or None,
        visits=max(len(visits), causes.total() + blocked),
        errors=causes.total(),
        blocked=blocked,
        causes=causes,
        given_up=stats.get(GIVEN_UP, 0),
        lists=len(lists),
        empty_lists=sum(stats.get(f"wenming/{what}_lists", 0) for what in ("empty", "foreign")),
        gone_lists=len(asked) if are_gone else 0,
        garbled_lists=stats.get("wenming/garbled_lists", 0),
        closed_lists=stats.get("wenming/closed_lists", 0),
        list_links=stats.get("wenming/list_links", 0) / max(len(lists), 1),
        list_bytes=_mean([v["bytes"] or 0 for v in lists]),
        further_lists=_further(stats, visits),
        read=(read := stats.get("wenming/read", 0)),
        unread=len(unread),
        garbled=len(answered) - len(unread),
        short_of={name: stats.get(f"wenming/without/{name}", 0) for name in FIELDS},
        rules={name: _rules(stats, f"wenming/rule/{name}/") for name in FIELDS},
        damaged=stats.get("wenming/damaged", 0),
        chars=stats.get("wenming/chars", 0) // max(read, 1),
        new=run["articles_new"],
        reader=str(stats["wenming/rules"]) if "wenming/rules" in stats else None,
        tried=stats.get("wenming/tried", 0),
        tried_worse=stats.get("wenming/tried_worse", 0),
    )


def _failures(run: Mapping[str, Any], visits: Rows) -> tuple[Counter[str], int]:
    """Return how many visits failed, by their causes, and how many were refused."""
    failed = [v for v in visits if v["outcome"] == "error" and not _is_answered(v)]
    causes = Counter(_cause(v["reason"] or "") for v in failed)
    blocked = sum(v["outcome"] == "blocked" for v in visits)
    reason = run["reason"] or ""
    is_news = not reason.startswith(("disk", GREEDY)) and RESTING not in reason
    if visits or run["outcome"] != "failed" or not is_news:
        return causes, blocked
    # Nobody was asked, as robots.txt did not answer: as good as a visit that failed.
    if reason.startswith("blocked"):
        return causes, 1
    return Counter({_cause(reason.partition("could not be asked: ")[2] or reason): 1}), blocked


def _is_answered(visit: Mapping[str, Any]) -> bool:
    """Whether an article's page came, so that what is wrong with it is no failure to have it."""
    is_notice = (visit["reason"] or "").startswith(NOTICE)
    return bool(visit["kind"] == "article" and visit["status"] == 200 and not is_notice)


def _further(stats: Mapping[str, int], visits: Rows) -> int:
    """Return how many pages went on with a list; of old runs, how many were asked."""
    if "wenming/list_links" in stats:
        return stats.get("wenming/next_pages", 0)
    return sum(v["kind"] == "list" and v["further"] for v in visits)


def _rules(stats: Mapping[str, int], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): n for key, n in stats.items() if key.startswith(prefix)}


def _cause(reason: str) -> str:
    """Return what went wrong, in a word, or the status."""
    if "certificate" in reason.lower():
        return "certificate"
    return str(reason.partition(":")[0].removeprefix("status ")) or "unknown"


def _mean(numbers: Sequence[int]) -> int:
    return sum(numbers) // len(numbers) if numbers else 0
