"""What functions made of short texts, kept: pages of a site repeat names and titles."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

_LONGEST = 2000  # characters; a page may have a title of megabytes

Made = TypeVar("Made")


def remembered(most: int) -> Callable[[Callable[[str], Made]], Callable[[str], Made]]:
    """Keep what a function made of the last ``most`` texts that are not long.

    What it returns must be as immutable as a text.
    """

    def remembering(function: Callable[[str], Made]) -> Callable[[str], Made]:
        short = lru_cache(maxsize=most)(function)

        @wraps(function)
        def call(text: str, /) -> Made:
            return short(text) if len(text) <= _LONGEST else function(text)

        return call

    return remembering
