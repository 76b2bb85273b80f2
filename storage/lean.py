"""Importing a library without what it would take along, or do, in vain."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from article.patterns import regex


@contextmanager
def without(name: str) -> Iterator[None]:
    """Make imports inside believe that a module is not installed, unless it is in use already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # importing it is then an ImportError
    try:
        yield
    finally:
        del sys.modules[name]


@contextmanager
def compiling_late(*modules: str) -> Iterator[None]:
    """Have these modules, where they are imported inside, compile patterns when they use them.

    They must use what is compiled by its methods: the functions of ``re`` do not take it.
    """
    at_once = re.compile

    def late(pattern: Any, flags: int = 0) -> Any:
        asking = sys._getframe(1).f_globals.get("__name__")
        return (regex if asking in modules else at_once)(pattern, flags)

    re.compile = late
    try:
        yield
    finally:
        re.compile = at_once
