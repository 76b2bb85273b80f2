"""The search for what was written, in a run of characters that was read one byte off.

A reading grows by what is seen, token by token. Between tokens it is known by the lead bytes that
the character under way may have: one where its byte was seen, several where a pair vanished.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import NamedTuple

from article.noise import gbk
from article.noise.alphabet import alphabet, trail_of
from article.noise.annotation import Table, known_table
from article.noise.language import Scorer
from article.noise.readings import PINYIN, annotatable
from article.patterns import regex

TO_FULL = str.maketrans(",;:!?()", "，；：！？（）")
"""Marks to full width: pages were folded after the damage, and held these."""

_BEAM = 120
_HOPELESS = 22.0  # nat behind the best so far, from which a reading is given up
_WIDE = 15  # readings from which a character with an unknown half is tried
_MAX_VANISHED = 4
_VANISHED_IN_A_ROW = 2
_MAX_RUN = 40  # characters; a longer run has lost too much to be read
_MOST_TRIED = 2_000_000
# How likely an ASCII character went with the half character before it.
_SWALLOWED = {
    ",": -0.7, " ": -2.0, "(": -2.5, "0": -3.0, ")": -3.5, ".": -3.5, ":": -4.0, "-": -5.0,
}  # fmt: skip
_MIRROR_KEY = -1.0
_UNKNOWN_KEY = -4.0

_TOKEN = regex(rf"\?({PINYIN})\)|(\?)|([^?])(?:\(({PINYIN})\))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """What is seen: a mark ``?pinyin)``, a lone ``?``, or a character, with pinyin of the table."""

    start: int
    end: int
    char: str = ""
    pinyin: str | None = None
    is_mark: bool = False

    @property
    def is_lone(self) -> bool:
        return self.char == "?"


def read_tokens(text: str, table: Table) -> Iterator[Token]:
    """Yield a line's tokens; every character is in one."""
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        assert match is not None, "every character is a token"
        mark, lone, char, pinyin = match.groups()
        stop = match.end()
        if pinyin and char >= "\x80" and table.readings.get(char) != pinyin:
            pinyin, stop = None, match.end(3)
        yield Token(at, stop, mark or lone or char, pinyin, mark is not None)
        at = stop


class Path(NamedTuple):
    """A reading so far: its text, and the lead bytes that the character under way may have.

    No lead bytes: the reading is aligned with what is seen.
    """

    score: float
    text: str
    leads: frozenset[int] = frozenset()
    vanished: int = 0
    keys: tuple[tuple[str, str], ...] = ()
    at: int = 0


def _by_score(path: Path) -> float:
    return path.score


class Budget:
    """How many readings may still be tried in a text: a bound on time, the same everywhere."""

    def __init__(self) -> None:
        self.left = _MOST_TRIED


class Keys:
    """The characters that may be annotated with a pinyin, each with how likely it is (log)."""

    def __init__(self, table: Table) -> None:
        self._table = table
        strange = table.readings.items() - known_table().items()
        self._is_known = len(strange) < 0.1 * len(table.readings)
        self._found: dict[str, list[tuple[str, float]]] = {}

    def of(self, pinyin: str) -> list[tuple[str, float]]:
        """Return those of the table first, then what another page of the mirror may hold."""
        if pinyin not in self._found:
            readings = self._table.readings
            others = {} if self._is_known else dict.fromkeys(annotatable(pinyin), _UNKNOWN_KEY)
            known = [char for char, reading in known_table().items() if reading == pinyin]
            others |= dict.fromkeys(known, _MIRROR_KEY)
            self._found[pinyin] = [
                *((char, 0.0) for char, reading in readings.items() if reading == pinyin),
                *(
                    (char, prior)
                    for char, prior in others.items()
                    if char not in readings and char not in self._table.others
                ),
            ]
        return self._found[pinyin]


class Search:
    """The search from one token of a line, behind the character ``before``."""

    def __init__(
        self, tokens: Sequence[Token], keys: Keys, score: Scorer, budget: Budget, before: str
    ) -> None:
        self.tokens = tokens
        self.keys = keys
        self.score = score
        self.budget = budget
        self.before = before

    def starts(self, at: int) -> list[Path]:
        """Return how a run may begin here: by a match between characters, or a cut within one."""
        token = self.tokens[at]
        if token.is_mark:
            trail = trail_of(self.before)
            return [
                Path(
                    prior,
                    "",
                    frozenset({key.encode("gbk")[1]}),
                    keys=((key, token.char),),
                    at=at + 1,
                )
                for key, prior in self.keys.of(token.char)
                if key.encode("gbk")[0] == trail
            ]
        following = self.tokens[at + 1].char.translate(TO_FULL) if at + 1 < len(self.tokens) else ""
        if token.is_lone and following and following in gbk.CUT_MARKS:
            lead, trail = following.encode("gbk")
            return [
                Path(self.score.pair(self.before, char), char, frozenset({trail}), at=at + 2)
                for char in alphabet().by_trail.get(lead, ())
            ]
        return []

    def finals(self, paths: list[Path]) -> list[Path]:
        """Return the readings that are aligned again with what is seen."""
        finals: list[Path] = []
        for _ in range(_MAX_RUN):
            if not paths or self.budget.left <= 0:
                break
            floor = max(path.score for path in paths) - _HOPELESS
            paths = nlargest(_BEAM, (path for path in paths if path.score > floor), key=_by_score)
            paths = [*paths, *self._with_vanished(paths)]
            if any(self.tokens[path.at].is_lone for path in paths if path.at < len(self.tokens)):
                paths = nlargest(_WIDE, paths, key=_by_score)
            stepped = [step for path in paths for step in self._steps(path)]
            self.budget.left -= len(stepped)
            finals += [path for path in stepped if not path.leads]
            paths = [path for path in stepped if path.leads]
        return finals

    def _with_vanished(self, paths: list[Path]) -> list[Path]:
        """Return the paths on which pairs vanished before the next token."""
        found: list[Path] = []
        floor = max(path.score for path in paths) - _HOPELESS
        wave = paths
        for _ in range(_VANISHED_IN_A_ROW):
            known = [path for path in wave if len(path.leads) == 1]
            unknown = nlargest(_WIDE, (path for path in wave if len(path.leads) > 1), key=_by_score)
            wave = [
                Path(total, path.text + char, leads, path.vanished + 1, path.keys, path.at)
                for path in (*known, *unknown)
                if path.vanished < _MAX_VANISHED
                for char, leads in alphabet().vanishing(path.leads)
                if (total := path.score + self.score.pair(path.text[-1:] or self.before, char))
                > floor
            ]
            wave = nlargest(_BEAM, wave, key=_by_score)
            found += wave
        return found

    def _grown(
        self,
        path: Path,
        text: str,
        leads: frozenset[int] = frozenset(),
        *,
        step: int = 0,
        extra: float = 0.0,
    ) -> Path:
        total = path.score + extra
        last = path.text[-1:] or self.before
        for char in text:
            total += self.score.pair(last, char)
            last = char
        return Path(total, path.text + text, leads, path.vanished, path.keys, path.at + step)

    def _steps(self, path: Path) -> Iterator[Path]:
        """Yield what the path may be after the next token."""
        letters = alphabet()
        if path.at == len(self.tokens):
            return
        token = self.tokens[path.at]
        if token.is_mark:
            yield from self._key_steps(path, token.char)
        elif token.is_lone:
            yield from self._lone_steps(path)
        elif token.char < "\x80" and token.char.translate(TO_FULL) == token.char:
            if token.pinyin:
                yield from self._key_steps(path, token.pinyin, trail=ord(token.char))
            else:
                for char in letters.with_trail(path.leads, ord(token.char)):
                    yield self._grown(path, char, step=1)
        else:
            code = token.char.translate(TO_FULL).encode("gbk", "ignore")
            if len(code) == 2:
                for char in letters.with_trail(path.leads, code[0]):
                    if code[1] < 0x80:
                        yield self._grown(path, char + chr(code[1]), step=1)
                    else:
                        yield self._grown(path, char, frozenset({code[1]}), step=1)

    def _key_steps(self, path: Path, pinyin: str, *, trail: int | None = None) -> Iterator[Path]:
        """The character under way is one of the table: its pinyin is seen."""
        for key, prior in self.keys.of(pinyin):
            lead, key_trail = key.encode("gbk")
            if lead in path.leads and (key_trail == trail if trail else key_trail >= 0x80):
                grown = self._grown(path, key, step=1, extra=prior)
                yield grown._replace(keys=(*path.keys, (key, pinyin)))

    def _lone_steps(self, path: Path) -> Iterator[Path]:
        """A lead byte that lost its trail: at the end, before a cut, or with an ASCII character."""
        following = self.tokens[path.at + 1].char if path.at + 1 < len(self.tokens) else ""
        at_cut = not following or following.translate(TO_FULL) in gbk.CUT_MARKS
        last = path.text[-1:] or self.before
        chars = nlargest(
            _WIDE, alphabet().with_leads(path.leads), key=lambda char: self.score.pair(last, char)
        )
        for char in chars:
            trail = trail_of(char)
            if trail == 0x80 or (at_cut and trail > 0x80):
                yield self._grown(path, char, step=1)
            if trail >= 0x80:
                for swallowed, prior in _SWALLOWED.items():
                    yield self._grown(path, char + swallowed, step=1, extra=prior)
