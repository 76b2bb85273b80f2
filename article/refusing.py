"""Which pages are no articles, and why: lists, challenges, forms, pages of a site about itself."""

from article.errors import NotAnArticle
from article.facts.byline import tells_change
from article.facts.published import published_candidates
from article.facts.sitename import MIN_KEY, names_site
from article.facts.title import HEADLINE, is_promised
from article.folding import key
from article.markup.meta import Said
from article.markup.page import Page
from article.markup.surroundings import ABOUT
from article.patterns import regex
from article.text.challenge import challenge
from article.text.lines import is_byline, is_full_byline
from article.text.locating import BELOW, Parts
from article.text.pieces import NEAR_TITLE
from article.text.verdict import (
    FEW,
    SHORT,
    are_links,
    dated_links,
    is_form,
    is_list_alone,
    list_of_links,
    refusal,
)
from article.text.window import SHORT_LINK

# What tells a day on pages of articles only, and their addresses where a day is told by these.
_OF_ARTICLES = frozenset(
    "time script after enp json-ld url meta:pubdate meta:article:published_time".split()
)
BYLINE_BELOW = 3  # lines between a text and its byline
_OF_ARTICLE = regex(r"\d{2,}\.s?html?(?:[?#]|\Z)")


def refuse_page(page: Page, said: Said, parts: Parts, listed_title: str | None) -> None:
    """Raise NotAnArticle where the page says so, or holds links to articles instead."""
    has_byline = _is_dated(page, parts) or _has_byline_below(page, parts)
    size = sum(map(len, parts.paragraphs))
    if refused := refusal(page, size, has_byline, _headline(parts, listed_title)):
        raise NotAnArticle(*refused, url=page.url)
    if parts.kept and not has_byline and size < SHORT and is_form(page, parts.kept):
        raise NotAnArticle("empty", "a form to fill in", url=page.url)
    if parts.span and parts.span.rule != "layout":
        first = parts.span.lines[0]
        why = list_of_links(page, parts.kept, first, parts.end, has_byline)
        if why and _is_headed(page, said, parts):
            why = list_of_links(page, parts.kept, first, parts.end, True)
        if why:
            raise NotAnArticle("list", why, url=page.url)


def refuse_found(
    page: Page, parts: Parts, title: str, *, is_shown: bool, has_media: bool, has_files: bool
) -> None:
    """Raise NotAnArticle where what was found on a page makes none: it has no title, or no text.

    ``is_shown`` says that it has a text, or what may stand in its place.
    """
    if parts.byline.published is None and ABOUT.fullmatch(title.strip()):
        raise NotAnArticle("empty", f"a page of the site about itself: {title}", url=page.url)
    if not (title and is_shown):
        raise nothing_to_read(page, has_media)
    if parts.paragraphs or has_files:
        return
    if is_list_alone(parts.page.lines[parts.start : parts.end]):
        raise NotAnArticle("list", "links with their days and no text", url=page.url)
    shown = [at for at in parts.page.images if parts.start <= at[0] <= parts.end]
    if parts.byline.published is None and are_links(shown):
        raise NotAnArticle("list", "linked pictures and no day", url=page.url)


def nothing_to_read(page: Page, has_media: bool) -> NotAnArticle:
    """Return why a page without a text is no article: a list, a challenge, or empty."""
    links = sum(1 for line in page.lines if line.linked >= 8)
    is_list = links >= 5 or len(dated_links(page.lines)) >= FEW
    if is_list and (not has_media or are_links(page.images)):
        return NotAnArticle("list", f"{links} links and no text", url=page.url)
    if tested := challenge(page):
        return NotAnArticle("blocked", tested, url=page.url)
    return NotAnArticle("empty", "no text, and no dated pictures", url=page.url)


def _headline(parts: Parts, listed_title: str | None) -> str:
    """The title of a page, where the link that led to it has the same words; else empty."""
    title = parts.title
    is_same = len(key(title)) >= MIN_KEY and title == listed_title
    return title if is_same or is_promised(title, "page", listed_title) else ""


def _is_dated(page: Page, parts: Parts) -> bool:
    """Whether a byline tells when a text was published, or changed below its very title.

    A list tells that of each article below a link to it.
    """
    if parts.byline.published is not None or not tells_change(parts.byline):
        return parts.byline.published is not None
    heads = [at for at in parts.heads if at < parts.start]
    below = page.lines[heads[-1] : parts.start] if heads else []
    links = (line for line in below if line.is_link and not is_byline(line))  # but for tools
    return bool(below) and not any(line.linked >= SHORT_LINK for line in links)


def _has_byline_below(page: Page, parts: Parts) -> bool:
    """Whether right below the text it is told when that was published.

    Where that is told more than once, the texts are summaries of a list.
    """

    def told(start: int, end: int) -> int:
        return sum(is_full_byline(line) and not line.hidden for line in page.lines[start:end])

    below = parts.end + BYLINE_BELOW
    return told(parts.end, below) == 1 and not (
        told(parts.start, parts.end) or told(below, parts.end + BELOW)
    )


def _is_headed(page: Page, said: Said, parts: Parts) -> bool:
    """Whether a few words stand right below their headline, and something tells their day.

    What a name of a channel heads is a list, unless its address is one of an article.
    """
    title = parts.title
    heads = [at for at in parts.heads if 0 < parts.start - at <= NEAR_TITLE]
    has_links = bool(heads) and any(heads[-1] <= at < parts.end for at, _ in page.anchors)
    if not heads or has_links or names_site(title):
        return False
    is_headline = len(key(title)) >= HEADLINE
    dates = published_candidates(page, parts.byline, said, parts.start, parts.end, None)
    return any(
        date.rule in _OF_ARTICLES
        and (is_headline or date.rule == "url")
        and (date.rule != "url" or _OF_ARTICLE.search(page.url))
        for date in dates
    )
