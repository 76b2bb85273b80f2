"""Importing a library without another one that it would import if it could."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


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
