"""Asks for a page only if it changed since the copy we hold."""

from functools import cached_property

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.extensions.run import RunExtension
from storage.frontier import Leased
from storage.history.budget import constant_validators, taken_at_its_word


class ConditionalMiddleware:
    """Sends the validators of the last whole capture; the 304 comes back to the callback.

    ``meta["conditional"]`` tells the callback whether a 304 may be the answer. Who answers a
    condition with 412, which is for other methods (RFC 9110, 13.2.2), is asked without one.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.trusted: int = crawler.settings.getint("TRUSTED_304")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ConditionalMiddleware":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        meta = request.meta
        leased: Leased | None = meta.get("leased")
        validator = leased and (leased.etag or leased.last_modified)
        if leased is None or meta.get("whole") or not validator:
            return
        # The validators are those of the page, which is where the redirects end.
        run = self.crawler.get_extension(RunExtension)
        if "conditional" not in meta:
            # What is new must not be late, and the lists that show it cost little.
            is_lookout = leased.kind == "list" and not run.sweep
            constant = self._constant if is_lookout else self._surely_constant
            meta["conditional"] = validator not in constant and not taken_at_its_word(
                run.db, leased.url_id, self.trusted
            )
        if meta["conditional"]:
            # As they were received: Scrapy would send them in UTF-8.
            if leased.etag:
                request.headers.setdefault(b"If-None-Match", leased.etag.encode("latin-1"))
            if leased.last_modified:
                since = leased.last_modified.encode("latin-1")
                request.headers.setdefault(b"If-Modified-Since", since)

    @cached_property
    def _constant(self) -> frozenset[str]:
        run = self.crawler.get_extension(RunExtension)
        return constant_validators(run.db, run.site, run.run_id, surely=False)

    @cached_property
    def _surely_constant(self) -> frozenset[str]:
        run = self.crawler.get_extension(RunExtension)
        return constant_validators(run.db, run.site, run.run_id, surely=True)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status != 412 or not request.meta.get("conditional"):
            return response
        plain = request.replace(meta={**request.meta, "whole": True, "conditional": False})
        plain.headers.pop(b"If-None-Match", None)
        plain.headers.pop(b"If-Modified-Since", None)
        return plain
