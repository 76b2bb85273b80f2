"""The line of requests that are leased and not yet asked."""

from collections import deque

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler


class WaitingLine(BaseScheduler):
    """First come, first asked.

    The frontier has already put addresses in order and knows each of them once, so there is nothing
    to weigh, to compare or to keep, which in Scrapy's own scheduler costs a tenth of a crawl.
    """

    def __init__(self) -> None:
        self.requests: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "WaitingLine":
        return cls()

    def open(self, spider: Spider) -> None:
        """Begin empty: what a crawl has not asked for is in the frontier."""

    def has_pending_requests(self) -> bool:
        return bool(self.requests)

    def enqueue_request(self, request: Request) -> bool:
        self.requests.append(request)
        return True

    def next_request(self) -> Request | None:
        return self.requests.popleft() if self.requests else None
