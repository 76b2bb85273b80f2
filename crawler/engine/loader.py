"""Spiders, found so that a module that does not load keeps no other from it."""

import logging
import traceback
from collections.abc import Iterator
from importlib import import_module
from pathlib import PurePath
from pkgutil import iter_modules

from scrapy import Spider
from scrapy.settings import BaseSettings, Settings
from scrapy.spiderloader import SpiderLoader

logger = logging.getLogger(__name__)


class LoadableSpiders(SpiderLoader):
    """Scrapy's index of the modules that load; ``broken`` are the others, each with its error.

    Scrapy's own leaves a package at its first module that does not load, and the program at an
    error that is no ``ImportError``. Where ``SITE`` names the one spider that is wanted, no others
    are loaded, unless it is in none of the modules of its name.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self.broken: dict[str, str] = {}
        modules, site = settings.getlist("SPIDER_MODULES"), settings.get("SITE")
        self._load(modules, site)
        if site and site not in self.list():
            self._load(modules)

    def _load(self, modules: list[str], site: str | None = None) -> None:
        loaded = [module for name in modules for module in self._loadable(name, site)]
        super().__init__(Settings({"SPIDER_MODULES": loaded}))

    def load(self, spider_name: str) -> type[Spider]:
        """Return the class of a spider; the KeyError of one that does not load says why."""
        if why := self.why_not(spider_name):
            raise KeyError(why)
        return super().load(spider_name)

    def why_not(self, spider: str) -> str | None:
        """Return what is wrong with the module of this name, None where it loads or is none."""
        for module, error in self.broken.items():
            if module.endswith(f".{spider}"):
                return f"{module} does not load: {error}"
        return None

    def _loadable(self, name: str, site: str | None) -> Iterator[str]:
        if name in self.broken:
            return
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
            if not site or below.ispkg or below.name.endswith(f".{site}"):
                yield from self._loadable(below.name, site)


def _where(error: BaseException, module: str) -> str:
    """Return the line of the module that was being loaded; of an error of syntax Python says it."""
    file = f"{module.rpartition('.')[2]}.py"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if PurePath(frame.filename).name == file:
            return f" ({file}, line {frame.lineno})"
    return ""
