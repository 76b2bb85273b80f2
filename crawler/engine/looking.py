"""Scrapy's commands that look at one page: they archive nothing and ask for nothing else.

Ours begin a run of the site with every crawler, which is not what who looks at a page wants.
"""

import argparse
from typing import Any

from scrapy.commands import ScrapyCommand

_SCRAPY = "scrapy.downloadermiddlewares"
_SETTINGS: dict[str, Any] = {
    "DOWNLOADER_MIDDLEWARES": {
        "crawler.middlewares.robots.RobotsMiddleware": 100,
        f"{_SCRAPY}.downloadtimeout.DownloadTimeoutMiddleware": 350,
        f"{_SCRAPY}.defaultheaders.DefaultHeadersMiddleware": 400,
        f"{_SCRAPY}.retry.RetryMiddleware": 550,
        "crawler.middlewares.guard.GuardMiddleware": 570,
        "crawler.middlewares.compression.CompressionMiddleware": 590,
        "crawler.middlewares.redirect.PlainRedirectMiddleware": 600,
    },
    "EXTENSIONS": {"scrapy.extensions.memusage.MemoryUsage": 0},
    "ITEM_PIPELINES": {},
}


class LookingCommand(ScrapyCommand):
    """Goes before the command that it changes."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        self.settings.setdict(_SETTINGS, priority="cmdline")  # a command's own give way to ours
        super().process_options(args, opts)
