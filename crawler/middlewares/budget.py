"""A share of requests for each site and day."""

from datetime import UTC, datetime

from scrapy import Request, signals
from scrapy.crawler import Crawler

from crawler.errors import BudgetSpent
from crawler.extensions.run import RunExtension
from storage.history.budget import ASKED, requests_since


class BudgetMiddleware:
    """Counts every request, also for robots.txt, retries and redirects; the day is that of UTC.

    How many a run has made is in its stats as ``budget/asked``, which its row keeps for the runs
    after it. How many are left is there as ``budget/left``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.most: int = crawler.settings.getint("DAILY_REQUESTS")  # 0: as many as it takes
        self.spent = 0
        crawler.signals.connect(self.spider_opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "BudgetMiddleware":
        return cls(crawler)

    def spider_opened(self) -> None:
        run = self.crawler.get_extension(RunExtension)
        if self.most and run:
            today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            self.spent = requests_since(run.db, run.site, today)
            self._tell()

    def process_request(self, request: Request) -> None:
        if not self.most:
            return
        if self.spent >= self.most:
            self.crawler.stats.set_value("budget/spent", self.most)
            raise BudgetSpent(f"the day's {self.most} requests are made")
        self.spent += 1
        self.crawler.stats.inc_value(ASKED)
        self._tell()

    def _tell(self) -> None:
        self.crawler.stats.set_value("budget/left", max(0, self.most - self.spent))
