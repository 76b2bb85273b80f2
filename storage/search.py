"""Find articles: a person's question answered from the index over character pairs.

Substring-exact for words of any length. The index alone decides for words of letters, numerals and
Han characters; it has no symbols and no punctuation, so for a word with these the text decides.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from storage.database import Database
from storage.questions.choice import Choice, Filters
from storage.questions.question import Question, parse

Row = dict[str, Any]
Sort = Literal["newest", "rank"]
Tally = Literal["year", "site", "region"]

_SNIPPET, _BEFORE = 80, 20  # characters in all, before the first word
# To sort few matches is quick; of many, the newest are soon met in the order of dates.
_FEW = 500
_COMMON = 20  # one article in so many has the word: reading texts meets it sooner than the index
_COLUMNS = (
    "id, url, site, title, published_at, published_date, source, author, credit, story_id, state"
)
_TALLIES = {
    "year": "substr(a.published_date, 1, 4)",
    "site": "a.site",
    "region": "(select region from sites where id = a.site)",
}


def search(
    db: Database,
    question: str,
    *,
    sort: Sort = "newest",
    limit: int | None = 20,
    marks: tuple[str, str] = ("【", "】"),
    **filters: Any,
) -> list[Row]:
    """Return articles as dicts of ``id``, ``title``, ``snippet``, ``url``, ``site`` and more.

    Newest first is by ``published_date``, then ``id``; ``rank`` is by bm25 and reads every match.
    ``snippet`` is a piece of the real text with the words between ``marks``. For the other
    arguments see Filters.
    """
    asked = parse(question)
    ids = list(find(db, asked, sort=sort, limit=limit, **filters))
    rows = {row["id"]: row for row in _rows(db, ids)}
    words = _pattern(asked)
    for row in rows.values():
        row["snippet"] = _snippet(row.pop("body"), words, marks)
    return [rows[id_] for id_ in ids]


def count(db: Database, question: str | None, **filters: Any) -> int:
    """Return how many articles a question finds; None asks for all."""
    chosen = Choice(None if question is None else parse(question), Filters(**filters))
    if chosen.is_empty:
        return 0
    _register(db)
    (found,) = db.execute(_count(db, chosen), chosen.values).fetchone()
    return int(found)


def tally(db: Database, question: str, by: Tally, **filters: Any) -> dict[str, int]:
    """Return how many articles a question finds for each ``year``, ``site`` or ``region``.

    The undated, and those of no known region, are left out.
    """
    chosen = Choice(parse(question), Filters(**filters))
    if chosen.is_empty:
        return {}
    _register(db)
    counts = db.execute(
        f"select {_TALLIES[by]} as value, count(*) from {_any_order(db, chosen)} group by value",
        chosen.values,
    )
    return {value: number for value, number in counts if value is not None}


def find(
    db: Database,
    asked: Question | None,
    *,
    sort: Sort = "newest",
    limit: int | None = None,
    **filters: Any,
) -> Iterator[int]:
    """Yield the ids of what a question finds, in order; None asks for all articles."""
    if sort not in ("newest", "rank"):
        raise ValueError(f"unknown order {sort!r}: newest or rank")
    chosen = Choice(asked, Filters(**filters))
    if chosen.is_empty or limit == 0:
        return
    _register(db)
    statement = _ranked(chosen) if chosen.expression and sort == "rank" else _newest(db, chosen)
    values = chosen.values | {"limit": -1 if limit is None else limit}
    for (id_,) in db.execute(statement, values):
        yield id_


def holds(text: str, word: str) -> bool:
    """Say whether a text contains a word; ``word`` is in lower case."""
    return word in text.lower()


def _register(db: Database) -> None:
    db.register_function(holds, deterministic=True)


def _count(db: Database, chosen: Choice) -> str:
    if chosen.expression and not chosen.is_open:
        return (
            "select count(*) from articles_fts where articles_fts match :expression "
            "and rowid not in (select article_id from suppressed)"
        )
    return f"select count(*) from {_any_order(db, chosen)}"


def _any_order(db: Database, chosen: Choice) -> str:
    """Return the source that is quickest where all matches are wanted."""
    if chosen.expression and _matches(db, chosen, _FEW) == _FEW:
        return f"{_AMONG_MATCHES} and {chosen.conditions()}"
    return _of_matches(chosen)


def _ranked(chosen: Choice) -> str:
    return f"select a.id from {_of_matches(chosen)} order by f.rank limit :limit"


def _newest(db: Database, chosen: Choice) -> str:
    order = "order by a.published_date desc, a.id desc limit :limit"
    if not chosen.expression:
        return f"select a.id from articles a where {chosen.conditions()} {order}"
    (newest,) = db.execute("select ifnull(max(id), 0) from articles").fetchone()
    common = max(_FEW, newest // _COMMON)
    matches = _matches(db, chosen, common)
    if matches < _FEW:
        return f"select a.id from {_of_matches(chosen)} {order}"
    if matches < common:
        return f"select a.id from {_AMONG_MATCHES} and {chosen.conditions()} {order}"
    return f"select a.id from articles a where {chosen.conditions(by_text=True)} {order}"


def _of_matches(chosen: Choice) -> str:
    """Return a source that asks the index first, where it can help."""
    if not chosen.expression:
        return f"articles a where {chosen.conditions()}"
    return (
        "articles_fts f cross join articles a on a.id = f.rowid "
        f"where articles_fts match :expression and {chosen.conditions()}"
    )


# The plus keeps SQLite from looking up each match: it reads an index of articles in its order.
_AMONG_MATCHES = (
    "articles a where +a.id in "
    "(select rowid from articles_fts where articles_fts match :expression)"
)


def _matches(db: Database, chosen: Choice, bound: int) -> int:
    """Count the matches in the index, as far as to a bound."""
    (found,) = db.execute(
        "select count(*) from (select 1 from articles_fts where articles_fts match ? limit ?)",
        [chosen.expression, bound],
    ).fetchone()
    return int(found)


def _rows(db: Database, ids: list[int]) -> Iterable[Row]:
    return db.query(
        f"select {_COLUMNS}, body from articles where id in (select value from json_each(?))",
        [json.dumps(ids)],
    )


def _pattern(asked: Question) -> re.Pattern[str]:
    forms = {form for word in asked.words if word.column != "title" for form in word.forms}
    alternatives = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    return re.compile(alternatives or "(?!)", re.IGNORECASE)


def _snippet(body: str, words: re.Pattern[str], marks: tuple[str, str]) -> str:
    """Return a line of the body round the first word, all words in it marked."""
    first = words.search(body)
    start = max(0, first.start() - _BEFORE) if first else 0
    end = max(start + _SNIPPET, first.end() if first else 0)
    marked = words.sub(lambda word: word.group().join(marks), body[start:end])
    return ("…" if start else "") + marked.replace("\n", " ") + ("…" if end < len(body) else "")
