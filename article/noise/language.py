"""How likely one character follows another in Chinese prose: bigrams out of words.

The table (``language.txt``, made by :mod:`article.noise.learn`) counts words, not running text.
What stands at the border of two words follows from how often characters end and begin one.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp, log

from article.script import to_simplified_char

# Marks and figures are no words of the list; their shares are those of news prose.
_MARKS = {
    "，": 0.055, "。": 0.025, "、": 0.022, "“": 0.008, "”": 0.008, "《": 0.002, "》": 0.002,
    "：": 0.004, "；": 0.002, "！": 0.001, "？": 0.0005, "（": 0.002, "）": 0.002, "…": 0.0003,
    "—": 0.0004, "·": 0.0003, "\n": 0.01, " ": 0.003, "0": 0.02, "A": 0.002,
}  # fmt: skip
_MARK_PAIRS = {
    "。\n": 0.008, "”\n": 0.002, "。“": 0.002, "，“": 0.003, "：“": 0.002, "”“": 0.0005,
    "。”": 0.003, "！”": 0.0004, "？”": 0.0003, "，”": 0.0002, "”，": 0.001, "”。": 0.001,
    "”、": 0.0005, "00": 0.01,
}  # fmt: skip
_FOLDED = str.maketrans(",;:!?()", "，；：！？（）") | dict.fromkeys(map(ord, "123456789"), "0")
_HERE = 0.2  # weight of an article's own pairs of characters
_UNSEEN = 0.002  # share of the probability that is kept for pairs that no word explains


@dataclass(frozen=True, slots=True)
class Language:
    """Counts of characters alone, as first and last of a word, and of pairs within words."""

    times: dict[str, float]
    first: dict[str, float]
    last: dict[str, float]
    pairs: dict[str, float]
    words: float
    characters: float

    def score(self, one: str, two: str) -> float:
        """Return the natural logarithm of the probability that ``two`` follows ``one``."""
        times = self.times.get(one, 1.0)
        within = self.pairs.get(one + two, 0.0)
        across = self.last.get(one, 0.5) * self.first.get(two, 0.2) / self.words
        unseen = _UNSEEN * self.times.get(two, 0.5) / self.characters
        return log((within + across) / times * (1 - _UNSEEN) + unseen)

    def score_text(self, text: str) -> float:
        """Return the logarithm of the probability of all but the first character."""
        text = fold_marks(text)
        return sum(map(self.score, text, text[1:]))


def fold_marks(text: str) -> str:
    """Bring marks, digits and Latin letters to the one form that the statistics know."""
    folded = text.translate(_FOLDED)
    return "".join("A" if char.isascii() and char.isalpha() else char for char in folded)


@cache
def language() -> Language:
    """Load the statistics."""
    times: dict[str, float] = {}
    first: dict[str, float] = {}
    last: dict[str, float] = {}
    pairs: dict[str, float] = {}
    for line in _table().splitlines():
        char, *numbers = line.split(" ")[:4]
        times[char], first[char], last[char] = map(_count, numbers)
        count = 0.0
        for follower in line[len(char) + len(" ".join(numbers)) + 2 :]:
            if follower.isascii():
                count = 2.0 ** (ord(follower) - ord("a"))
            else:
                pairs[char + follower] = count
    words = sum(first.values())
    for mark, share in _MARKS.items():
        times[mark] = first[mark] = last[mark] = share * words
    pairs |= {pair: share * words for pair, share in _MARK_PAIRS.items()}
    words = sum(first.values())
    return Language(times, first, last, pairs, words, sum(times.values()))


def _count(number: str) -> float:
    return 0.0 if number == "-" else float(2.0 ** (int(number) / 4))


@cache
def ranks() -> dict[str, int]:
    """Return the place of each character by frequency, the commonest first, from 0."""
    return {line[0]: rank for rank, line in enumerate(_table().splitlines())}


@cache
def _table() -> str:
    return files(__package__).joinpath("language.txt").read_text(encoding="utf-8")


@cache
def _known(char: str) -> str:
    return fold_marks(to_simplified_char(char))


class Scorer:
    """How likely characters follow each other in one article: in the language, and in itself."""

    def __init__(self, text: str) -> None:
        self._pairs = Counter(pairwise(text))
        self._times = Counter(text)
        self._scores: dict[tuple[str, str], float] = {}

    def pair(self, one: str, two: str) -> float:
        """Return the log probability that ``two`` follows ``one``, whatever their script."""
        found = self._scores.get((one, two))
        if found is None:
            found = language().score(_known(one), _known(two))
            if times := self._pairs[one, two]:
                here = _HERE * times / self._times[one]
                found = log((1 - _HERE) * exp(found) + here)
            self._scores[one, two] = found
        return found

    def text(self, text: str) -> float:
        """Return the log probability of all but the first character."""
        return sum(map(self.pair, text, text[1:]))
