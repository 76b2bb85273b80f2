"""Articles that differ at every visit, though nobody edits them.

Sites print the weather, a countdown or the votes of a poll into a text, today's date for that of
publication, or answer in two layouts by turns. The first of such changes are versions like any
others. Once an article has changed in the very same places again and again and nowhere else, what
it shows is kept up to date without a further one. What an editor writes stands for a while: where
visits find a text unchanged as often as changed, all that was not there before is a version.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise, zip_longest
from typing import NamedTuple

from article.model import BEIJING, Article, Evidence, published_from_text, published_text
from storage.articles import Held
from storage.database import Database
from storage.values.linktext import same_date

CHANGES = 3  # that are versions; an editor may well correct one line twice
_NAMES = ("title", "published_at", "source")
_HOUR_KEPT = " (the hour as told before)"


class Shown(NamedTuple):
    """What an article showed at one time, as far as versions compare it."""

    title: str
    published_at: str | None
    source: str | None
    body: str

    @classmethod
    def of(cls, article: Article) -> "Shown":
        return cls(
            article.title, published_text(article.published_at), article.source, article.body
        )


def is_restless(db: Database, held: Held, article: Article) -> bool:
    """Whether an article changes in the very places in which it changed the last times, too."""
    rows = db.execute(_LATEST, [held.id, CHANGES + 1]).fetchall()
    if len(rows) <= CHANGES or any(change == "reread" for *_, change in rows[:-1]):
        return False
    current, *before = [Shown(*texts) for *texts, _, _ in rows]
    shown = Shown.of(article)
    if not _goes_round(before, current, shown):
        return False
    _, latest, *_, first = [seen_at for *_, seen_at, _ in rows]
    return shown in before or not _stands(db, held.url_id, first, latest, changes=CHANGES - 1)


def _stands(db: Database, url_id: int, first: str, latest: str, *, changes: int) -> bool:
    """Whether visits between two moments found an article unchanged as often as changed."""
    between = {"url_id": url_id, "first": first, "latest": latest}
    (unchanged,) = db.execute(_UNCHANGED, between).fetchone()
    return bool(unchanged >= changes)


def steady(db: Database, held: Held, article: Article, *, at: datetime) -> Article:
    """Keep the publish day that we hold where a page prints the day of each visit instead.

    Only where nothing else changed. A day that a list shows too was set by an editor, and counts.
    """
    before = Shown(held.title, held.published_at, held.source, held.body)
    shown, published = Shown.of(article), held.published_at
    if shown == before or not published or shown._replace(published_at=published) != before:
        return article
    seen_at, listed = db.execute(_HELD, [held.id, held.version]).fetchone()
    day, seen = _day(at), _day(datetime.fromisoformat(seen_at))
    is_of_visit = (published[:10], (shown.published_at or "")[:10]) == (seen, day) and day != seen
    if not is_of_visit or (listed and same_date(listed, day)):
        return article
    evidence = {name: _of_visit(name, found) for name, found in article.evidence.items()}
    return replace(article, published_at=published_from_text(published), evidence=evidence)


def exact(db: Database, held: Held, article: Article, *, same_page: bool) -> Article:
    """Keep the hour that we hold where a page tells the same day without one.

    A redesign that leaves out hours contradicts none. But of the same page other rules may find
    that it never told an hour; then only one that was kept before stays.
    """
    before, found = held.published_at, article.evidence.get("published_at")
    day = published_text(article.published_at)
    if not before or not found or before == day or before[:10] != day:
        return article
    if same_page and not _keeps_hour(db, held):
        return article
    told = replace(found, text=f"{found.text}{_HOUR_KEPT}")
    evidence = {**article.evidence, "published_at": told}
    return replace(article, published_at=published_from_text(before), evidence=evidence)


def _keeps_hour(db: Database, held: Held) -> bool:
    (text,) = db.execute(_TOLD, [held.id]).fetchone()
    return str(text).endswith(_HOUR_KEPT)


def _of_visit(name: str, found: Evidence) -> Evidence:
    is_day = name == "published_at"
    return replace(found, text=f"{found.text} (the day of each visit)") if is_day else found


def _day(moment: datetime) -> str:
    return moment.astimezone(BEIJING).date().isoformat()


def _goes_round(before: Sequence[Shown], current: Shown, shown: Shown) -> bool:
    """Whether texts, the latest first, differ from each other in one set of places.

    The current one was kept up to date and may be that before it again. Names come and go by turns,
    and so do lines: a text to which something is added each time grows.
    """
    turns = {(one.title, one.source, one.body.count("\n")) for one in (*before, current, shown)}
    if len(turns) > 2:
        return False
    pairs = [*pairwise(before), (before[0], current), (before[0], shown)]
    return len({_places(one, other) for one, other in pairs if one != other}) == 1


def _places(one: Shown, other: Shown) -> frozenset[object]:
    """Return where two texts differ, the same for both directions.

    Where most of a text is another, or lines come and go, it is whole texts that may take turns.
    """
    names = {name for name in _NAMES if getattr(one, name) != getattr(other, name)}
    pairs = list(zip_longest(one.body.split("\n"), other.body.split("\n")))
    places = [at for at, (line, its) in enumerate(pairs) if line != its]
    length = sum(len(line or "") for at in places for line in pairs[at])
    if None in pairs[-1] or 2 * length > len(one.body) + len(other.body):
        return frozenset({*names, frozenset({one.body, other.body})})
    return frozenset({*names, *places})


_LATEST = """
select title, published_at, source, body, seen_at, change from (
  select v.version, v.title, v.published_at, v.source, coalesce(v.body, a.body) as body, v.seen_at,
    v.change
  from versions v join articles a on a.id = v.article_id where v.article_id = ?
  order by v.version desc limit ?
) order by version desc
"""
_UNCHANGED = """
select count(*) from captures where url_id = :url_id and fetched_at > :first
  and fetched_at < :latest and outcome in ('unchanged', 'not_modified')
"""
_TOLD = "select evidence ->> '$.published_at.text' from articles where id = ?"
_HELD = """
select v.seen_at, u.link_date
from articles a join versions v on v.article_id = a.id join urls u on u.id = a.url_id
where a.id = ? and v.version = ?
"""
