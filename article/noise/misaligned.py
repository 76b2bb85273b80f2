"""Bytes that a mirror read one off: 日?qǐng)?bào) for 日報.

The text between two aligned places is searched for what the process of :mod:`article.noise.gbk`
turns into just what is seen. One reading far ahead of all others is the text. Otherwise the
characters on which the close readings differ are lost: U+FFFD stands for each, and the likeliest
reading is the guess.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from heapq import nlargest
from typing import NamedTuple

from article.noise import gbk
from article.noise.alphabet import alphabet, trail_of
from article.noise.annotation import Table, known_table
from article.noise.edits import Edit, line_spans
from article.noise.language import Scorer
from article.noise.readings import PINYIN, annotatable

LOST = "\ufffd"

_CLOSE = 3.0  # nat by which a reading must be ahead
_PER_VANISHED = 1.0  # more for each further pair that vanished
_PLAUSIBLE = -12.0  # nat per character below which no reading is believed
_BEAM = 120
_REPLAYED = 200
_MOST_TRIED = 2_000_000
_HOPELESS = 22.0  # nat behind the best so far, from which a reading is given up
_WIDE = 15  # states from which a pair with two unknown halves is tried
_MAX_VANISHED = 4
_VANISHED_IN_A_ROW = 2
_MAX_RUN = 40  # characters; a longer run has lost too much to be read
_SWALLOWED = {
    ",": -0.7,
    " ": -2.0,
    "(": -2.5,
    "0": -3.0,
    ")": -3.5,
    ".": -3.5,
    ":": -4.0,
    "-": -5.0,
}
_MIRROR_KEY = -1.0
_UNKNOWN_KEY = -4.0
_TO_FULL = str.maketrans(",;:!?()", "，；：！？（）")
_TO_HALF = str.maketrans("，；：！？（）", ",;:!?()")

_TOKEN = re.compile(rf"\?({PINYIN})\)|(\?)|([^?])(?:\(({PINYIN})\))?", re.DOTALL)
_GATE = re.compile(rf"\?(?:{PINYIN}\)|[{gbk.CUT_MARKS}!?;])|[@-~]\({PINYIN}\)")


@dataclass(frozen=True, slots=True)
class _Token:
    """What is seen: a mark ``?pinyin)``, a lone ``?``, or a character, with pinyin of the table."""

    start: int
    end: int
    char: str = ""
    pinyin: str | None = None
    is_mark: bool = False

    @property
    def is_lone(self) -> bool:
        return self.char == "?"


class _Path(NamedTuple):
    """A reading so far: its text, and the lead bytes that the character under way may have.

    No lead bytes: the reading is aligned with what is seen.
    """

    score: float
    text: str
    leads: frozenset[int] = frozenset()
    vanished: int = 0
    keys: tuple[tuple[str, str], ...] = ()
    at: int = 0


def _by_score(path: _Path) -> float:
    return path.score


@dataclass(frozen=True, slots=True)
class Reading:
    """A run of tokens read: ``text`` with marks for what is lost, ``guess`` without."""

    end: int
    text: str
    guess: str
    margin: float
    evidence: str


def find_misaligned(text: str, table: Table) -> Iterator[Edit]:
    """Yield an edit for each damaged run of a text that was annotated by the table."""
    if not _GATE.search(text):
        return
    scorer, budget = Scorer(text), _Budget()
    known: dict[str, list[Edit]] = {}  # damage comes twice where an article does
    for start, end in line_spans(text):
        if _GATE.search(text, start, end):
            line = text[start:end]
            if line not in known:
                known[line] = list(_Line(line, table, scorer, budget).edits())
            for edit in known[line]:
                yield replace(edit, start=start + edit.start, end=start + edit.end)


class _Budget:
    """How many readings may still be tried in a text: a bound on time, the same everywhere."""

    def __init__(self) -> None:
        self.left = _MOST_TRIED


class _Line:
    """A line being read."""

    def __init__(self, text: str, table: Table, score: Scorer, budget: _Budget) -> None:
        self.text = text
        self.table = table
        self.score = score
        self.budget = budget
        strange = table.readings.items() - known_table().items()
        self._is_known = len(strange) < 0.1 * len(table.readings)
        self._keys: dict[str, list[tuple[str, float]]] = {}
        self.tokens = list(_tokens(text, table))

    def edits(self) -> Iterator[Edit]:
        at, before = 0, "\n"
        while at < len(self.tokens):
            token = self.tokens[at]
            if self._is_key_with_letter(before, token):
                yield self._letter_edit(token)
            starts = self._starts(at, before)
            if not starts and not token.is_mark:
                before, at = token.char, at + 1
                continue
            reading = self._read(at, before, starts)
            yield self._edit(at, reading)
            before, at = (reading.guess[-1], reading.end) if reading else (LOST, at + 1)

    def _is_key_with_letter(self, before: str, token: _Token) -> bool:
        """Tell whether the table matched the last byte of a character and an ASCII letter."""
        if not token.pinyin or token.char >= "\x80":
            return False
        key = bytes((trail_of(before), ord(token.char))).decode("gbk", "ignore")
        return any(key == char for char, _ in self.table_keys(token.pinyin))

    def _letter_edit(self, token: _Token) -> Edit:
        evidence = "its byte and the one before look like a character of the table"
        return Edit(start=token.start, end=token.end, after=token.char, evidence=evidence)

    def _edit(self, at: int, reading: Reading | None) -> Edit:
        start = self.tokens[at].start
        if reading is None:
            end, evidence = self.tokens[at].end, "no reading gives these bytes"
            return Edit(
                start=start, end=end, after=LOST, evidence=evidence, confidence=0.0, lossy=True
            )
        return Edit(
            start=start,
            end=self.tokens[reading.end - 1].end,
            after=reading.text,
            evidence=reading.evidence,
            confidence=min(1.0, reading.margin / (2 * _CLOSE)),
            lossy=LOST in reading.text,
            guess=reading.guess if LOST in reading.text else None,
        )

    def _starts(self, at: int, before: str) -> list[_Path]:
        """Return how a run may begin here: by a match between characters, or a cut within one."""
        token = self.tokens[at]
        if token.is_mark:
            trail = trail_of(before)
            return [
                _Path(
                    prior,
                    "",
                    frozenset({key.encode("gbk")[1]}),
                    keys=((key, token.char),),
                    at=at + 1,
                )
                for key, prior in self.table_keys(token.char)
                if key.encode("gbk")[0] == trail
            ]
        following = (
            self.tokens[at + 1].char.translate(_TO_FULL) if at + 1 < len(self.tokens) else ""
        )
        if token.is_lone and following and following in gbk.CUT_MARKS:
            lead, trail = following.encode("gbk")
            return [
                _Path(self.score.pair(before, char), char, frozenset({trail}), at=at + 2)
                for char in alphabet().by_trail.get(lead, ())
            ]
        return []

    def table_keys(self, pinyin: str) -> list[tuple[str, float]]:
        """Return the characters that may be annotated with the pinyin, and how likely each is."""
        if pinyin not in self._keys:
            seen = [char for char, reading in self.table.readings.items() if reading == pinyin]
            known = [char for char, reading in known_table().items() if reading == pinyin]
            others = dict.fromkeys(annotatable(pinyin), _UNKNOWN_KEY) if not self._is_known else {}
            others |= dict.fromkeys(known, _MIRROR_KEY)
            self._keys[pinyin] = [(char, 0.0) for char in seen] + [
                (char, prior)
                for char, prior in others.items()
                if char not in self.table.readings and char not in self.table.others
            ]
        return self._keys[pinyin]

    def _read(self, at: int, before: str, starts: list[_Path]) -> Reading | None:
        finals = self._finals(before, starts)
        horizon = min(max((path.at for path in finals), default=0) + 2, len(self.tokens))
        scored = []
        for path in finals:
            tail = self._aligned(path.at, horizon) + "\n" * (horizon == len(self.tokens))
            last = path.text[-1:] or before
            scored.append((path.score + self.score.text(last + tail), path))
        scored.sort(key=lambda pair: -pair[0])
        good: list[tuple[float, _Path]] = []
        seen: set[str] = set()
        for score, path in scored[:_REPLAYED]:
            if good and score < good[0][0] - 3 * _CLOSE:
                break
            if path.text not in seen and self._replays(at, before, path):
                seen.add(path.text)
                good.append((score, path))
        return self._judge(good) if good else None

    def _judge(self, good: list[tuple[float, _Path]]) -> Reading:
        best_score, best = good[0]
        near = _CLOSE + _PER_VANISHED * max(0, best.vanished - 1)
        close = {path.text for score, path in good if best_score - score < near}
        margin = best_score - good[1][0] if len(good) > 1 else 3 * _CLOSE
        if best_score < _PLAUSIBLE * (len(best.text) + 2):
            text = LOST * len(best.text)
        else:
            text = _agreed(best.text, close)
        evidence = f"{len(good)} readings give these bytes; the next is {margin:.1f} nat behind"
        if len(good) == 1:
            evidence = "the only reading that gives these bytes"
        return Reading(best.at, text, best.text, margin, evidence)

    def _finals(self, before: str, paths: list[_Path]) -> list[_Path]:
        finals: list[_Path] = []
        for _ in range(_MAX_RUN):
            if not paths or self.budget.left <= 0:
                break
            floor = max(path.score for path in paths) - _HOPELESS
            paths = nlargest(_BEAM, (path for path in paths if path.score > floor), key=_by_score)
            paths = [*paths, *self._with_vanished(before, paths)]
            if any(self.tokens[path.at].is_lone for path in paths if path.at < len(self.tokens)):
                paths = nlargest(_WIDE, paths, key=_by_score)
            stepped = [step for path in paths for step in self._steps(before, path)]
            self.budget.left -= len(stepped)
            finals += [path for path in stepped if not path.leads]
            paths = [path for path in stepped if path.leads]
        return finals

    def _with_vanished(self, before: str, paths: list[_Path]) -> list[_Path]:
        """Return the paths on which pairs vanished before the next token."""
        found: list[_Path] = []
        floor = max(path.score for path in paths) - _HOPELESS
        wave = paths
        for _ in range(_VANISHED_IN_A_ROW):
            known = [path for path in wave if len(path.leads) == 1]
            unknown = nlargest(_WIDE, (path for path in wave if len(path.leads) > 1), key=_by_score)
            wave = [
                _Path(total, path.text + char, leads, path.vanished + 1, path.keys, path.at)
                for path in (*known, *unknown)
                if path.vanished < _MAX_VANISHED
                for char, leads in alphabet().vanishing(path.leads)
                if (total := path.score + self.score.pair(path.text[-1:] or before, char)) > floor
            ]
            wave = nlargest(_BEAM, wave, key=_by_score)
            found += wave
        return found

    def _grown(
        self,
        before: str,
        path: _Path,
        text: str,
        leads: frozenset[int] = frozenset(),
        *,
        step: int = 0,
        extra: float = 0.0,
    ) -> _Path:
        total = path.score + extra
        last = path.text[-1:] or before
        for char in text:
            total += self.score.pair(last, char)
            last = char
        return _Path(total, path.text + text, leads, path.vanished, path.keys, path.at + step)

    def _steps(self, before: str, path: _Path) -> Iterator[_Path]:
        """Yield what the path may be after the next token."""
        letters = alphabet()
        if path.at == len(self.tokens):
            return
        token = self.tokens[path.at]
        if token.is_mark:
            yield from self._key_steps(before, path, token.char)
        elif token.is_lone:
            yield from self._lone_steps(before, path)
        elif token.char < "\x80" and token.char.translate(_TO_FULL) == token.char:
            if token.pinyin:
                yield from self._key_steps(before, path, token.pinyin, trail=ord(token.char))
            else:
                for char in letters.with_trail(path.leads, ord(token.char)):
                    yield self._grown(before, path, char, step=1)
        else:
            code = token.char.translate(_TO_FULL).encode("gbk", "ignore")
            if len(code) == 2:
                for char in letters.with_trail(path.leads, code[0]):
                    if code[1] < 0x80:
                        yield self._grown(before, path, char + chr(code[1]), step=1)
                    else:
                        yield self._grown(before, path, char, frozenset({code[1]}), step=1)

    def _key_steps(
        self, before: str, path: _Path, pinyin: str, *, trail: int | None = None
    ) -> Iterator[_Path]:
        """The character under way is one of the table: its pinyin is seen."""
        for key, prior in self.table_keys(pinyin):
            lead, key_trail = key.encode("gbk")
            if lead in path.leads and (key_trail == trail if trail else key_trail >= 0x80):
                grown = self._grown(before, path, key, step=1, extra=prior)
                yield grown._replace(keys=(*path.keys, (key, pinyin)))

    def _lone_steps(self, before: str, path: _Path) -> Iterator[_Path]:
        """A lead byte that lost its trail: at the end, before a cut, or with an ASCII character."""
        following = self.tokens[path.at + 1].char if path.at + 1 < len(self.tokens) else ""
        at_cut = not following or following.translate(_TO_FULL) in gbk.CUT_MARKS
        last = path.text[-1:] or before
        chars = nlargest(
            _WIDE, alphabet().with_leads(path.leads), key=lambda char: self.score.pair(last, char)
        )
        for char in chars:
            trail = trail_of(char)
            if trail == 0x80 or (at_cut and trail > 0x80):
                yield self._grown(before, path, char, step=1)
            if trail >= 0x80:
                for swallowed, prior in _SWALLOWED.items():
                    yield self._grown(before, path, char + swallowed, step=1, extra=prior)

    def _aligned(self, start: int, end: int) -> str:
        tail = ""
        for token in self.tokens[start:end]:
            if token.is_mark or token.is_lone:
                return tail
            tail += token.char
        return tail

    def _replays(self, at: int, before: str, path: _Path) -> bool:
        """Tell whether the known process makes just what is seen out of the reading."""
        head = before if before not in ("\n", LOST) else ""
        stop = path.at + bool(self._aligned(path.at, path.at + 1))
        tail = self._aligned(path.at, stop)
        seen = self.text[self.tokens[at].start : self.tokens[stop - 1].end]
        if head:
            reading = self.table.readings.get(head)
            seen = head + (f"({reading})" if reading else "") + seen
        seen = seen.translate(_TO_HALF)
        table = dict(self.table.readings) | dict(path.keys)
        data = gbk.annotated((head + path.text + tail).encode("gbk", "ignore"), table)
        if gbk.read_leniently(data).translate(_TO_HALF) == seen:
            return True
        return any(
            "".join(map(gbk.read_leniently, (data[:start], data[start:end], data[end:]))).translate(
                _TO_HALF
            )
            == seen
            for start, end in gbk.cuts(data)
        )


def _tokens(text: str, table: Table) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        assert match is not None, "every character is a token"
        mark, lone, char, pinyin = match.groups()
        stop = match.end()
        if pinyin and char >= "\x80" and table.readings.get(char) != pinyin:
            pinyin, stop = None, match.end(3)
        yield _Token(at, stop, mark or lone or char, pinyin, mark is not None)
        at = stop


def _agreed(best: str, close: Iterable[str]) -> str:
    """Return best, with a mark where a close reading has another character, or one more."""
    differs, longer = set[int](), set[int]()
    for other in close:
        for what, start, end, _, _ in SequenceMatcher(None, best, other, False).get_opcodes():
            if what == "insert":
                longer.add(start)
            elif what != "equal":
                differs.update(range(start, end))
    longer -= differs | {at + 1 for at in differs}
    return "".join(
        LOST * (at in longer) + (LOST if at in differs else char) for at, char in enumerate(best)
    )
