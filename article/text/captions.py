"""Pictures and films with a few words below: other elements of a page say more than these."""

from collections.abc import Sequence

from article.facts.dates import has_date
from article.markup.page import Page
from article.markup.surroundings import RELATED, tells_of_site
from article.text.lines import heads_comments, is_byline, is_editors, is_tool
from article.text.pieces import NEAR_TITLE, NOTICE, is_plain, prose

LEAST = 6  # characters of a caption; names of buttons are shorter
FULL = 240  # characters of a text that may well stand below a picture and links
_TITLE = 8  # characters of a link that leads to another article


def find_captions(page: Page, titles: Sequence[int]) -> range | None:
    """Return the lines right below a byline with its date, where pictures or films stand there."""
    for head in titles:
        first = _below_byline(page, head)
        last = first
        while 0 < last < len(page.lines) and _may_tell(page, last):
            last += 1
        said = [line.text for line in page.lines[first:last]]
        is_told = any(len(text) >= LEAST for text in said) and not any(map(NOTICE.search, said))
        if is_told and _shows(page, first, last):
            return range(first, last)
    return None


def are_all(page: Page, captions: range, text: Sequence[int]) -> bool:
    """Whether the prose below captions is not of their article: a heading or title is between.

    Captions are no prose; what is long is the text all the same.
    """
    lines = page.lines
    below = [index for index in text if index >= captions.stop]
    first = text[0] if text[0] >= captions.stop else None  # of an element of its own
    told = next((index for index in below if any(prose([lines[index]]))), first)
    size = sum(len(lines[index].text) - lines[index].linked for index in below)
    if told is None or size >= FULL or any(prose(lines[captions.start : captions.stop])):
        return False
    return any(
        RELATED.match(line.folded)
        or heads_comments(line)
        or (line.is_link and len(line.text) >= _TITLE)
        for line in lines[captions.stop : told + 1]
    )


def _below_byline(page: Page, head: int) -> int:
    """Return the first line that is neither byline nor tool, -1 where no date is above it."""
    is_dated = False
    for number, line in enumerate(page.lines[head + 1 : head + 1 + NEAR_TITLE], head + 1):
        if not (line.linked or line.hidden or is_byline(line) or is_tool(line, None)):
            return number if is_dated else -1
        is_dated = is_dated or has_date(line.folded)
    return -1


def _may_tell(page: Page, number: int) -> bool:
    line = page.lines[number]
    return is_plain(line) and not (
        line.linked
        or line.heading
        or is_byline(line)
        or is_editors(line)
        or heads_comments(line)
        or is_tool(line, None)
        or tells_of_site(line.folded)
    )


def _shows(page: Page, first: int, last: int) -> bool:
    """Whether a picture that is no link, or a film, stands among lines."""
    pictures = (element for at, element in page.images if first <= at <= last)
    if any(all(one.tag != "a" for one in element.iterancestors()) for element in pictures):
        return True
    return any(first <= at <= last for at, _ in page.players)
