"""Spiders, found so that a module that does not load keeps no other from it."""

import logging
import traceback
from collections.abc import Iterator
from importlib import import_module
from pathlib import PurePath
from pkgutil import iter_modules

from scrapy.settings import BaseSettings, Settings
from scrapy.spiderloader import SpiderLoader

logger = logging.getLogger(__name__)


class LoadableSpiders(SpiderLoader):
    """Scrapy's index of the modules that load; ``broken`` are the others, each with its error.

    Scrapy's own leaves a package at its first module that does not load, and the program at an
    error that is no ``ImportError``.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self.broken: dict[str, str] = {}
        loaded = [
            module for name in settings.getlist("SPIDER_MODULES") for module in self._loadable(name)
        ]
        super().__init__(Settings({"SPIDER_MODULES": loaded}))

    def why_not(self, spider: str) -> str | None:
        """Return what is wrong with the module of this name, None where it loads or is none."""
        for module, error in self.broken.items():
            if module.endswith(f".{spider}"):
                return f"{module} does not load: {error}"
        return None

    def _loadable(self, name: str) -> Iterator[str]:
        try:
            module = import_module(name)
        except (Exception, SystemExit) as error:
            self.broken[name] = f"{type(error).__name__}: {error}{_where(error, name)}"
            logger.error("%s does not load: %s", name, self.broken[name])
            return
        if not hasattr(module, "__path__"):
            yield name
            return
        for below in iter_modules(module.__path__, f"{name}."):
            yield from self._loadable(below.name)


def _where(error: BaseException, module: str) -> str:
    """Return the line of the module that was being loaded; of an error of syntax Python says it."""
    file = f"{module.rpartition('.')[2]}.py"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if PurePath(frame.filename).name == file:
            return f" ({file}, line {frame.lineno})"
    return ""
