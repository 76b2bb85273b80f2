"""Small things that copying leaves: doubled marks, forum scramble, characters set apart."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from article.noise.edits import Edit, line_spans
from article.noise.language import language
from article.patterns import regex
from article.script import to_simplified

_MARK = regex("[，。、；：！？,;:!?]")
_COMMA_BEFORE_MARK = regex(",(?=[，。、；：！？])")
_TWICE = regex(r"([，。、；])(?<![，。、；].)\1(?!\1)")
_DOUBLED_LEAST = 3
_DOUBLED_SHARE = 0.12

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_ONE_SPACE = "[ \u3000\xa0\u2002-\u200a]"
_SPACE = f"{_ONE_SPACE}{{1,2}}"
# A class comes first, as for that alone a search is fast.
_BETWEEN_HAN = regex(
    rf"{_ONE_SPACE}(?<=[{_HAN}，。、；：！？]{_ONE_SPACE}){_ONE_SPACE}?(?=[{_HAN}，。、；：！？])"
)
# What else stands beside such a space: quotes and numerals.
_JOINED = rf"[{_HAN}，。、；：！？“”‘’《》（）…—]"
_APART = regex(
    rf"(?<={_JOINED}){_SPACE}(?=[\d{_JOINED[1:]})|(?<=\d){_SPACE}(?={_JOINED})"
    rf"|(?<=(?<!\d)\d){_SPACE}(?=[\d.](?!\d))|(?<=\d[ \u3000\xa0]\.)[ \u3000\xa0](?=\d)"
)
_WORD = regex(r"\S+")
_ALL_APART = 0.97  # share of words that are one character
_STOP = regex("[，。；！？]")
_HAN_RUN = regex(f"[{_HAN}]+")
_SPACED_SHARE = 0.4
_SPACED_LEAST = 12
_WIDE_SHARE = 0.9
_SHARE_OF_WORDS = 0.33  # of neighbours: half of them in a sentence, a quarter in a list

# Forums hid such strings in white on white to spoil copies, each pair of a mark or digit and a
# letter by chance: ": p# Q* f5 D;".
_SCRAMBLE = regex(r"[ \t]*((?:[ -;] [?-~]){4,})(?:[ -;](?=\s|\Z))?(?![!-~])")
_SCRAMBLE_GATE = regex(r"[ -;] [?-~][ -;] [?-~][ -;] [?-~]")
_DIFFERENT_MARKS = 3

# Words of where a copy is from, set into the midst of sentences: 【本文来自青石书库www.a.example】.
_BRACKETED = regex(r"[【\[(（][^【】\[\]()（）\n]{6,60}[】\])）]")
_OF_COPY = regex(
    "本文(?:来自|转自|首发|由)|(?:首发|转载|采集)[于自]|更多.{0,12}(?:尽在|请访问)|版权"
)
_ADDRESS = regex(r"\.(?:(?<=www\.)|(?<=[A-Za-z]\.)(?:com|cn|net|org))|://")
_WATERMARKS = 3

_LOST_SPACES = regex(rf"(?m)^(?:\?[ \u3000]?)+(?=[{_HAN}“《])")


def find_doubled_marks(text: str) -> Iterator[Edit]:
    """Yield edits for marks written twice, where that is the habit of the text."""
    if "," not in text and not any(2 * mark in text for mark in "，。、；"):
        return
    for pattern, keep in ((_COMMA_BEFORE_MARK, 0), (_TWICE, 1)):
        matches = list(pattern.finditer(text))
        if len(matches) >= _DOUBLED_LEAST:
            marks = len(text) - len(_MARK.sub("", text)) - len(matches)
            if len(matches) >= _DOUBLED_SHARE * marks:
                for match in matches:
                    start = match.start() + keep
                    yield Edit(start=start, end=start + 1, evidence="doubled")
                return


def find_spaced(text: str) -> Iterator[Edit]:
    """Yield edits that close the spaces between characters, where nearly all are set apart.

    Where that is not the whole text, it is lines of whole sentences. Short lines of characters
    without any punctuation are a list of these, as of names.
    """
    if len(_BETWEEN_HAN.findall(text)) < _SPACED_LEAST:
        return
    spans = [(0, len(text))] if _is_spaced(text) else line_spans(text)
    for start, end in spans:
        if _is_spaced(text[start:end]):
            for at, stop in _gaps(text[start:end]):
                yield Edit(
                    start=start + at, end=start + stop, evidence="all characters are set apart"
                )


def _is_spaced(text: str) -> bool:
    if len(_BETWEEN_HAN.findall(text)) < _SPACED_LEAST:
        return False
    spaces = _count(text, width := _width(text))
    if spaces < _SPACED_LEAST or spaces < _SPACED_SHARE * (len(text) - len(_HAN_RUN.sub("", text))):
        return False
    spaced = {line: _count(line, width) for line in text.split("\n")}
    return any(number and _STOP.search(line) for line, number in spaced.items()) or (
        max(spaced.values()) >= _SPACED_LEAST and _is_of_words(text)
    )


def _is_of_words(text: str) -> bool:
    """Tell whether characters follow each other as in words, not as names or 甲 乙 丙 丁 do."""
    known, han = language().pairs, to_simplified("".join(_HAN_RUN.findall(text)))
    return sum(one + two in known for one, two in pairwise(han)) >= _SHARE_OF_WORDS * len(han)


def _width(text: str) -> int:
    """Return by how many spaces characters are set apart; two may part words: 王　丽　　李　云."""
    spaces = _BETWEEN_HAN.findall(text)
    wide = sum(len(space) == 2 for space in spaces)
    return 2 if wide >= _WIDE_SHARE * len(spaces) else 1


def _count(text: str, width: int) -> int:
    return sum(len(space) <= width for space in _BETWEEN_HAN.findall(text))


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of the spaces inside words; of all where each word is one character."""
    width = _width(text)
    words = list(_WORD.finditer(text))
    if sum(1 for word in words if word.end() - word.start() == 1) < _ALL_APART * len(words):
        yield from (at.span() for at in _APART.finditer(text) if len(at.group()) <= width)
        return
    for word, following in pairwise(words):
        gap = text[word.end() : following.start()]
        if len(gap) <= width and "\n" not in gap:
            yield word.end(), following.start()


def find_scramble(text: str) -> Iterator[Edit]:
    """Yield edits that take out the random letters of forums."""
    if " " not in text or not _SCRAMBLE_GATE.search(text):
        return
    for match in _SCRAMBLE.finditer(text):
        if len(set(match[1][::3])) >= _DIFFERENT_MARKS:
            yield Edit(start=match.start(), end=match.end(), evidence="random letters")


def find_watermarks(text: str) -> Iterator[Edit]:
    """Yield edits that take out where a copy is from, said in the same words again and again."""
    if "." not in text and "://" not in text:  # far faster than the patterns
        return
    if not _ADDRESS.search(text) or not _OF_COPY.search(text):
        return
    found = [
        match
        for match in _BRACKETED.finditer(text)
        if _OF_COPY.search(match[0]) and _ADDRESS.search(match[0])
    ]
    times = Counter(match[0] for match in found)
    for match in found:
        if times[match[0]] >= _WATERMARKS:
            yield Edit(start=match.start(), end=match.end(), evidence=f"{times[match[0]]} times")


def find_lost_spaces(text: str) -> Iterator[Edit]:
    """Yield edits that take out question marks in the place of an indent's no-break spaces."""
    for match in _LOST_SPACES.finditer(text):
        yield Edit(start=match.start(), end=match.end(), evidence="indent")
