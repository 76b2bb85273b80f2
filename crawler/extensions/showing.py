"""Counts what pages showed and how articles were read: what runs and health are judged by."""

from collections import Counter

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from article.model import Article
from article.patterns import regex
from crawler.verdicts.outcome import LOST
from storage.frontier import Leased
from storage.history.signals import FIELDS
from storage.values.visit import Visit

_ADDRESS = regex(r"\Ahttps?://\S+: ")


class ShowingExtension:
    """Counts in the stats, which the run row keeps; the articles themselves change later on."""

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        # How many addresses show the same, by its hash.
        self.articles: Counter[int] = Counter()
        self.lists: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ShowingExtension":
        extension = cls(crawler)
        crawler.signals.connect(extension.item_scraped, signals.item_scraped)
        return extension

    def item_scraped(self, item: Visit, response: Response | Failure) -> None:
        if item.article is not None and item.outcome is None:
            self._count(item.article)
            self._compare_article(item.article)
        request: Request = response.request  # type: ignore[union-attr]  # both have it
        leased: Leased = request.meta["leased"]
        if item.url_id != leased.url_id:
            return  # a further page of an article
        if item.outcome in ("gone", "redirected_home") and not leased.attempts:
            self.stats.inc_value("wenming/newly_gone")
        if item.outcome == "blocked" and item.status:  # what robots.txt forbids is told by itself
            self.stats.set_value("wenming/blocked_at", f"{leased.url}: {item.reason}")
        if item.outcome == "error":
            self._count_error(item.reason or "")
        if item.kind == "list":
            self._count_list(item, leased.url)

    def _count_error(self, reason: str) -> None:
        """Count errors by what they say first, without the address that some begin with."""
        self.errors[_ADDRESS.sub("", reason).partition(":")[0]] += 1
        self.stats.set_value("wenming/commonest_error", self.errors.most_common(1)[0][0])

    def _count_list(self, item: Visit, url: str) -> None:
        """Count by what was found in the end: a page that says it is no list has a good status."""
        if item.outcome in LOST:
            self.stats.set_value("wenming/list_without", f"{url}: {item.reason}")
            self.stats.inc_value("wenming/lists_lost")
            self.stats.inc_value("wenming/lists_refused", int(item.outcome == "blocked"))
            return
        self.stats.inc_value("wenming/lists_seen")
        if item.sha256:
            self.lists[item.sha256] += 1
            self._compare("list", self.lists[item.sha256], url)

    def _compare_article(self, article: Article) -> None:
        files = (file.url for file in (*article.images, *article.attachments))
        evidence = article.evidence.get("title")
        own = "" if evidence is not None and evidence.rule == "list" else article.title
        key = hash((own, article.body, *files))
        self.articles[key] += 1
        self._compare("article", self.articles[key], article.title)

    def _compare(self, kind: str, times: int, shown: str) -> None:
        """Keep how many addresses show one and the same: a notice, or the home page for all."""
        if times > self.stats.get_value(f"wenming/same/{kind}", 0):
            self.stats.set_value(f"wenming/same/{kind}", times)
            self.stats.set_value(f"wenming/same_shown/{kind}", shown)

    def _count(self, article: Article) -> None:
        stats = self.stats
        stats.inc_value("wenming/read")
        stats.inc_value("wenming/chars", len(article.body))
        if "\ufffd" in article.body or any(repair.lossy for repair in article.repairs):
            stats.inc_value("wenming/damaged")
        for name in FIELDS:
            if name in article.evidence:
                stats.inc_value(f"wenming/rule/{name}/{article.evidence[name].rule}")
            if not getattr(article, name):
                stats.inc_value(f"wenming/without/{name}")
