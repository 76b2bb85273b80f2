"""Which articles are meant: a question and filters as SQL conditions."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from article.patterns import regex
from storage.questions.pairs import expression, is_indexed
from storage.questions.question import Question, Word

# A page that did not change is back where the visit before it found none.
_TELLS = """c.outcome in ('new', 'changed', 'gone', 'redirected_home')
  or c.outcome in ('unchanged', 'not_modified') and (
    select outcome from captures p where p.url_id = coalesce(c.led_to, c.url_id) and p.id < c.id
      and p.outcome not in ('blocked', 'error') order by p.id desc limit 1
  ) in ('gone', 'redirected_home')"""
_WRITTEN = str.maketrans(dict.fromkeys("年月/.－／．", "-") | dict.fromkeys("日号"))
_DAY = regex(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles may be found.

    ``site`` is one id or several. ``region`` is a name (湖北, 湖北省) or a GB/T 2260 code.
    ``since`` and ``until`` are days, both included: a date, or text as 2025, 2025-08, 2025-08-01,
    2025年8月1日, 2025/8/1, 2025.8.1.
    ``unique`` gives one article a story, the earliest that is found. ``after_capture`` asks for
    what captures after that one showed to be new, changed, gone or back, or was read anew or shown
    again since.
    """

    site: str | Iterable[str] | None = None
    region: str | None = None
    source: str | None = None
    since: date | str | None = None
    until: date | str | None = None
    unique: bool = False
    after_capture: int | None = None


class Choice:
    """Conditions on ``articles a``; their values are in ``values``, by name.

    ``expression`` asks the index, the other conditions are for what it leaves open; with
    ``by_text`` they decide alone. No question asks for all articles, an empty one for none.
    """

    def __init__(self, asked: Question | None, filters: Filters) -> None:
        self._asked = asked or Question()
        self._filters = filters
        sites = filters.site
        self._sites = [sites] if isinstance(sites, str) else None if sites is None else list(sites)
        self.is_empty = asked is not None and not asked.wanted
        self.expression = expression(self._asked)
        self.values: dict[str, object] = {"expression": self.expression}

    @property
    def is_open(self) -> bool:
        """Whether the index leaves anything open but what is suppressed."""
        return self._filters != Filters() or not all(
            map(is_indexed, [*self._asked.words, *self._asked.unwanted])
        )

    def conditions(self, *, by_text: bool = False) -> str:
        """Return what must hold besides the expression; ``by_text`` instead of it."""
        found = self._found(by_text or not self.expression).format(a="a")
        if self._filters.unique:
            # By their texts, as few are asked about: the index reads all of a word's for each.
            earlier = self._found(by_text=True).format(a="e")
            found += f" and not exists ({_EARLIER} and {earlier})"
        return found

    def _found(self, by_text: bool) -> str:
        parts = ["{a}.id not in (select article_id from suppressed)"]
        parts += self._of_text(everything=by_text)
        parts += self._of_filters()
        return _joined(parts, "and")

    def _bind(self, value: object) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def _of_text(self, *, everything: bool) -> Iterator[str]:
        for group in self._asked.wanted:
            if everything or not all(map(is_indexed, group)):
                yield "(" + _joined([*map(self._occurs, group)], "or") + ")"
        for word in self._asked.unwanted:
            if everything or not is_indexed(word):
                yield f"not {self._occurs(word)}"

    def _occurs(self, word: Word) -> str:
        columns = [word.column] if word.column else ["title", "body"]
        tests = []
        for form in word.forms:
            bound = self._bind(form)
            function = "instr" if form.upper() == form else "holds"
            tests += [f"{function}({{a}}.{column}, {bound})" for column in columns]
        return "(" + " or ".join(tests) + ")"

    def _of_filters(self) -> Iterator[str]:
        filters = self._filters
        if self._sites is not None:
            bound = self._bind(json.dumps(self._sites))
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
            yield f"{{a}}.published_date >= {self._bind(first_day(filters.since))}"
        if filters.until is not None:
            yield f"{{a}}.published_date <= {self._bind(last_day(filters.until))}"
        if filters.after_capture is not None:
            bound = self._bind(filters.after_capture)
            since = f"(select fetched_at from captures where id = {bound})"
            yield (
                f"({{a}}.url_id in (select coalesce(c.led_to, c.url_id) from captures c "
                f"where c.id > {bound} and ({_TELLS})) "
                "or {a}.id in (select article_id from versions where change = 'reread' "
                f"and seen_at >= {since}) "
                f"or {{a}}.url_id in (select url_id from suppressions where lifted_at >= {since}))"
            )


def _joined(conditions: Sequence[str], operator: str) -> str:
    """Join conditions by halves: SQLite bounds the depth of an expression, and a chain is deep."""
    if len(conditions) < 3:
        return f" {operator} ".join(conditions)
    half = len(conditions) // 2
    first, second = (_joined(some, operator) for some in (conditions[:half], conditions[half:]))
    return f"({first}) {operator} ({second})"


# What was printed before in the same story.
_EARLIER = """select 1 from articles e where e.story_id = a.story_id and e.id <> a.id and (
  e.published_at is null, ifnull(e.published_at, ''), e.first_seen_at, e.id
) < (
  a.published_at is null, ifnull(a.published_at, ''), a.first_seen_at, a.id
)"""


def first_day(value: date | str) -> str:
    """Return the first day of what is meant, as 2025-08-01; raises ValueError where none is."""
    return _day(value, "01")


def last_day(value: date | str) -> str:
    """Return a text that sorts behind every day of what is meant; raises ValueError as well."""
    return _day(value, "99")


def _day(value: date | str, padding: str) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    match = _DAY.fullmatch(value.strip().translate(_WRITTEN).removesuffix("-"))
    year, month, day = match.groups() if match else ("0", None, None)
    try:
        date(int(year), int(month or 1), int(day or 1))  # there is no year 0
    except ValueError as error:
        raise ValueError(f"no date: {value!r}; write 2025, 2025-08 or 2025-08-01") from error
    rest = (f"{int(part):02d}" if part else padding for part in (month, day))
    return "-".join([f"{int(year):04d}", *rest])  # digits of full width are digits too
