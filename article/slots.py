"""The days, numbers and places of a text, each known by the words beside it.

A form filled in twice has other values in the same places; two printings of one report have the
same values there, or not the place at all. So two texts are compared only where the words beside a
value are in both.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from article.canonical import canonical

Slots = Mapping[str, frozenset[str]]

_KINDS = "日数地"  # days, numbers, places
_BESIDE = 4  # characters
_NUMBER = re.compile(
    r"(?P<day>(?:\d+年)?\d+月(?:\d+日)?|(?:19|20)\d\d年)|\d+(?:[.:-]\d+)+%?|\d+%|\d{2,}"
)
# What numerals in words leave: 百姓, 千家万户.
_WORDS = {"10", "100", "1000"}
# Before the last character stands a name, not a word for all or any: 全市, 社区, 城乡.
_PLACE = re.compile(
    r"[\u4e00-\u9fff][^\W全我本各该城社农乡地景小校园山灾街片辖市县区郊牧下返家故村集两几每a-z](?=[市县区州旗镇乡村])"
)
# Everything but letters, numerals and the punctuation inside a number.
_NO_PART = re.compile(r"(?:[^\w.:%-]|_|(?<!\d)[.:%-]|[.:-](?!\d))+")
_DIGIT = re.compile(r"\d")


def read_slots(text: str) -> Slots:
    """Return the values of a canonical text by what stands before and after them."""
    letters = _NO_PART.sub(" ", text)
    beside = _DIGIT.sub("#", letters)  # what stands beside a value may be another value
    slots: dict[str, set[str]] = defaultdict(set)
    for kind, start, end in _values(letters):
        value = letters[start:end]
        slots[f"{kind}<{beside[max(0, start - _BESIDE) : start]}"].add(value)
        slots[f"{kind}>{beside[end : end + _BESIDE]}"].add(value)
    return {place: frozenset(values) for place, values in slots.items()}


def compare_slots(one: Slots, other: Slots) -> tuple[int, int, bool]:
    """Return how many slots agree, how many differ, and whether that makes two fillings of a form.

    It does where more days differ than agree, or numbers, or places; a single number or place may
    be chance.
    """
    agreed, differing = dict.fromkeys(_KINDS, 0), dict.fromkeys(_KINDS, 0)
    for place in one.keys() & other.keys():
        votes = agreed if _agree(one[place], other[place]) else differing
        votes[place[0]] += 1
    more = {kind: differing[kind] - agreed[kind] for kind in _KINDS}
    is_another = more["日"] > 0 or more["数"] > 1 or more["地"] > 1
    return sum(agreed.values()), sum(differing.values()), is_another


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two slots have a value in common, be it cut short as 8月 of 8月15日."""
    return not one.isdisjoint(other) or any(a in b or b in a for a in one for b in other)


def _values(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _NUMBER.finditer(text):
        if match.group() not in _WORDS:
            yield "日" if match["day"] else "数", match.start(), match.end()
    for match in _PLACE.finditer(text):
        yield "地", match.start(), match.end()
    for start, end in _cities_in(text):
        yield "地", start, end


def _cities_in(text: str) -> Iterator[tuple[int, int]]:
    names, start = _cities()
    for match in start.finditer(text):
        at = match.start()
        for length in (2, 3, 4):
            if text[at : at + length] in names:
                yield at, at + length


@cache
def _cities() -> tuple[frozenset[str], re.Pattern[str]]:
    text = files("article").joinpath("cities.txt").read_text(encoding="utf-8")
    names = [canonical(name) for name in text.split()]  # 三明 is 3明 in a canonical text
    first, second = ("".join({name[at] for name in names}) for at in (0, 1))
    return frozenset(names), re.compile(f"[{first}](?=[{second}])")
