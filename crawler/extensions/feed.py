"""Feeds the crawl from the frontier: what it does not lease is not fetched."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from operator import itemgetter

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider

from crawler.extensions.run import RunExtension
from crawler.scope import is_document, is_within
from storage import frontier
from storage.database import writing

BATCH = 100
# What tells of a host that is left alone, and what its addresses begin with.
_LEFT_ALONE = {"robots/silent/": ("",), "backoff/closed/": ("http://", "https://")}


class FeedExtension:
    """Leases the next addresses whenever the engine has nothing left to do.

    What was found by then is committed first, so the frontier is never behind the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.limit: int = crawler.settings.getint("ARTICLE_LIMIT")  # 0: none
        self.articles = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "FeedExtension":
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_idle, signals.spider_idle)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        run = self.run = self.crawler.get_extension(RunExtension)
        self.is_ours = partial(is_within, hosts=spider.hosts())
        if run.sweep and not self.limit:
            self.crawler.stats.set_value("wenming/sweep", 1)  # whoever asked for it
        with run.ending_on_failure(), writing(run.db):
            frontier.add(run.db, run.site, spider.seeds(), run_id=run.run_id, now=datetime.now(UTC))

    def spider_idle(self, spider: Spider) -> None:
        self.run.flush()
        leased: list[frontier.Leased] = []
        with self.run.ending_on_failure():
            leased = self._lease() or self._lease_more(spider)
        for lease in leased:
            self.articles += lease.kind == "article" and not is_document(lease.url)
            self.crawler.engine.crawl(spider.request(lease))
        if leased:
            raise DontCloseSpider
        with self.run.ending_on_failure():
            frontier.put_back(self.run.db, spider.unfinished(), now=datetime.now(UTC))

    def _lease(self) -> list[frontier.Leased]:
        wanted = self._wanted()
        if self.run.failure or self._is_over() or wanted <= 0:
            return []
        return frontier.lease(
            self.run.db,
            self.run.site,
            run_id=self.run.run_id,
            limit=wanted,
            now=datetime.now(UTC),
            sweep=self.run.sweep,
            articles_first=self.limit > 0,
            is_ours=self._may_be_asked(),
        )

    def _lease_more(self, spider: Spider) -> list[frontier.Leased]:
        run = self.run
        links = spider.more() if self._wanted() > 0 and not run.failure else []
        if not links:
            return []
        with writing(run.db):
            for page, on_page in groupby(links, key=itemgetter(0)):
                row = frontier.find(run.db, page) if page else None
                frontier.add(
                    run.db,
                    run.site,
                    [link for _, link in on_page],
                    run_id=run.run_id,
                    now=datetime.now(UTC),
                    found_on=(row["id"], row["url"]) if row else None,
                )
        return self._lease()

    def _wanted(self) -> int:
        left: int | None = self.crawler.stats.get_value("budget/left")
        most = BATCH if left is None else min(BATCH, left)
        # What was tried as a list and turned out to be an article was counted by the archive only.
        done = max(self.articles, self.run.archivist.counts.articles_new)
        return min(most, self.limit - done) if self.limit else most

    def _is_over(self) -> bool:
        """Whether nothing more can be had from the site today."""
        stats = self.crawler.stats
        if stats.get_value("budget/left") == 0 and frontier.leaves(
            self.run.db,
            self.run.site,
            run_id=self.run.run_id,
            now=datetime.now(UTC),
            sweep=self.run.sweep,
            is_ours=self.is_ours,
        ):
            stats.set_value("budget/spent", self.crawler.settings.getint("DAILY_REQUESTS"))
            return True
        return False

    def _may_be_asked(self) -> Callable[[str], bool]:
        """Return what tells whether an address is ours, on a host that is not left alone."""
        closed = tuple(
            f"{start}{name.removeprefix(prefix)}/"
            for prefix, starts in _LEFT_ALONE.items()
            for name in self.crawler.stats.get_stats()
            if name.startswith(prefix)
            for start in starts
        )
        return lambda url: self.is_ours(url) and not url.startswith(closed)
