from collections.abc import Callable
from sys import getrefcount

import pytest

from article.facts.byline import read_byline
from article.facts.names import is_outlet, is_person
from article.facts.values import clean_persons, clean_source
from article.folding import key
from article.remembering import remembered


def test_a_name_is_looked_at_once_and_no_long_text_is_kept() -> None:
    seen: list[str] = []

    @remembered(8)
    def length(text: str) -> int:
        seen.append(text)
        return len(text)

    name, endless = "青岚日报", "青岚日报" * 100_000
    assert [length(name), length(name), length(endless), length(endless)] == [
        4,
        4,
        400_000,
        400_000,
    ]
    assert seen == [name, endless, endless]


@pytest.mark.parametrize(
    "look", [key, is_person, is_outlet, clean_source, clean_persons, read_byline]
)
def test_no_long_text_of_a_page_stays_in_memory(look: Callable[[str], object]) -> None:
    text = f"青岚日报{look.__name__}" * 1000
    before = getrefcount(text)
    look(text)
    assert getrefcount(text) == before
