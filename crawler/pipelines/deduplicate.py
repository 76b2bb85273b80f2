"""The marks by which reprints are found."""

from dataclasses import replace

from article.fingerprint import fingerprint
from storage.visit import Visit


class DeduplicatePipeline:
    """Marks, never drops: every copy is kept, and the archive links them as it saves them."""

    def process_item(self, item: Visit) -> Visit:
        return replace(item, fingerprint=fingerprint(item.article)) if item.article else item
