"""What may be the outlet that an article is from."""

import re
from collections.abc import Iterator

from article.facts.byline import is_outlet_and_day, read_byline
from article.facts.candidates import Found
from article.facts.channel import without_channel
from article.facts.credit import find_credit, find_issue
from article.facts.dates import has_date
from article.facts.names import is_outlet
from article.facts.published import NEAR
from article.facts.values import clean_source
from article.fields.selected import selected
from article.folding import fold
from article.markup.cells import SOURCES, find_cell
from article.markup.meta import Said, read_object_of
from article.markup.page import Page
from article.patterns import regex
from article.text.locating import Parts

ABOVE = 6  # lines above the text in which a picture or script may stand for its outlet
_EMPTY_SOURCE = regex(r"[来稿]源\s?:\s*(?:\n|\||\Z|(?=(?:19|20)\d\d[-年/.]))")
_SOURCE = regex("源|供稿")
# What a script prints where it stands.
_TAG = regex("<[^<>]{1,200}>")
_LITERAL = regex(r"""["'](?:[来稿]源\s?[:：]\s?)?(?P<text>[^"'<>\n]{0,60})["']""")
_EDITION = regex(
    r"""
        (?:\A|[-_|｜—–\s])(?P<name>\p{Han}{1,7}(?:[日晚晨早时商周]|都市)报)
        (?:社?数字报|电子[报版]|数字版|\Z)
    """,
    re.X,
)


def sources(page: Page, said: Said, parts: Parts) -> Iterator[Found[str]]:
    """Yield outlets: what is shown before what is stated, but in full where it is shown cut."""
    for text in selected(page, parts, "source"):
        chosen = read_byline(text)
        if value := chosen.source or chosen.outlet or clean_source(text):
            yield Found("layout", value, text)
    stated = clean_source(said.metas.get("contentsource", ""))
    yield from _by_byline(page, said, stated, parts)
    if stated:
        yield Found("meta:contentsource", stated, stated)
    if value := clean_source(said.enp.get("sourcename", "")):
        yield Found("enp", value, value)
    is_unknown = not (parts.byline.source or parts.byline.outlet)
    if is_unknown and (value := next(filter(None, _labelled(page, parts)), None)):
        yield Found("label", value, value)
    if value := said.account or parts.byline.beside:
        yield Found("account", value, value)
    last = parts.kept[-3 if is_unknown else -1 :][0] if parts.kept else parts.end
    for line in page.lines[last : parts.end + 6]:
        is_label = len(line.text) < 60 and _SOURCE.search(line.text)
        value = read_byline(line.text).source if is_label else None
        if value and line.linked <= len(value) + 2:  # no link to another article before it
            yield Found("after", value, line.text)
            break
    if value := _dated_below(page, parts):
        yield Found("after", value, value)
    if value := clean_source(said.metas.get("source", "")):
        yield Found("meta:source", value, value)
    if is_unknown:
        yield from _stated(page, said, parts)
        yield from _published_by(page, parts)


def _dated_below(page: Page, parts: Parts) -> str | None:
    """The outlet beside a day right below the text."""
    line = next(iter(page.lines[parts.end : parts.end + 1]), None)
    if line is None or line.linked or len(line.text) >= 60 or not has_date(line.folded):
        return None
    byline = read_byline(line.text)
    return byline.outlet if is_outlet_and_day(byline) else None


def _stated(page: Page, said: Said, parts: Parts) -> Iterator[Found[str]]:
    """Yield outlets that pages name for machines, as author or publisher if not as source."""
    if value := clean_source(read_object_of(page.source, parts.title).get("source", "")):
        yield Found("script", value, value)
    for rule, value in (
        ("meta:article:author", said.metas.get("article:author", "")),
        ("json-ld", said.json_ld.get("publisher", "")),
        ("json-ld", said.json_ld.get("author", "")),
    ):
        if is_outlet(value):
            yield Found(rule, value, value)


def _published_by(page: Page, parts: Parts) -> Iterator[Found[str]]:
    """Yield the newspaper of an issue or of an edition on the web, and the site above a text."""
    if issue := find_issue(parts.paragraphs):
        yield Found("issue", find_credit([issue]) or "", issue)
    if paper := _EDITION.search(page.title):
        yield Found("title", paper["name"], page.title)
    if site := parts.byline.site:
        yield Found("byline:site", site, parts.byline.text)


def _by_byline(page: Page, said: Said, stated: str | None, parts: Parts) -> Iterator[Found[str]]:
    byline = parts.byline
    shown = byline.source or byline.outlet or ""
    if stated and shown.endswith(("...", "…")) and stated.startswith(shown.rstrip(".…")):
        yield Found("meta:contentsource", stated, stated)
    if byline.source:
        yield Found("byline", without_channel(page, byline.source, parts.start), byline.text)
    if said.account and byline.outlet and byline.outlet.endswith(said.account):
        yield Found("account", said.account, byline.text)
    if byline.outlet:
        yield Found("byline:outlet", byline.outlet, byline.text)
    elif not byline.source:
        if logo := _logo(page, parts):
            yield Found("byline:image", logo, logo)
        if printed := _by_script(page, parts):
            yield Found("byline:script", printed, printed)


def _labelled(page: Page, parts: Parts) -> Iterator[str | None]:
    for label in SOURCES:
        yield clean_source(
            find_cell(page.lines[max(0, parts.start - NEAR) : parts.start], label) or ""
        )


def _logo(page: Page, parts: Parts) -> str | None:
    """The outlet that a picture above the text shows, where nothing follows the label 来源."""
    if not _EMPTY_SOURCE.search(fold(parts.byline.text)):
        return None
    above = (image for line, image in page.images if parts.start - ABOVE <= line <= parts.start)
    named = (image.get("alt") or image.get("title") or "" for image in above)
    return next((name for name in map(str.strip, named) if is_outlet(name)), None)


def _by_script(page: Page, parts: Parts) -> str | None:
    """The outlet that a script between title and text prints there."""
    above = (e.text or "" for line, e in page.scripts if parts.start - ABOVE <= line <= parts.start)
    literals = (
        literal["text"].strip()
        for text in above
        if len(text) < 400 and ("document.write" in text or "来源" in text)
        for literal in _LITERAL.finditer(_TAG.sub("", text))
    )
    return next(filter(is_outlet, literals), None)
