"""What spares most of a byline the looking for labels."""

import re
import time
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from article.facts.labels import _BEGINNINGS, _LABELS, LABEL
from article.patterns import regex


def _first(items: Any) -> tuple[set[str], bool]:
    """What a pattern may begin with, and whether it may match nothing at all."""
    found: set[str] = set()
    for code, value in items:
        if code is op.LITERAL:
            return found | {chr(value)}, False
        if code is op.IN:
            assert all(kind in (op.LITERAL, op.CATEGORY) for kind, _ in value)
            one = {chr(what) if kind is op.LITERAL else str(what) for kind, what in value}
            return found | one, False
        if code in (op.BRANCH, op.SUBPATTERN, op.MAX_REPEAT):
            parts = value[1] if code is op.BRANCH else [value[-1]]
            firsts = [_first(part) for part in parts]
            found |= set().union(*(first for first, _ in firsts))
            may_be_left_out = code is op.MAX_REPEAT and value[0] == 0
            if not (may_be_left_out or any(empty for _, empty in firsts)):
                return found, False
        else:
            assert code in (op.ASSERT, op.ASSERT_NOT, op.AT)
    return found, True


@pytest.mark.parametrize("kind", _LABELS)
def test_labels_begin_with_the_characters_that_are_looked_at_and_no_others(kind: str) -> None:
    """As Python parses the patterns."""
    first, is_empty = _first(_parser.parse(regex(_LABELS[kind]).pattern, re.X))
    looked_at, _ = _first(_parser.parse(f"[{_BEGINNINGS[kind]}]"))
    assert not is_empty
    assert first == looked_at


def test_numerals_without_end_are_looked_through_once() -> None:
    started = time.thread_time()
    assert LABEL.search("1" * 20_000) is None
    assert LABEL.search("1200人参与")
    assert time.thread_time() - started < 0.5
