"""Traditional script that a mirror gave a simplified article."""

from collections.abc import Iterator

from article.noise.edits import Edit, line_spans
from article.script import to_simplified


def find_traditional(text: str) -> Iterator[Edit]:
    """Yield an edit for each line that simplified script writes otherwise."""
    for start, end in line_spans(text):
        line = text[start:end]
        simplified = to_simplified(line)
        if simplified != line:
            yield Edit(start=start, end=end, after=simplified)
