"""Where the repairs of a text stand in the text that all of them left."""

from collections.abc import Iterator, Sequence

from article.model import Repair

Span = tuple[int, int]


def traces(repairs: Sequence[Repair]) -> list[Span]:
    """Return for each repair its [start, end) in the final text; empty where it took text out.

    Each repair's own spans are those of the step that made it; what later steps did moves them on.
    """
    steps = list(_steps(repairs))
    return [
        _moved(repair.span_after, steps[number + 1 :])
        for number, step in enumerate(steps)
        for repair in step
    ]


def _steps(repairs: Sequence[Repair]) -> Iterator[list[Repair]]:
    """Split at the first repair of each step: of another kind, or further ahead than the last."""
    step: list[Repair] = []
    for repair in repairs:
        last = step[-1] if step else None
        if last and (repair.kind != last.kind or repair.span_before[0] < last.span_before[1]):
            yield step
            step = []
        step.append(repair)
    if step:
        yield step


def _moved(span: Span, steps: Sequence[Sequence[Repair]]) -> Span:
    start, end = span
    for step in steps:
        start, end = _through(step, start), _through(step, end)
    return start, max(start, end)


def _through(step: Sequence[Repair], place: int) -> int:
    """Return where a place is after a step; inside of what was replaced, at its start."""
    moved = place
    for repair in step:
        begin, end = repair.span_before
        if end <= place:
            moved = place + repair.span_after[1] - end
        elif begin < place:
            return repair.span_after[0]
    return moved
