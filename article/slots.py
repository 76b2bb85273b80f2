"""The days, numbers, places and names of a text, each known by the words beside it.

A form filled in twice has other values in the same places; two printings of one report have the
same values there, or not the place at all. So two texts are compared only where the words beside a
value are in both.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from article.canonical import canonical
from article.chartable import CharTable
from article.patterns import regex

Slots = Mapping[str, frozenset[str]]

_KINDS = "日节期数地人"  # days, feasts, issues, numbers, places, persons
_IN_TITLE = "题"  # the places there
_BESIDE = 4  # characters
# A class comes first in each pattern, as for that alone a search is fast.
_NUMBER = regex(
    r"""
        \d(?:
            (?P<day>\d*(?:年\d+)?月(?:\d+日)?|(?:(?<=1)9|(?<=2)0)\d\d年) | \d*(?:[.:-]\d+)+%?
            | \d*% | (?<=第\d)\d*(?P<issue>(?=[期届批季讲])) | \d+
        )
    """,
    re.X,
)
_NUMBERS = {"day": "日", "issue": "期"}
# What numerals in words leave: 百姓, 千家万户.
_WORDS = {"10", "100", "1000"}
# Before the last character stands a name, not a word for all or any (全市, 社区, 城乡) nor one that
# leads to the next (在镇上, 欢迎乡亲); a flag (小红旗) is no banner of Inner Mongolia.
_PLACE = regex(
    r"""
        [市县区州旗镇乡村](?<=
            [\u4e00-\u9fff\d]
            [^\W全我本各该城社农乡地景小校园山灾街片辖市县区郊牧下返家故村集两几每在为到与向对及是了的从由过迎a-z].
        )(?<!\d\d.)(?<![红国党彩锦军团队会授升]旗)
    """,
    re.X,
)
# 白石社区, 城南街道, 实验小学, 水利局; not what is said of any, such as 走进社区 and 各小学.
# Days with a name come along, as the first look is for all of them.
_NAMED = regex(
    r"""
        [社街小中大幼学局春元清端七重国](?:
            (?P<feast>
                节(?<=春.)|[宵旦](?<=元.)|明(?<=清.)|午(?<=端.)|夕(?<=七.)|秋(?<=中.)|阳(?<=重.)|庆(?<=国.)
            )
            | (?=[区道学儿院]|(?<=局)(?!部|面|势|长|限))
              (?<=
                  [\u4e00-\u9fff]
                  [^\W全我本各该多某等有市县区镇乡村入进到个旧民们的在和与了向为对及是大格布结当a-z].
              )(?:区(?<=[社小].)|道(?<=街.)|学(?<=[小中大].)|儿园(?<=幼..)|院(?<=学.)|(?<=局))
        )
    """,
    re.X,
)
# Names that are listed, at least three, but for the first, or a line each; one with 同志, behind
# its number, as 1.王强(, or before 男 or 女 in a row.
_NAME = r"[\u4e00-\u9fff·\d]{2,10}+"
_LISTED = regex(
    rf"[、。](?:(?<=、){_NAME}(?:、{_NAME})+"
    rf"|(?:\d+[.、])?{_NAME}(?:。(?:\d+[.、])?{_NAME}){{2,}}(?=。))"
)
_NUMBERED = regex(r"[.、](?<=\d.)([\u4e00-\u9fff·]{2,4})(?=\()")
_IN_ROW = regex(r"[男女](?<=[。、,(].)(?=[。、,)])")
_BEFORE_IT = regex(r"[\d。、.]([\u4e00-\u9fff·]{2,4}).\Z")
_COMRADE = regex(r"同志(?!们)")
_FIRST = regex(r"[\u4e00-\u9fff·\d]{1,4}\Z")
_MOST = 40  # of a list
# Everything but letters, numerals and the punctuation inside a number.
_NO_PART = regex(r"(?:[^\w.:%-]|_|(?<!\d)[.:%-]|[.:-](?!\d))+")
# The same in two steps, as nearly all is found by its character alone.
_PARTS = CharTable(lambda char: char if re.match(r"[\w.:%-]", char) and char != "_" else " ")
_OUTSIDE_NUMBER = regex(r"[.:%-](?:(?<!\d.)|(?<!%)(?!\d))")
_GAP = regex("  +")
_DIGIT = regex(r"\d")


def read_slots(text: str, title: str = "") -> Slots:
    """Return the values of a canonical text by what stands before and after them.

    ``title`` is the part of the text whose places count by themselves.
    """
    letters = _GAP.sub(" ", _OUTSIDE_NUMBER.sub(" ", _PARTS.translate(text)))
    slots: dict[str, set[str]] = defaultdict(set)
    for before, after, values in _lists_in(text):
        slots[f"人<{before}"].update(values)
        slots[f"人>{after}"].update(values)
    beside = _DIGIT.sub("#", letters)  # what stands beside a value may be another value
    for kind, start, end in _values(letters):
        value = letters[start:end]
        slots[f"{kind}<{beside[max(0, start - _BESIDE) : start]}"].add(value)
        slots[f"{kind}>{beside[end : end + _BESIDE]}"].add(value)
        if kind == "地" and value in title:
            slots[_IN_TITLE].add(value)
    return {place: frozenset(values) for place, values in slots.items()}


def compare_slots(one: Slots, other: Slots) -> tuple[int, int, bool]:
    """Return how many slots agree, how many differ, and whether that makes two fillings of a form.

    It does where more days or names differ than agree, or numbers, or places; a single number or
    place may be chance, unless the titles name places of which the other text tells nothing.
    """
    agreed, differing = dict.fromkeys(_KINDS, 0), dict.fromkeys(_KINDS, 0)
    for place in one.keys() & other.keys() - {_IN_TITLE}:
        votes = agreed if _agree(one[place], other[place]) else differing
        votes[place[0]] += 1
    more = {kind: differing[kind] - agreed[kind] for kind in _KINDS}
    is_another = (
        _are_elsewhere(one, other)
        or any(more[kind] > 0 for kind in "日节期人")
        or more["数"] > 1
        or more["地"] > 1
    )
    return sum(agreed.values()), sum(differing.values()), is_another


def _are_elsewhere(one: Slots, other: Slots) -> bool:
    """Whether each title names places, and none that the other text names."""
    if _IN_TITLE not in one or _IN_TITLE not in other:
        return False
    return not any(
        values & named[_IN_TITLE]
        for named, slots in ((one, other), (other, one))
        for place, values in slots.items()
        if place[0] == "地"
    )


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two slots have a value in common, be it cut short as 8月 of 8月15日."""
    return not one.isdisjoint(other) or any(a in b or b in a for a in one for b in other)


def _values(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _NUMBER.finditer(text):
        if match.group() not in _WORDS:
            kind = _NUMBERS.get(match.lastgroup or "", "数")
            yield kind, match.start(), match.end()
    for match in _PLACE.finditer(text):
        yield "地", match.start() - 2, match.start()
    for match in _NAMED.finditer(text):
        if match["feast"]:
            yield "节", match.start(), match.end()
        else:
            yield "地", match.start() - 2, match.start()
    for start, end in _cities_in(text):
        yield "地", start, end


def _lists_in(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each list of names, or a name, with the letters before and after it."""
    for match in _LISTED.finditer(text):
        start, end = match.span()
        mark = text[start]
        first = _FIRST.search(text, max(0, start - 4), start) if mark == "、" else None
        start = first.start() if first else start
        yield *_around(text, start, end), match[0].strip(mark).split(mark)[:_MOST]
    for name in (*_NUMBERED.finditer(text), *_names_in_rows(text)):
        yield *_around(text, *name.span(1)), [name[1]]
    for match in _COMRADE.finditer(text):
        start = max(0, match.start() - 3)
        yield *_around(text, start, match.start()), [text[start : match.start()]]


def _names_in_rows(text: str) -> Iterator[re.Match[str]]:
    for match in _IN_ROW.finditer(text):
        if name := _BEFORE_IT.search(text, max(0, match.start() - 6), match.start()):
            yield name


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    before, after = text[max(0, start - 2 * _BESIDE) : start], text[end : end + 2 * _BESIDE]
    return _beside(before)[-_BESIDE:], _beside(after)[:_BESIDE]


def _beside(text: str) -> str:
    return _DIGIT.sub("#", _NO_PART.sub("", text))


def _cities_in(text: str) -> Iterator[tuple[int, int]]:
    names, start = _cities()
    for match in start.finditer(text):
        at = match.start()
        for name in names.get(text[at : at + 2], ()):
            if text.startswith(name, at):
                yield at, at + len(name)


@cache
def _cities() -> tuple[Mapping[str, Sequence[str]], re.Pattern[str]]:
    """Return the names by their first two characters, and what begins as one of them may."""
    text = files("article").joinpath("cities.txt").read_text(encoding="utf-8")
    names: dict[str, list[str]] = defaultdict(list)
    for name in map(canonical, text.split()):  # 三明 is 3明 in a canonical text
        names[name[:2]].append(name)
    first, second = ("".join({name[at] for name in names}) for at in (0, 1))
    return names, re.compile(f"[{first}](?=[{second}])")
