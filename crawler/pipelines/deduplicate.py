"""The marks by which reprints are found."""

from dataclasses import replace

from article.fingerprint import fingerprint
from article.model import Article
from crawler.pipelines.deciding import DecidingPipeline
from storage.values.visit import Visit


class DeduplicatePipeline(DecidingPipeline):
    """Marks, never drops: every copy is kept, and the archive links them as it saves them."""

    def decide(self, item: Visit, article: Article) -> Visit:
        marks = fingerprint(article.body, article.title, article.repairs)
        return replace(item, fingerprint=marks)
