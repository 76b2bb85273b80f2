"""Scrapy's downloader and the libraries below it, loaded without what only their loading needs."""

import inspect
import sys
from types import FrameType, ModuleType, SimpleNamespace

from storage.lean import compiling_late


def load_downloader() -> None:
    """Import what takes longest to load of Scrapy, in four fifths of the time.

    Three old names of classes are put into the module that asks for them. To find it, Scrapy would
    read the source of all that is being imported, and look at every module.
    """
    # For names in certificates and for dates of cookies.
    with compiling_late("cryptography.x509.name", "http.cookiejar"):
        from scrapy.utils import deprecate

        names = vars(deprecate)
        names["inspect"] = SimpleNamespace(
            stack=_callers, getmodule=_module, isclass=inspect.isclass
        )
        try:
            import scrapy.core.downloader.contextfactory  # noqa: F401
        finally:
            names["inspect"] = inspect


def _callers() -> list[tuple[FrameType]]:
    """Return, as ``inspect.stack`` does first in each entry, who asks and who called that."""
    return [(sys._getframe(1),), (sys._getframe(2),)]


def _module(frame: FrameType) -> ModuleType | None:
    return sys.modules.get(frame.f_globals["__name__"])
