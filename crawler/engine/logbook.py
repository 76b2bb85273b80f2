"""Scrapy's log in lines like ours, from the first one on."""

import logging
import sys
from pathlib import Path

from scrapy.settings import BaseSettings

from storage.loglines import log_to, log_to_file

# They list the whole configuration at the start of every crawl.
QUIET = ("scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.utils.log")


class LogAddon:
    """Writes the log in Scrapy's place: to ``LOG_FILE``, or to standard error."""

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Take over before Scrapy installs a log of its own, which knows one format only."""
        file, level = settings.get("LOG_FILE"), settings["LOG_LEVEL"]
        settings.set("LOG_INSTALL_ROOT_HANDLER", False, "addon")
        if file:
            log_to_file(Path(file), level)
        elif settings.getbool("LOG_ENABLED"):
            log_to(sys.stderr, level)

    def update_settings(self, settings: BaseSettings) -> None:
        """Be quieter: only now, as Scrapy has set its own levels."""
        # Scrapy would make a record of everything, for us to drop it.
        logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])
        for name in QUIET:
            logging.getLogger(name).setLevel(logging.WARNING)
