"""From the bytes of a page to an article, each field with the evidence that gave it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from article.decode import decode_with_bytes
from article.errors import NotAnArticle
from article.facts.byline import tells_change
from article.facts.candidates import Found, decide
from article.facts.channel import split_keywords
from article.facts.dates import When, day_of
from article.facts.published import published_candidates
from article.facts.sitename import MIN_KEY, names_site
from article.facts.staff import drop_credits
from article.facts.title import HEADLINE, is_promised
from article.fields.author import authors
from article.fields.others import channels, editors, end_credits, published
from article.fields.source import sources
from article.fields.title import titles
from article.folding import key
from article.layout import Layout
from article.markup.embedded import has_text, show_embedded
from article.markup.media import find_attachments, find_film, find_images
from article.markup.meta import Said, read_said
from article.markup.page import Page, open_page
from article.markup.paging import find_framed, find_pages
from article.markup.surroundings import ABOUT
from article.model import Article, Charset, Evidence, published_text
from article.patterns import regex
from article.text.challenge import challenge, refusal_in_data
from article.text.lines import is_byline
from article.text.locating import SHORT_LINK, Parts, has_byline_below, locate
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

MAX_TITLE = 300
_DATA = regex(r"\s*[{\[]")
# What tells a day on pages of articles only, and their addresses where a day is told by these.
_OF_ARTICLES = frozenset(
    "time script after enp json-ld url meta:pubdate meta:article:published_time".split()
)
_OF_ARTICLE = regex(r"\d{2,}\.s?html?(?:[?#]|\Z)")

Value = TypeVar("Value")
Listed = tuple[str | None, str | None]  # title and date that the list page shows


def read_article(
    html: bytes,
    url: str,
    layouts: Sequence[Layout] = (),
    *,
    charset: str | None = None,
    listed_title: str | None = None,
    listed_date: str | None = None,
    first_page: str | None = None,
) -> Article:
    """Return the article on a page.

    ``charset`` is that of the HTTP header; ``listed_title`` and ``listed_date`` are what the list
    page that led here shows. ``first_page`` is the address of the article's first page where this
    is a further one. A page of pictures or a film is an article with an empty body where it has a
    date, or the very headline that led to it as title; so is one whose text is in a frame, which is
    its further page, where a byline tells the day. Raises NotAnArticle for lists, challenges,
    error pages and empty pages, Undecodable for what is no text.
    """
    text, true_charset, encoded = decode_with_bytes(html, charset, url)
    has_markup = "<" in text and not _DATA.match(text)
    page = open_page(text, url, encoded) if has_markup else None
    if page is None:
        if refused := refusal_in_data(text):
            raise NotAnArticle("blocked", refused, url=url)
        raise NotAnArticle("empty", "no markup", url=url)
    said = read_said(page)

    listed = listed_title, listed_date
    parts = locate(page, said, layouts)
    _refuse(parts.page, said, parts, listed_title)
    if not has_text(parts.paragraphs) and (
        hidden := _hidden(page, said, layouts, true_charset, listed)
    ):
        return hidden
    article = _article(parts.page, said, parts, true_charset, listed)
    if pages := find_pages(parts.page, first_page):
        return _with(article, "pages", "pager", f"{len(pages)} found", pages=pages)
    return article


def _hidden(
    page: Page, said: Said, layouts: Sequence[Layout], charset: Charset, listed: Listed
) -> Article | None:
    """Return the article that the page keeps for its scripts to show, if it has a title or date.

    A notice of the site has neither.
    """
    shown = show_embedded(page)
    parts = locate(shown, said, layouts) if shown else None
    if parts is None or not parts.paragraphs:
        return None
    try:
        article = _article(parts.page, said, parts, charset, listed)
    except NotAnArticle:
        return None
    if article.published_at is None and article.evidence["title"].rule == "title":
        return None
    return _with(article, "body", "script", "shown by a script")


def _with(article: Article, field: str, rule: str, text: str, **values: Any) -> Article:
    evidence = {**article.evidence, field: Evidence(rule=rule, text=text)}
    return replace(article, evidence=evidence, **values)


def join_pages(first: Article, rest: Sequence[Article]) -> Article:
    """Return one article from its first page and the further ones, in order.

    Credit and editor are those of the last page that has them.
    """
    pages = (first, *rest)
    return replace(
        first,
        # What a page repeats of another, such as the text above further comments, is said once.
        body="\n".join(dict.fromkeys(page.body for page in pages if page.body)),
        images=tuple(dict.fromkeys(image for page in pages for image in page.images)),
        attachments=tuple(dict.fromkeys(file for page in pages for file in page.attachments)),
        credit=next((page.credit for page in reversed(pages) if page.credit), None),
        editor=next((page.editor for page in reversed(pages) if page.editor), None),
        pages=(),
    )


def _refuse(page: Page, said: Said, parts: Parts, listed_title: str | None) -> None:
    """Raise NotAnArticle where the page says so, or holds links to articles instead."""
    has_byline = _is_dated(page, parts) or has_byline_below(page, parts)
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


def _article(
    page: Page,
    said: Said,
    parts: Parts,
    charset: Charset,
    listed: Listed,
) -> Article:
    evidence: dict[str, Evidence] = {}

    def best(field: str, found: Iterable[Found[str]]) -> str | None:
        candidates = list(found)
        if candidates:
            evidence[field] = decide(candidates, str, _same_name)
        return candidates[0].value if candidates else None

    def media(field: str, value: tuple[Value, ...], rule: str) -> tuple[Value, ...]:
        if value:
            evidence[field] = Evidence(rule=rule, text=f"{len(value)} found")
        return value

    title = best("title", titles(parts.page, parts, listed[0]))
    dates = list(published(page, said, parts, listed[1]))
    if dates:
        evidence["published_at"] = decide(dates, _spell, _same_day)
    images = media("images", find_images(page, parts.start, parts.end), "text")
    files = media("attachments", find_attachments(page, parts.start, parts.end), "text")
    if title and parts.byline.published is None and ABOUT.fullmatch(title.strip()):
        raise NotAnArticle("empty", f"a page of the site about itself: {title}", url=page.url)
    # As posters for the public good are: a picture below its headline, without a day.
    is_promise = bool(title and is_promised(title, evidence["title"].rule, listed[0]))
    is_meant = bool(dates or is_promise)
    if is_meant and not (parts.paragraphs or images or files):
        is_list = not is_promise and _nothing_to_read(page, has_media=False).kind == "list"
        files = () if is_list else media("attachments", find_film(page), "script")
    is_shell = bool(parts.byline.published and not (parts.paragraphs or images or files))
    framed = media("pages", find_framed(page) if is_shell else (), "frame")
    if not title or not (parts.paragraphs or framed or (is_meant and (images or files))):
        raise _nothing_to_read(page, bool(images or files))
    if not (parts.paragraphs or files) and is_list_alone(parts.page.lines[parts.start : parts.end]):
        raise NotAnArticle("list", "links with their days and no text", url=page.url)
    is_told = bool(parts.paragraphs or files or parts.byline.published)
    shown = [at for at in parts.page.images if parts.start <= at[0] <= parts.end]
    if not is_told and are_links(shown):
        raise NotAnArticle("list", "linked pictures and no day", url=page.url)
    if parts.span:
        evidence["body"] = Evidence(rule=parts.span.rule, text=parts.span.where)
    return Article(
        url=page.url,
        title=title[:MAX_TITLE],
        body="\n".join(drop_credits(parts.paragraphs)),
        published_at=dates[0].value if dates else None,
        source=best("source", sources(page, said, parts)),
        author=best("author", authors(page, said, parts)),
        editor=best("editor", editors(page, parts)),
        credit=best("credit", end_credits(parts)),
        channel=best("channel", channels(page, said, parts)),
        keywords=media("keywords", split_keywords(said.metas.get("keywords", "")), "meta:keywords"),
        images=images,
        attachments=files,
        pages=framed,
        charset=charset,
        evidence=evidence,
    )


def _nothing_to_read(page: Page, has_media: bool) -> NotAnArticle:
    links = sum(1 for line in page.lines if line.linked >= 8)
    is_list = links >= 5 or len(dated_links(page.lines)) >= FEW
    if is_list and (not has_media or are_links(page.images)):
        return NotAnArticle("list", f"{links} links and no text", url=page.url)
    if tested := challenge(page):
        return NotAnArticle("blocked", tested, url=page.url)
    return NotAnArticle("empty", "no text, and no dated pictures", url=page.url)


def _spell(when: When) -> str:
    return published_text(when) or ""


def _same_name(one: str, other: str) -> bool:
    a, b = key(one), key(other)
    return a in b or b in a


def _same_day(one: When, other: When) -> bool:
    return day_of(one) == day_of(other)
