"""What stands in the place of an article is none."""

from dataclasses import replace

from scrapy.crawler import Crawler

from crawler.extensions.run import RunExtension
from crawler.impostors import find_impostor, is_beyond_doubt
from storage import frontier
from storage.articles import find_held
from storage.visit import Visit


class RecognisePipeline:
    """Before marks are made: a notice is no version of the article that it hides."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RecognisePipeline":
        return cls(crawler)

    def open_spider(self) -> None:
        self.run = self.crawler.get_extension(RunExtension)

    def process_item(self, item: Visit) -> Visit:
        if item.article is None or item.outcome or is_beyond_doubt(item.article):
            return item
        db = self.run.db
        link = frontier.get(db, item.url_id)
        held = find_held(db, item.url_id) if link.version_held else None
        found = find_impostor(item.article, held, headline=link.link_title, listed=link.link_date)
        if found is None:
            return item
        outcome, reason = found
        if outcome == "blocked":
            self.crawler.stats.inc_value("wenming/blocked")
        return replace(item, outcome=outcome, reason=reason, article=None, links=())
