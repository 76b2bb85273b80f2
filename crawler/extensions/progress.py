"""Tells the parent process how far the crawl is: one JSON object a line."""

import json
import os
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from twisted.internet.task import LoopingCall

from crawler.extensions.run import RunExtension
from storage import frontier

EVERY = 0.25  # seconds


class ProgressExtension:
    """Writes to the file descriptor that the parent left open for it, ``PROGRESS_FD``."""

    def __init__(self, crawler: Crawler) -> None:
        descriptor = crawler.settings.getint("PROGRESS_FD")
        if not descriptor:
            raise NotConfigured
        self.crawler = crawler
        self.pipe = os.fdopen(descriptor, "w", encoding="utf-8", buffering=1)
        self.ticks = LoopingCall(self.tell)
        self.counted = -1
        self.waiting = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ProgressExtension":
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        self.run = self.crawler.get_extension(RunExtension)
        self.ticks.start(EVERY)

    def tell(self) -> None:
        pages = self.run.archivist.counts.pages
        if pages != self.counted:
            # What waits changes with what is committed only.
            self.counted = pages
            self.waiting = frontier.waiting(self.run.db, self.run.site)
        self._tell_counts()

    def _tell_counts(self) -> None:
        counts = self.run.archivist.counts
        self._write(
            run_id=self.run.run_id,
            pages=counts.pages,
            articles_new=counts.articles_new,
            articles_changed=counts.articles_changed,
            errors=counts.errors,
            waiting=self.waiting,
        )

    def spider_closed(self, spider: Spider, reason: str) -> None:
        if self.ticks.running:
            self.ticks.stop()
        self._tell_counts()  # the archive is closed by now
        self._write(run_id=self.run.run_id, outcome=self.run.outcome, reason=self.run.why)

    def _write(self, **event: Any) -> None:
        try:
            self.pipe.write(json.dumps(event, ensure_ascii=False) + "\n")
        except OSError:
            # The parent is gone; its end ends us too, by other means.
            self.ticks.stop() if self.ticks.running else None
