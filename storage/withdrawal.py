"""When an article counts as taken down by its site.

One failure proves nothing. As EDGI's web-monitoring-db has it (``app/models/page.rb``), a page is
gone when less than three quarters of the last 14 days were good, each answer lasting until the next
one; a redirect to the home page is a "not found". Refusals and failures say nothing of the page:
they are no evidence either way, and neither is what a run found that saw no page of the site stand:
then it is the site that is away. And one failure proves nothing, however bad the days before were.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from storage.database import Database
from storage.values.stamp import stamp

WINDOW = timedelta(days=14)
LEAST_GOOD = 0.75
_GOOD = ("new", "changed", "unchanged", "not_modified")
_BAD = ("gone", "redirected_home")


class Answer(NamedTuple):
    """What a visit said of a page: that it stands, or that it does not."""

    at: datetime
    is_good: bool


def withdrawn_since(answers: Sequence[Answer]) -> datetime | None:
    """Return the first of the answers that tell of a withdrawal, None where there is none.

    ``answers`` are all of a page, the oldest first; the last one is today's.
    """
    latest = list(takewhile(lambda answer: not answer.is_good, reversed(answers)))
    if len(latest) < 2:
        return None
    start = answers[-1].at - WINDOW
    missing = timedelta()
    for answer, following in pairwise(answers):
        if not answer.is_good and following.at > start:
            missing += following.at - max(answer.at, start)
    return latest[-1].at if missing > WINDOW * (1 - LEAST_GOOD) else None


def since(db: Database, url_id: int) -> datetime | None:
    """Return since when an address's article is withdrawn, by all visits."""
    rows = db.execute(_ANSWERS, [url_id])
    return withdrawn_since(
        [Answer(datetime.fromisoformat(at), outcome in _GOOD) for at, outcome in rows]
    )


def judge(db: Database, url_id: int) -> bool:
    """Derive the state of an address's article anew; return whether it is withdrawn.

    An article that was seen since at another of its addresses still stands. Belongs in the
    transaction that saved the latest visit.
    """
    first = since(db, url_id)
    if first and db.execute(_STANDS, {"id": url_id, "first": stamp(first)}).fetchone():
        first = None
    db.execute(
        "update articles set state = ?, withdrawn_at = ? where url_id = ?",
        ["withdrawn" if first else "live", stamp(first) if first else None, url_id],
    )
    return first is not None


def list_withdrawn(
    db: Database, *, month: str | None = None, region: str | None = None, site: str | None = None
) -> list[dict[str, Any]]:
    """Return what was withdrawn, by month, the latest first, and province.

    ``stands_at`` is where the same site still shows the story: it was moved, not taken down.
    ``month`` is one of China (+08:00), as 2025-08; ``region`` a name (湖北, 湖北省) or a code of
    GB/T 2260.
    """
    return list(
        db.query(
            f"select *, {_STANDS_AT} from withdrawn where (:month is null or month = :month) "
            "and (:region is null or site in (select id from sites where region_code = :region "
            "or substr(region, 1, length(:region)) = :region)) "
            "and (:site is null or site = :site) "
            "order by month desc, region, site, withdrawn_at desc, id",
            {"month": month, "region": region, "site": site},
        )
    )


# By id, as clocks jump. A run begins with lists, so its first pages tell whether the site stands.
_ANSWERS = f"""
select fetched_at, outcome from captures c where url_id = ? and (outcome in {_GOOD} or
  outcome in {_BAD} and exists (
    select 1 from (select outcome from captures where run_id = c.run_id order by id limit 100)
    where outcome in {_GOOD}
  )
) order by id
"""
# The last answers of the addresses that led to an article: whether it is there.
_STANDS = f"""
select 1 from (select distinct url_id from captures where led_to = :id) other
where (
  select c.fetched_at >= :first and (c.led_to = :id or c.outcome = 'not_modified')
  from captures c where c.url_id = other.url_id and c.outcome in {_GOOD + _BAD}
  order by c.id desc limit 1
)
limit 1
"""
_STANDS_AT = """(
  select min(o.url) from articles a join articles o on o.story_id = a.story_id
  where a.id = withdrawn.id and o.site = a.site and o.state = 'live'
    and o.id not in (select article_id from suppressed)
) as stands_at"""
