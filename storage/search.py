"""Find articles: a person's question answered from the index over character pairs.

The index alone is exact for words of letters, numerals and Han characters. It has no symbols and no
punctuation: for a word with such characters it narrows the search, and the text decides.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from storage.database import Database
from storage.errors import StorageError
from storage.pairs import expression, is_indexed
from storage.question import Question, Word, parse
from storage.schema import migrate

Row = dict[str, Any]
Sort = Literal["newest", "rank"]

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_SNIPPET, _BEFORE = 80, 20  # characters in all, before the first word
_FEW = 2000  # matches; more are sought in the order of printing instead of being sorted
_COLUMNS = (
    "id, url, site, title, published_at, published_date, source, author, credit, story_id, state"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles may be found.

    ``site`` is one id or several. ``region`` is a name (湖北, 湖北省) or a GB/T 2260 code.
    ``since`` and ``until`` are days, both included: a date, or text as 2025, 2025-08, 2025-08-01.
    ``unique`` gives one article a story, the earliest that is found.
    """

    site: str | Iterable[str] | None = None
    region: str | None = None
    source: str | None = None
    since: date | str | None = None
    until: date | str | None = None
    unique: bool = False


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
    """Return how many articles a question finds."""
    chosen = _Choice(parse(question) if question is not None else None, Filters(**filters))
    if chosen.empty:
        return 0
    _register(db)
    (found,) = db.execute(f"select count(*) from {chosen.matches}", chosen.values).fetchone()
    return int(found)


def find(
    db: Database,
    asked: Question | None,
    *,
    sort: Sort = "newest",
    limit: int | None = None,
    **filters: Any,
) -> Iterator[int]:
    """Yield the ids of what a question finds, in order; None asks for all articles."""
    chosen = _Choice(asked, Filters(**filters))
    if chosen.empty or limit == 0:
        return
    _register(db)
    values = chosen.values | {"limit": -1 if limit is None else limit}
    for (id_,) in db.execute(_in_order(db, chosen, sort), values):
        yield id_


class SearchBroken(StorageError):
    """The archive's search does not find what is there; nothing it says can be trusted."""


def prove(db: Database) -> None:
    """Raise SearchBroken unless 文明 is found where it stands.

    Asks the library in use with a small archive in memory, and the archive for its newest article.
    """
    probe = Database(memory=True)
    migrate(probe)
    probe.execute(
        "insert into articles (url, url_id, site, title, body, chars, content_hash, first_seen_at, "
        "last_seen_at, last_changed_at) values ('', 0, '', '文明', '', 0, '', '', '', '')"
    )
    if count(probe, "文明") != 1:
        raise SearchBroken("this SQLite does not find 文明 in an index over character pairs")
    newest = db.execute("select id, title from articles order by id desc limit 1").fetchone()
    if newest and newest[0] not in find(db, parse(f'title:"{newest[1]}"')):
        raise SearchBroken(
            f"the index has not the title of article {newest[0]}; rebuild it with "
            "insert into articles_fts (articles_fts) values ('rebuild')"
        )


def holds(text: str, word: str) -> bool:
    """Say whether a text contains a word; ``word`` is in lower case."""
    return word in text.lower()


def _register(db: Database) -> None:
    db.register_function(holds, deterministic=True)


def _in_order(db: Database, chosen: "_Choice", sort: Sort) -> str:
    if sort not in ("newest", "rank"):
        raise ValueError(f"unknown order {sort!r}: newest or rank")
    if chosen.expression and sort == "rank":
        return f"select a.id from {chosen.matches} order by f.rank limit :limit"
    newest = "order by a.published_date desc, a.id desc limit :limit"
    if chosen.expression and _more_than(db, chosen, _FEW):
        # The index of dates gives the order; it is left as soon as there are enough.
        return f"""select a.id from articles a where +a.id in (
            select rowid from articles_fts where articles_fts match :expression
        ) and {chosen.conditions} {newest}"""
    return f"select a.id from {chosen.matches} {newest}"


def _more_than(db: Database, chosen: "_Choice", bound: int) -> bool:
    (found,) = db.execute(
        "select count(*) from (select 1 from articles_fts where articles_fts match :expression "
        "limit :bound)",
        {"expression": chosen.expression, "bound": bound + 1},
    ).fetchone()
    return bool(found > bound)


class _Choice:
    """A question and its filters as SQL."""

    def __init__(self, asked: Question | None, filters: Filters) -> None:
        self.empty = asked is not None and not asked.wanted
        self.expression = expression(asked) if asked else None
        self.values: dict[str, object] = {}
        if self.expression:
            self.values["expression"] = self.expression
        self._parts = ["{a}.id not in (select article_id from suppressed)"]
        if asked:
            self._parts += self._of_text(asked)
        self._parts += self._of_filters(filters)
        self.conditions = self._conditions("a")
        if filters.unique:
            self.conditions += f" and not exists ({self._an_earlier_one()})"

    @property
    def matches(self) -> str:
        """The FROM and WHERE of what is found, driven by the index where there is one."""
        if not self.expression:
            return f"articles a where {self.conditions}"
        return (
            "articles_fts f cross join articles a on a.id = f.rowid "
            f"where articles_fts match :expression and {self.conditions}"
        )

    def _conditions(self, alias: str) -> str:
        return " and ".join(part.format(a=alias) for part in self._parts)

    def _bind(self, value: object) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def _of_text(self, asked: Question) -> Iterator[str]:
        for group in asked.wanted:
            if not all(map(is_indexed, group)):
                yield "(" + " or ".join(map(self._occurs, group)) + ")"
        for word in asked.unwanted:
            if not (self.expression and is_indexed(word)):
                yield f"not {self._occurs(word)}"

    def _occurs(self, word: Word) -> str:
        columns = [word.column] if word.column else ["title", "body"]
        tests = []
        for form in word.forms:
            bound = self._bind(form)
            function = "instr" if form.upper() == form else "holds"
            tests += [f"{function}({{a}}.{column}, {bound})" for column in columns]
        return "(" + " or ".join(tests) + ")"

    def _of_filters(self, filters: Filters) -> Iterator[str]:
        if filters.site is not None:
            sites = [filters.site] if isinstance(filters.site, str) else list(filters.site)
            bound = self._bind(json.dumps(sites))
            yield f"{{a}}.site in (select value from json_each({bound}))"
        if filters.region is not None:
            bound = self._bind(filters.region)
            yield (
                "{a}.site in (select id from sites where region_code = "
                f"{bound} or substr(region, 1, length({bound})) = {bound})"
            )
        if filters.source is not None:
            yield f"{{a}}.source = {self._bind(filters.source)}"
        if filters.since is not None:
            yield f"{{a}}.published_date >= {self._bind(_day(filters.since, '01'))}"
        if filters.until is not None:
            yield f"{{a}}.published_date <= {self._bind(_day(filters.until, '-99'))}"

    def _an_earlier_one(self) -> str:
        """Return a query for what is found too and was printed before in the same story."""
        found = self._conditions("e")
        if self.expression:
            found += (
                " and exists (select 1 from articles_fts "
                "where articles_fts match :expression and rowid = e.id)"
            )
        return f"""select 1 from articles e where e.story_id = a.story_id and e.id <> a.id and (
              e.published_at is null, ifnull(e.published_at, ''), e.first_seen_at, e.id
            ) < (a.published_at is null, ifnull(a.published_at, ''), a.first_seen_at, a.id)
            and {found}"""


def _day(value: date | str, padding: str) -> str:
    """Return the first or last day that is meant; raises ValueError where none is."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    match = _DAY.fullmatch(value.strip())
    if not match:
        raise ValueError(f"no date: {value!r}; write 2025, 2025-08 or 2025-08-01")
    return "-".join(f"{int(part):02d}" if part else padding for part in match.groups())


def _rows(db: Database, ids: list[int]) -> Iterable[Row]:
    return db.query(
        f"select {_COLUMNS}, body from articles where id in (select value from json_each(?))",
        [json.dumps(ids)],
    )


def _snippet(body: str, words: re.Pattern[str], marks: tuple[str, str]) -> str:
    """Return a line of the body round the first word, all words in it marked."""
    first = words.search(body)
    start = max(0, first.start() - _BEFORE) if first else 0
    end = max(start + _SNIPPET, first.end() if first else 0)
    marked = words.sub(lambda word: word.group().join(marks), body[start:end])
    return ("…" if start else "") + marked.replace("\n", " ") + ("…" if end < len(body) else "")


def _pattern(asked: Question) -> re.Pattern[str]:
    forms = {form for word in asked.words if word.column != "title" for form in word.forms}
    alternatives = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    return re.compile(alternatives or "(?!)", re.IGNORECASE)
