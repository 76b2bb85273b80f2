"""Regular expressions that cost nothing before a page needs them.

Python compiles them by a program in Python: 0.35 s of CPU for the 600 of reader and crawler, a
third of what a crawl takes to start, and a pass over unchanged pages needs five of them.
"""

import re
from typing import Any, cast


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what ``re.compile`` would, compiled when it is first used.

    An error in a pattern is raised then.
    """
    return cast("re.Pattern[str]", _Regex(pattern, flags))


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
