"""Regular expressions that cost nothing before a page needs them.

Python compiles them by a program in Python: 0.35 s of CPU for the 600 of reader and crawler, a
third of what a crawl takes to start, and a pass over unchanged pages needs five of them.
"""

import re
from typing import Any, cast

# Compiling takes a step for each code point of a range: 0.5 ms for that of Chinese, against 0.04
# for all letters but the Latin ones and what is of full width.
_HAN = r"[^\W\0-\u02ff\uff00-\uffef]"


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    r"""Return what ``re.compile`` would, compiled when it is first used.

    An error in a pattern is raised then. ``\p{Han}`` is a Chinese character, or of a script beside.
    """
    return cast("re.Pattern[str]", _Regex(pattern.replace(r"\p{Han}", _HAN), flags))


class _Regex:
    __slots__ = (
        "_given",
        "findall",
        "finditer",
        "flags",
        "fullmatch",
        "groupindex",
        "groups",
        "match",
        "pattern",
        "search",
        "split",
        "sub",
        "subn",
    )

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._given = flags

    def __reduce__(self) -> tuple[Any, ...]:
        return regex, (self.pattern, self._given)

    def __getattr__(self, name: str) -> Any:
        """Compile; each slot that was empty holds from now on what the compiled pattern has."""
        compiled = re.compile(self.pattern, self._given)
        for slot in self.__slots__[1:]:
            setattr(self, slot, getattr(compiled, slot))
        return getattr(compiled, name)
