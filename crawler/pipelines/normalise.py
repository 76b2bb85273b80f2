"""What a reader should see."""

from dataclasses import replace

from article.facts.credit import find_credit
from article.model import Article
from article.tidy import Tidied, tidy
from crawler.pipelines.deciding import DecidingPipeline
from storage.values.visit import Visit

# Repairs that are made on the evidence of a whole text; a title alone could not give it.
DOCUMENT_KINDS = frozenset({"annotation", "script", "misaligned"})


class NormalisePipeline(DecidingPipeline):
    """First in line, so that everything after it may compare text with text."""

    def decide(self, item: Visit, article: Article) -> Visit:
        tidied = normalise(article)
        return item if tidied is article else replace(item, article=tidied)


def normalise(article: Article) -> Article:
    """Tidy the body, and by the body's evidence the short fields too."""
    tidied = tidy(article.body)
    if not tidied.repairs:
        return article
    if not DOCUMENT_KINDS & {repair.kind for repair in tidied.repairs}:
        return replace(article, body=tidied.text, repairs=tidied.repairs)
    fields = {
        name: _tidy_beside(article.body, tidied, value)
        for name in ("title", "source", "author", "editor", "channel")
        if (value := getattr(article, name))
    }
    fields["credit"] = find_credit(tidied.text.split("\n")) or article.credit
    return replace(article, body=tidied.text, repairs=tidied.repairs, **fields)


def _tidy_beside(body: str, tidied: Tidied, field: str) -> str:
    """Tidy a short text as the first paragraph of the body that it belongs to."""
    together = tidy(f"{field}\n{body}").text
    if not together.endswith(f"\n{tidied.text}"):
        return field
    return together.removesuffix(tidied.text).strip() or field
