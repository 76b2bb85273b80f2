"""Into the archive."""

from functools import partial

from scrapy.crawler import Crawler

from crawler.extensions.run import RunExtension
from crawler.pipelines.stored import read_stored
from storage.values.visit import Visit


class ArchivePipeline:
    """Always last; the archive writes in batches."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ArchivePipeline":
        return cls(crawler)

    def open_spider(self) -> None:
        self.run = self.crawler.get_extension(RunExtension)
        self.run.read_stored_with(partial(read_stored, self.crawler.spider))

    def process_item(self, item: Visit) -> Visit:
        self.run.archivist.add(item)
        return item
