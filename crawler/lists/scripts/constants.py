"""What variables of scripts are set to once and for all."""

import re
from itertools import islice

MOST_CONSTANTS = 20  # of one script that are looked up
_WORD = r"""(["'])(?P<text>[\w-]+)\1|(?P<number>\d+)"""
_TEXT = r"""(["'])(?P<text>[\w./?=&-]{1,60})\1"""  # be it the end of an address


class Constants(dict[str, str | None]):
    """The words and numbers that variables are set to, looked up when one is asked for."""

    def __init__(self, scripts: str) -> None:
        self._scripts = scripts

    def __missing__(self, name: str) -> str | None:
        self[name] = self._set_to(name, _WORD) if len(self) < MOST_CONSTANTS else None
        return self[name]

    def text(self, name: str) -> str | None:
        """Return a text that a variable is set to, be it the end of an address."""
        key = f"{name} "
        if key not in self:
            self[key] = self._set_to(name, _TEXT) if len(self) < MOST_CONSTANTS else None
        return self[key]

    def _set_to(self, name: str, value: str) -> str | None:
        """Return the value of a variable that nothing else sets, counts up or adds to."""
        sets = rf"\b{name}\s*(?:\+\+|--|[+-]=|=(?!=)\s*(?:(?:{value})\s*(?:[;,\n]|$))?)"
        found = [*islice(re.finditer(sets, self._scripts), 2)]
        return next(filter(None, found[0].groupdict().values()), None) if len(found) == 1 else None
