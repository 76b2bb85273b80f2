"""Several rules propose a value: the strongest wins, the others are kept as evidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from article.model import Candidate, Evidence

MAX_TEXT = 300
MAX_OTHERS = 8

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """What one rule found, and the text it was read from."""

    rule: str
    value: Value
    text: str


def decide(
    found: Sequence[Found[Value]],
    spell: Callable[[Value], str],
    agree: Callable[[Value, Value], bool],
) -> Evidence:
    """Return why the first of the candidates wins, with those that say something else.

    ``spell`` writes a value; candidates that ``agree`` with the winner but are spelled otherwise
    are listed too, without making a conflict.
    """
    best, *rest = found
    others = [other for other in rest if other.value != best.value]
    return Evidence(
        rule=best.rule,
        text=best.text[:MAX_TEXT],
        others=tuple(
            Candidate(other.rule, spell(other.value)[:MAX_TEXT]) for other in others[:MAX_OTHERS]
        ),
        conflict=any(not agree(best.value, other.value) for other in others),
    )
