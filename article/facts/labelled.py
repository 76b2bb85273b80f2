"""What stands behind each label of a byline: its value, up to the next label, and its day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from article.facts.dates import When, find_dates
from article.facts.names import is_outlet, read_persons
from article.facts.values import (
    bare,
    before_date,
    clean_persons,
    clean_source,
    is_full_name,
    is_page_name,
    part_supplier,
    part_writers,
    read_reporters,
    without_role,
)
from article.patterns import regex

_VALUE_END = regex(
    r"(?=[\s|；;])(?:\n|\s{3,}|[|；;]|(?<=\S\S)\s+(?:/\s)?(?=\S{1,4}:|[A-Za-z]{1,8}:)|"
    r"(?<=[^\s:])\s+(?=【))"
)
_LAST_WORD = regex(r"(?<=\S)\s+(?P<word>(?:\p{Han}|\d){1,6})\Z")
_OFFICE = regex(r"[\u4e00-\u9fff()（）·]{3,30}")
_TO = regex(r"\s?(?:至|到|[-—~～]{1,2})\s?")
_BEFORE_PLACE = regex(r"[^\n]{0,16}(?:当前|[您你]|现在|所在)\S{0,4}位置\s?[:是]")
_DECREED = regex(r"[^()\n]{2,60}(?:通过|批准|修订|修正|施行|印发)[^()\n]{0,80}\)")
_PUBLISHED = regex("[发刊]")  # no doubt that it is the publish date
_BARE_TIME = regex(r"(?:时\s?间|日\s?期)\s?:")
_OF_DAYS = frozenset(("date", "updated", "skip_date", "today"))
MAX_APART = 6  # characters between a label and its day


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value with its label, both of a kind; what stands before or behind these is ``free``."""

    kind: str
    value: str
    label: str = ""


def cut(text: str, labels: Sequence[re.Match[str]], folded: str) -> list[Labelled]:
    """Cut a byline at its labels; what stands before the first one is free."""
    parts = [Labelled("free", text[: labels[0].start() if labels else len(text)])]
    for label, following in zip_longest(labels, labels[1:]):
        end = following.start() if following else len(text)
        value, rest = _value(text[label.end() : end], folded[label.end() : end])
        if following and not rest:
            value = _without_label(value, following.lastgroup)
        parts.append(Labelled(label.lastgroup or "other", value, label[0]))
        if rest.strip():
            parts.append(Labelled("free", rest))
    return parts


def _value(text: str, folded: str) -> tuple[str, str]:
    """Split what follows a label into its value, perhaps on the next line, and what is left."""
    lead = len(folded) - len(folded.lstrip(" \n:[|"))
    found = _VALUE_END.search(folded, lead)
    end = found.start() if found else len(text)
    return text[lead:end], text[end:]


def _without_label(value: str, label: str | None) -> str:
    """Take off what begins the label that follows a value: 青岚日报 已|浏览, 青岚日报 视频|来源."""
    begun = _LAST_WORD.search(value) if label in ("other", "source", "date") else None
    if begun is None or is_outlet(begun["word"]) or read_persons(begun["word"]):
        return value
    return value[: begun.start()]


def find_author(parts: Sequence[Labelled]) -> str | None:
    """Return who wrote by a label, and the correspondents with them: 记者：王大明 通讯员：余海."""
    author = next(filter(None, map(clean_persons, _authors(parts))), None)
    others = [
        name
        for part in parts
        if part.kind == "author" and part.label.startswith("通讯员")
        for name in read_persons(bare(before_date(part.value)))
    ]
    return " ".join(dict.fromkeys([*author.split(), *others])) if author and others else author


def _authors(parts: Sequence[Labelled]) -> Iterator[str]:
    """Yield what stands after labels of an author.

    The employer in 作者：云川日报记者 王大明 is none.
    """
    for part, following in pairwise([*parts, Labelled("", "")]):
        if part.kind == "supplier":
            yield part_supplier(part.value)[0]
        elif part.kind == "author" and (following.kind != "reporter" or read_persons(part.value)):
            yield part.value + _more(part, following.value)


def _more(author: Labelled, rest: str) -> str:
    """The persons that go on with those of a label: 作者：余海；卓丽."""
    is_list = rest[:1] in (";", "；") and read_persons(author.value) and read_persons(rest[1:])
    return f"、{rest[1:]}" if is_list else ""


def find_reporters(parts: Sequence[Labelled]) -> str | None:
    """Return who is called a reporter without a colon, or with nothing at all between."""
    values = (part.value for part in parts if part.kind == "reporter")
    names = [name for value in values for name in read_reporters(value)]
    glued = next((without_role(part.value) for part in parts if part.kind == "glued"), "")
    return " ".join(names or read_persons(glued)) or None


def find_writers(parts: Sequence[Labelled]) -> str | None:
    """Return the persons behind the source: 来源：云川日报 | 王大明, or 来源：云川日报 王大明."""
    for source, part in pairwise(parts):
        is_behind = (source.kind, part.kind) == ("source", "free")
        names = read_persons(bare(before_date(part.value))) if is_behind else []
        if any(map(is_full_name, names)) and not any(map(is_page_name, names)):
            return " ".join(names)
    values = (bare(before_date(part.value)) for part in parts if part.kind == "source")
    return next(filter(None, (part_writers(value)[1] for value in values)), None)


def find_editor(parts: Sequence[Labelled]) -> str | None:
    """Return who is named after the first label of an editor that has persons behind it."""
    return next(filter(None, (clean_persons(p.value) for p in parts if p.kind == "editor")), None)


def find_source(parts: Sequence[Labelled]) -> str | None:
    """Return the outlet by a label; who supplied a text (供稿) may be a person instead."""
    values = (
        part_supplier(part.value)[1] if part.kind == "supplier" else part.value
        for part in parts
        if part.kind in ("source", "supplier")
    )
    return next(filter(None, map(clean_source, values)), None)


def find_office(parts: Sequence[Labelled]) -> str | None:
    """Return the office that a label names, which need not be written like an outlet."""
    names = (clean_source(part.value) for part in parts if part.kind == "office")
    return next((name for name in names if name and _OFFICE.fullmatch(name)), None)


def publishers(parts: Sequence[Labelled]) -> list[str]:
    """Return what labels say of who published a text."""
    return [part.value for part in parts if part.kind in ("publisher", "office")]


def among_others(parts: Sequence[Labelled]) -> list[str]:
    """Return what stands behind the value of a label, or before a person: 作者：云川日报 王大明."""
    behind = (part.value for part in parts[1:] if part.kind == "free")
    free = [value[1:].partition("\n")[0] for value in behind if value[0] in "|｜"]
    values = (bare(before_date(part.value)) for part in parts if part.kind == "author")
    return [*free, *(value.partition(" ")[0] for value in values if " " in value)]


def read_days(folded: str, labels: Sequence[re.Match[str]]) -> dict[str, When]:
    """Return the first day under each kind of label; ``free`` where its label is none of a day."""
    days: dict[str, When] = {}
    last, until = "free", 0
    for when, match in find_dates(folded):
        before = [label for label in labels if label.end() <= match.start()]
        near = before[-1] if before and match.start() - before[-1].end() <= MAX_APART else None
        kind = (near and near.lastgroup) or "free"
        if kind not in _OF_DAYS:
            kind = "free"
        # A bare 时间 below the publish date is that of an event.
        if kind == "date" and near and "free" in days and _BARE_TIME.match(near[0]):
            kind = "free"
        if until and _TO.fullmatch(folded, until, match.start()):
            kind = last  # the end of a period
        last, until = kind, match.end()
        if kind == "free" and _BEFORE_PLACE.match(folded, match.end()):
            kind = "today"  # above the whole page
        if kind == "free" and _is_bracketed(folded, match):
            kind = "bracketed"  # of a meeting or decree, as a title has it below
        if kind == "date" and near and _PUBLISHED.match(near[0]):
            kind = "published"
        days.setdefault(kind, when)
        if kind == "bracketed" and "年" in match[0] and match["hour"] is None:
            days.setdefault("in_words", when)
    if "published" in days:
        days["date"] = days["published"]
    return days


def _is_bracketed(folded: str, match: re.Match[str]) -> bool:
    """Whether brackets hold a day and at most what was done on it: (2023年10月27日…通过)."""
    end = match.end()
    opened = folded[match.start() - 1 : match.start()] == "("
    return opened and (folded[end : end + 1] == ")" or _DECREED.match(folded, end) is not None)
