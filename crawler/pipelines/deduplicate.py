"""The marks by which reprints are found."""

from dataclasses import replace

from article.fingerprint import fingerprint
from storage.values.visit import Visit


class DeduplicatePipeline:
    """Marks, never drops: every copy is kept, and the archive links them as it saves them."""

    def process_item(self, item: Visit) -> Visit:
        article = item.article
        if article is None:
            return item
        marks = fingerprint(article.body, article.title, article.repairs)
        return replace(item, fingerprint=marks)
