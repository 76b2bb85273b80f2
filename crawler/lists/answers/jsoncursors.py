"""Where a list in JSON goes on that is asked for what comes after an id or a moment."""

from collections.abc import Iterable, Mapping
from typing import Any

from article.patterns import regex
from crawler.lists.answers.jsonitems import DATE_KEYS, HEADING, MOMENT, walk
from crawler.lists.links.labels import DATE
from crawler.lists.scripts.cursors import CURSOR

_LAST = regex(r"^(?:last|max|min|since|before|start|begin|prev)")
_OWN_ID = regex(
    r"(?<!col)(?<!column)(?<!cat)(?<!category)(?<!channel)(?<!site)(?<!type)(?<!user)id$"
)
_MOMENT_NAME = regex(r"(?:time|date|timestamp)$")


def cursor_of(fields: Iterable[tuple[str, str]]) -> str | None:
    """Return the field of a request that says after what it goes on."""
    return next((name for name, _ in fields if CURSOR.match(name)), None)


def is_moment(name: str) -> bool:
    """Whether such a field holds a moment, and no id."""
    return _MOMENT_NAME.search(name.lower().replace("_", "")) is not None


def after_last(cursor: str, asked: str, said: Mapping[str, Any], answer: Any) -> str | None:
    """Return what the next request names to go on after: as the answer says, or its last id."""
    key = cursor.lower().replace("_", "")
    nothing = _nothing(answer)
    for name in (f"next{key.removeprefix('next')}", "nextcursor", "endcursor", "next"):
        if name in said or name in nothing:
            return str(said.get(name) or "") or None
    # What answers name like the field that they were asked with is sent with the next request,
    # unless they only repeat it, be it that the beginning comes after nothing.
    after, is_begin = str(said.get(key) or ""), asked in ("", "0") and _LAST.match(key)
    if (after or not is_begin) and (key in nothing or str(said.get(key, asked)) != asked):
        return after or None
    if key.endswith("token"):  # nobody else makes one
        return None
    if is_moment(cursor):
        things = [thing for thing in walk(answer) if any(map(HEADING.search, thing))]
        moments = [moment for thing in things if (moment := _moment(thing)) is not None]
        return next(reversed(moments), None)
    own = (_LAST.sub("", key), "id")
    ids = [(thing, id_) for thing in walk(answer) if (id_ := _id_of(thing, own)) is not None]
    # What belongs to an item, its author, has an id as well.
    titled = [id_ for thing, id_ in ids if any(map(HEADING.search, thing))]
    return next(reversed(titled or [id_ for _, id_ in ids]), None)


def _moment(thing: Mapping[str, Any]) -> str | None:
    """Return when a record is from, as it says that."""
    said = (str(value) for name, value in thing.items() if DATE_KEYS.search(name))
    return next((text for text in said if DATE.search(text) or MOMENT.fullmatch(text)), None)


def _id_of(thing: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """Return the id of a record, under the first of these names that it has."""
    said = {name.lower().replace("_", ""): value for name, value in thing.items()}
    names = (*names, *(name for name in said if _OWN_ID.search(name)))
    values = (said.get(name) for name in names)
    return next((str(value) for value in values if isinstance(value, str | int)), None)


def _nothing(answer: Any) -> set[str]:
    """Return the names of what an answer says to be nothing: ``nextCursor: null`` is its end."""
    things = walk(answer)
    return {k.lower().replace("_", "") for thing in things for k, v in thing.items() if v is None}
