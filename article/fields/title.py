"""What may be the title of an article."""

from collections.abc import Iterator

from article.facts.candidates import Found
from article.facts.reporters import REPORTED
from article.facts.sitename import names_site
from article.facts.title import find_uncut
from article.folding import key
from article.markup.page import Page
from article.noise.invisible import visible
from article.text.lines import is_byline, is_tool
from article.text.locating import Parts

TITLED = 40  # lines before the text among which its title is looked for
# Rules that take for a title what all pages of a channel may show, or be called.
_OF_CHANNELS = ("heading", "line", "h1", "title")
TOOLS = 3  # lines of them that may stand between a title and its text


def titles(page: Page, parts: Parts, listed: str | None) -> Iterator[Found[str]]:
    """Yield titles; the list page's and the text's first line are the last resorts.

    The list page tells more than a document's title that is the name of the site, and than what
    all pages are called where the article's own title stands below that.
    """
    for found in _titles(page, parts, listed):
        yield Found(found.rule, visible(found.value), found.text)


def _titles(page: Page, parts: Parts, listed: str | None) -> Iterator[Found[str]]:
    shown = find_uncut(page, listed.strip()) or listed.strip() if listed else ""
    on_list = [Found("list", shown, listed or "")] if key(shown) else []
    first = parts.titles[0] if parts.titles else None
    is_poor = first is not None and first.rule == "title" and names_site(first.value)
    is_other = first is not None and bool(on_list) and _is_elsewhere(page, parts, first, listed)
    if is_poor and not on_list and (above := _line_above(page, parts.start)):
        yield Found("line above", above, above)
    yield from [*on_list, *parts.titles] if is_poor or is_other else [*parts.titles, *on_list]
    if not parts.titles and parts.paragraphs:
        if above := _line_above(page, parts.start):
            yield Found("line above", above, above)
        yield Found("first line", parts.paragraphs[0][:60], parts.paragraphs[0])


def _is_elsewhere(page: Page, parts: Parts, found: Found[str], listed: str | None) -> bool:
    """Whether a title is not the listed one, which stands above the text in a line of its own."""
    wanted, shown = key(listed or ""), key(found.value)
    if found.rule not in _OF_CHANNELS or wanted in shown or shown in wanted:
        return False
    above = page.lines[max(0, parts.start - TITLED) : parts.start]
    return any(line.key == wanted and not (line.is_link or line.hidden) for line in above)


def _line_above(page: Page, start: int) -> str | None:
    """The line right above a text and its reporters, where it is neither a link nor a sentence.

    Tools may be between.
    """
    if start > 1 and REPORTED.match(page.lines[start - 1].text):
        start -= 1
    first = max(start - TOOLS, 0)
    while start - 1 > first and is_tool(page.lines[start - 1], None):
        start -= 1
    line = page.lines[start - 1] if start else None
    if line is None or line.linked or line.hidden or not 4 <= len(line.key) <= 60:
        return None
    return None if line.text[-1] in "。；：，;:," or is_byline(line) else line.text
