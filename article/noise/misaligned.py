"""Bytes that a mirror read one off: 日?qǐng)?bào) for 日報.

The text between two aligned places is searched for what the process of :mod:`article.noise.gbk`
turns into just what is seen. One reading far ahead of all others is the text. Otherwise the
characters on which the close readings differ are lost: U+FFFD stands for each, and the likeliest
reading is the guess.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from article.noise import gbk
from article.noise.alphabet import trail_of
from article.noise.annotation import Table
from article.noise.edits import Edit, line_spans
from article.noise.language import Scorer
from article.noise.readings import PINYIN
from article.noise.shift import Budget, Keys, Path, Search, Token, read_tokens
from article.patterns import regex

LOST = "\ufffd"

_CLOSE = 3.0  # nat by which a reading must be ahead
_PER_VANISHED = 1.0  # more for each further pair that vanished
_PLAUSIBLE = -12.0  # nat per character below which no reading is believed
_REPLAYED = 200
_TO_HALF = str.maketrans("，；：！？（）", ",;:!?()")

_GATE = regex(rf"\?(?:{PINYIN}\)|[{gbk.CUT_MARKS}!?;])|[@-~]\({PINYIN}\)")


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
    scorer, budget = Scorer(text), Budget()
    known: dict[str, list[Edit]] = {}  # damage comes twice where an article does
    for start, end in line_spans(text):
        if _GATE.search(text, start, end):
            line = text[start:end]
            if line not in known:
                known[line] = list(_Line(line, table, scorer, budget).edits())
            for edit in known[line]:
                yield replace(edit, start=start + edit.start, end=start + edit.end)


class _Line:
    """A line being read."""

    def __init__(self, text: str, table: Table, score: Scorer, budget: Budget) -> None:
        self.text = text
        self.table = table
        self.score = score
        self.budget = budget
        self.keys = Keys(table)
        self.tokens = list(read_tokens(text, table))

    def edits(self) -> Iterator[Edit]:
        at, before = 0, "\n"
        while at < len(self.tokens):
            token = self.tokens[at]
            if self._is_key_with_letter(before, token):
                yield self._letter_edit(token)
            search = Search(self.tokens, self.keys, self.score, self.budget, before)
            starts = search.starts(at)
            if not starts and not token.is_mark:
                before, at = token.char, at + 1
                continue
            reading = self._read(at, before, search.finals(starts))
            yield self._edit(at, reading)
            before, at = (reading.guess[-1], reading.end) if reading else (LOST, at + 1)

    def _is_key_with_letter(self, before: str, token: Token) -> bool:
        """Tell whether the table matched the last byte of a character and an ASCII letter."""
        if not token.pinyin or token.char >= "\x80":
            return False
        key = bytes((trail_of(before), ord(token.char))).decode("gbk", "ignore")
        return any(key == char for char, _ in self.keys.of(token.pinyin))

    def _letter_edit(self, token: Token) -> Edit:
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

    def _read(self, at: int, before: str, finals: list[Path]) -> Reading | None:
        """Choose among the readings of a run, on the context as far as the longest has it."""
        horizon = min(max((path.at for path in finals), default=0) + 2, len(self.tokens))
        scored = []
        for path in finals:
            tail = self._aligned(path.at, horizon) + "\n" * (horizon == len(self.tokens))
            last = path.text[-1:] or before
            scored.append((path.score + self.score.text(last + tail), path))
        scored.sort(key=lambda pair: -pair[0])
        good: list[tuple[float, Path]] = []
        seen: set[str] = set()
        for score, path in scored[:_REPLAYED]:
            if good and score < good[0][0] - 3 * _CLOSE:
                break
            if path.text not in seen and self._replays(at, before, path):
                seen.add(path.text)
                good.append((score, path))
        return self._judge(good) if good else None

    def _judge(self, good: list[tuple[float, Path]]) -> Reading:
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

    def _aligned(self, start: int, end: int) -> str:
        tail = ""
        for token in self.tokens[start:end]:
            if token.is_mark or token.is_lone:
                return tail
            tail += token.char
        return tail

    def _replays(self, at: int, before: str, path: Path) -> bool:
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
