"""From the bytes of a page to an article, each field with the evidence that gave it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from article.decode import decode_with_bytes
from article.errors import NotAnArticle
from article.facts.candidates import Found, decide
from article.facts.channel import split_keywords
from article.facts.dates import When, day_of
from article.facts.staff import drop_credits
from article.facts.title import is_promised
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
from article.model import Article, Charset, Evidence, published_text
from article.patterns import regex
from article.refusing import nothing_to_read, refuse_found, refuse_page
from article.text.challenge import refusal_in_data
from article.text.locating import Parts, locate

MAX_TITLE = 300
_DATA = regex(r"\s*[{\[]")

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
    refuse_page(parts.page, said, parts, listed_title)
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

    title = best("title", titles(parts.page, parts, listed[0])) or ""
    dates = list(published(page, said, parts, listed[1]))
    if dates:
        evidence["published_at"] = decide(dates, _spell, _same_day)
    images = media("images", find_images(page, parts.start, parts.end), "text")
    files = media("attachments", find_attachments(page, parts.start, parts.end), "text")
    # As posters for the public good are: a picture below its headline, without a day.
    is_promise = bool(title and is_promised(title, evidence["title"].rule, listed[0]))
    is_meant = bool(dates or is_promise)
    if is_meant and not (parts.paragraphs or images or files):
        is_list = not is_promise and nothing_to_read(page, has_media=False).kind == "list"
        files = () if is_list else media("attachments", find_film(page), "script")
    is_shell = bool(parts.byline.published and not (parts.paragraphs or images or files))
    framed = media("pages", find_framed(page) if is_shell else (), "frame")
    has_media, has_files = bool(images or files), bool(files)
    is_shown = bool(parts.paragraphs or framed or (is_meant and has_media))
    refuse_found(page, parts, title, is_shown=is_shown, has_media=has_media, has_files=has_files)
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


def _spell(when: When) -> str:
    return published_text(when) or ""


def _same_name(one: str, other: str) -> bool:
    a, b = key(one), key(other)
    return a in b or b in a


def _same_day(one: When, other: When) -> bool:
    return day_of(one) == day_of(other)
