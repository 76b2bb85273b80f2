"""Regular expressions that cost nothing before a page needs them.

Python compiles them by a program in Python: 0.35 s of CPU for the 600 of reader and crawler, a
third of what a crawl takes to start, and a pass over unchanged pages needs five of them.
"""

import re
from re import _compiler  # type: ignore[attr-defined]
from re import compile as compile_now  # whoever has modules compile late puts regex() in its place
from typing import Any, cast


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what ``re.compile`` would, compiled when it is first used.

    An error in a pattern is raised then.
    """
    return cast("re.Pattern[str]", _Regex(pattern, flags))


def share_sets() -> None:
    """Have Python work out a set of characters once in this process for all patterns that have it.

    Python 3.11 walks over each character of a range. For Chinese these are 20,000, and hundreds of
    times before the first page is kept: a seventh of what a crawl of twenty pages takes.
    """
    work_out: Any = getattr(_compiler, "_optimize_charset", None)
    known: dict[Any, Any] = {}

    def worked_out(members: Any, *case: Any) -> Any:
        *functions, folds = case or [None]
        asked = (*members, *functions, folds is None)
        if asked not in known:
            known[asked] = work_out(members, *case)
        return known[asked]

    if work_out is not None:
        _compiler._optimize_charset = worked_out


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
        compiled = compile_now(self.pattern, self._given)
        for slot in self.__slots__[1:]:
            setattr(self, slot, getattr(compiled, slot))
        return getattr(compiled, name)
