"""Replacements in a text, and the record that is kept of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from article.model import Repair


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A replacement of text[start:end]; the other fields are those of a repair."""

    start: int
    end: int
    after: str = ""
    evidence: str = ""
    confidence: float = 1.0
    lossy: bool = False
    guess: str | None = None


def apply_edits(
    text: str, edits: Iterable[Edit], *, kind: str, version: int
) -> tuple[str, tuple[Repair, ...]]:
    """Make all edits at once, in the order of the text; none may overlap.

    The spans of the repairs are in the text before and after all of them.
    """
    parts: list[str] = []
    repairs: list[Repair] = []
    kept_to = length = 0
    for edit in edits:
        length += edit.start - kept_to
        parts += (text[kept_to : edit.start], edit.after)
        repairs.append(
            Repair(
                kind=kind,
                version=version,
                span_before=(edit.start, edit.end),
                span_after=(length, length + len(edit.after)),
                before=text[edit.start : edit.end],
                after=edit.after,
                evidence=edit.evidence,
                confidence=edit.confidence,
                lossy=edit.lossy,
                guess=edit.guess,
            )
        )
        length += len(edit.after)
        kept_to = edit.end
    parts.append(text[kept_to:])
    return "".join(parts), tuple(repairs)


def line_spans(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of each line, without its newline."""
    spans, start = [], 0
    while (end := text.find("\n", start)) >= 0:
        spans.append((start, end))
        start = end + 1
    return [*spans, (start, len(text))]


def lines_out(lines: Iterable[tuple[int, int, str]]) -> Iterator[Edit]:
    """Yield edits that take out lines, each [start, end) and why, with one newline for each.

    That is the newline before the line; at the head of the text the one behind it.
    """
    head = 0
    for start, end, evidence in lines:
        if start == head:
            head = end + 1
            yield Edit(start=start, end=head, evidence=evidence)
        else:
            yield Edit(start=start - 1, end=end, evidence=evidence)
