"""What the layout of a site selects for a field."""

from article.layout import text_of
from article.markup.page import Page
from article.text.locating import Parts


def selected(page: Page, parts: Parts, field: str) -> list[str]:
    """Return the texts of the elements that a layout names for a field, none without a layout."""
    selector = getattr(parts.layout, field) if parts.layout else None
    return [text for element in page.select(selector) if (text := text_of(element))]
