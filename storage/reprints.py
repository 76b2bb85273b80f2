"""Which articles are reprints of one another, found as they arrive, at any size of the archive.

An article is compared with at most ten others: those that share most of its keys (sketch bands and
sentences), among the newest that hold each key. A pair counts when the wording agrees and the facts
and places do too; the same notice from another city is a ``template``. Relations:

======== =============================================================
exact    the same letters and numerals
near     most of both is the same
contains the shorter one is part of the longer one
template the same form filled in with other places, dates or numbers
======== =============================================================

A story is what ``exact`` and ``near`` join; by ``contains`` an article joins one story only, and
only where nothing is closer, so that a digest of five reports does not make them one. Every
function here that takes a database runs inside the caller's write transaction.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from typing import Any, NamedTuple

from article.fingerprint import Fingerprint, fingerprint, similarity
from article.slots import compare_slots
from article.tidy import repairs_from_json
from storage.database import Database

_PER_KEY = 30  # newest articles read per key
_VERIFIED = 10  # candidates compared per article, of these at most
_CHANCES = 2  # that share a single key
_LEAST = 40  # shingles of which a part of another article must be
_TEMPLATES = 4  # of the same form
# One statement for all keys costs half of one for each; nearly all of them nobody holds.
_HOLDERS = f"""
select j.value, (
  select group_concat(article_id) from (
    select article_id from fingerprints where key = j.value order by article_id desc
    limit {_PER_KEY}
  )
) as holders
from json_each(?) j
where exists (select 1 from fingerprints where key = j.value)
"""


class Reprint(NamedTuple):
    """How two articles are related; ``relation`` is None where they are not."""

    relation: str | None
    jaccard: float
    containment: float


class _Place(NamedTuple):
    """Where an article stands in the order of printing: unknown times last."""

    undated: bool
    published_at: str
    first_seen_at: str
    id: int


def link(db: Database, article_id: int, marks: Fingerprint) -> None:
    """Find what an article reprints or is reprinted by, and give the story its earliest article.

    Replaces what was known of the article before; its row must be written already.
    """
    unlink(db, article_id)
    link_new(db, {article_id: marks})


def link_again(db: Database, article_id: int) -> None:
    """Link an article as it is written; its day may be another now."""
    link(db, article_id, _marks_of(db, article_id, {}))


def link_new(db: Database, arrived: Mapping[int, Fingerprint]) -> None:
    """Link articles of which nothing is known yet, each a story by itself, ids ascending.

    Together, as the keys of all are sought and inserted at once, and in their order.
    """
    holders = _holders(db, arrived.values())
    for article_id, marks in arrived.items():
        candidates = _candidates(db, article_id, marks, holders)
        found = _verified(marks, ((one, _marks_of(db, one, arrived)) for one in candidates))
        if found:
            _join(db, article_id, found)
        for key in marks.keys:
            holders[key] = [article_id, *holders.get(key, ())][:_PER_KEY]
    db.conn.executemany(
        "insert or ignore into fingerprints (key, article_id) values (?, ?)",
        sorted((key, article_id) for article_id, marks in arrived.items() for key in marks.keys),
    )


def _join(db: Database, article_id: int, found: Mapping[int, Reprint]) -> None:
    """Write down how an article is related to others, and which story it joins."""
    places = _places(db, [article_id, *found])
    db.conn.executemany(
        "insert into reprints (article_id, of_id, relation, jaccard, containment) "
        "values (?, ?, ?, ?, ?)",
        [
            (*_later_first(places[article_id], places[other]), *reprint)
            for other, reprint in found.items()
        ],
    )
    same_story = [other for other in found if found[other].relation != "template"]
    if same_story:
        _regroup(db, [article_id, *same_story])


def unlink(db: Database, article_id: int) -> None:
    """Forget what an article has in common with others; the rest of its story stays together.

    Its keys stay: they only say where to look, and the text decides.
    """
    (story,) = db.execute("select story_id from articles where id = ?", [article_id]).fetchone()
    db.execute("update articles set story_id = id where id = ?", [article_id])
    if story is None:
        return
    fellows = [
        other
        for (other,) in db.execute(
            "select id from articles where story_id = ? and id <> ?", [story, article_id]
        )
    ]
    db.execute("delete from reprints where article_id = ? or of_id = ?", [article_id, article_id])
    if fellows:
        _regroup(db, fellows)


def forget(db: Database, article_id: int) -> None:
    """Forget an article whose text is to be erased: its keys too, which takes a scan of all."""
    unlink(db, article_id)
    db.execute("delete from fingerprints where article_id = ?", [article_id])


def compare(one: Fingerprint, other: Fingerprint) -> Reprint:
    """Say how two texts are related, whichever came first."""
    jaccard, containment = similarity(one.shingles, other.shingles)
    return Reprint(_relation(one, other, jaccard, containment), jaccard, containment)


def _relation(
    one: Fingerprint, other: Fingerprint, jaccard: float, containment: float
) -> str | None:
    if jaccard < 0.2 and containment < 0.5:
        return None
    agreed, differing, is_template = compare_slots(one.slots, other.slots)
    smaller, larger = sorted((len(one.shingles), len(other.shingles)))
    alike = jaccard >= 0.35 or (containment >= 0.7 and smaller >= _LEAST)
    if not alike and (agreed < 3 or 4 * differing > agreed):
        return None
    if is_template:
        return "template"
    if one.content_hash == other.content_hash:
        return "exact"
    return "near" if jaccard >= 0.5 or smaller >= 0.6 * larger else "contains"


def _verified(
    marks: Fingerprint, candidates: Iterable[tuple[int, Fingerprint]]
) -> dict[int, Reprint]:
    """Return the candidates that are related; enough of one form are enough."""
    found: dict[int, Reprint] = {}
    templates = 0
    for other, its in candidates:
        reprint = compare(marks, its)
        if reprint.relation:
            found[other] = reprint
        templates += reprint.relation == "template"
        if templates == _TEMPLATES:
            break
    return found


def _holders(db: Database, arrived: Iterable[Fingerprint]) -> dict[int, list[int]]:
    """Return the newest articles that hold any of the keys of these, by the key, newest first."""
    keys = sorted({key for marks in arrived for key in (*marks.bands, *marks.sentences)})
    rows = db.execute(_HOLDERS, [json.dumps(keys)])
    return {key: [int(id_) for id_ in ids.split(",")] for key, ids in rows}


def _candidates(
    db: Database, article_id: int, marks: Fingerprint, holders: Mapping[int, Sequence[int]]
) -> list[int]:
    """Return the articles that share most keys, best first.

    A sentence counts twice a band, and a key the less the more articles have it: what a form has in
    common must not hide the one article that shares its days and numbers.
    """
    points: dict[int, float] = defaultdict(float)
    shared: Counter[int] = Counter()
    for keys, weight in ((marks.bands, 1), (marks.sentences, 2)):
        for key in keys:
            ids = holders.get(key, ())
            for other in ids:
                points[other] += weight / len(ids)
                shared[other] += 1
    points.pop(article_id, None)
    best = nlargest(_VERIFIED, points, key=lambda other: (points[other], other))
    by_chance = [other for other in best if shared[other] == 1]
    left_out = {*by_chance[_CHANCES:], *_suppressed(db, best)}
    return [other for other in best if other not in left_out]


def _suppressed(db: Database, ids: list[int]) -> list[int]:
    if not ids:
        return []
    rows = db.execute(
        "select article_id from suppressed where article_id in (select value from json_each(?))",
        [json.dumps(ids)],
    )
    return [id_ for (id_,) in rows]


def _marks_of(db: Database, article_id: int, arrived: Mapping[int, Fingerprint]) -> Fingerprint:
    if article_id in arrived:
        return arrived[article_id]
    row = db.execute("select body, title, repairs from articles where id = ?", [article_id])
    return _fingerprint(*row.fetchone())


@lru_cache(maxsize=32)  # 30 KB each
def _fingerprint(body: str, title: str, repairs: str) -> Fingerprint:
    return fingerprint(body, title, repairs_from_json(repairs))


def _places(db: Database, ids: Iterable[int]) -> dict[int, _Place]:
    rows = db.execute(
        "select id, published_at, first_seen_at from articles "
        "where id in (select value from json_each(?))",
        [json.dumps(list(ids))],
    )
    return {id_: _Place(at is None, at or "", seen, id_) for id_, at, seen in rows}


def _later_first(one: _Place, other: _Place) -> tuple[int, int]:
    return (one.id, other.id) if one > other else (other.id, one.id)


def _regroup(db: Database, ids: Iterable[int]) -> None:
    """Divide all articles of the stories of these ones into stories anew."""
    members = dict(
        db.execute(
            "select id, story_id from articles where story_id in (select story_id from articles "
            "where id in (select value from json_each(?)))",
            [json.dumps(list(ids))],
        )
    )
    places = _places(db, members)
    for group in _groups(members, _joints(db, members)):
        earliest = min(places[id_] for id_ in group).id
        moved = [id_ for id_ in group if members[id_] != earliest]
        db.conn.executemany(
            "update articles set story_id = ? where id = ?", [(earliest, id_) for id_ in moved]
        )


def _joints(db: Database, members: Mapping[int, Any]) -> list[tuple[int, int]]:
    """Return the pairs that belong to one story; ``contains`` only where nothing is closer."""
    rows = db.execute(
        "select article_id, of_id, relation from reprints "
        "where article_id in (select value from json_each(?)) and relation <> 'template' "
        "order by jaccard desc, of_id",
        [json.dumps(list(members))],
    )
    joints, joined = [], set()
    for later, earlier, relation in rows:
        if relation == "contains" and later in joined:
            continue
        joined.add(later)
        if earlier in members:
            joints.append((later, earlier))
    return joints


def _groups(ids: Iterable[int], joints: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the connected components."""
    parent = {id_: id_ for id_ in ids}

    def root(id_: int) -> int:
        while parent[id_] != id_:
            parent[id_] = id_ = parent[parent[id_]]
        return id_

    for one, other in joints:
        parent[root(one)] = root(other)
    groups = defaultdict(list)
    for id_ in parent:
        groups[root(id_)].append(id_)
    return list(groups.values())
