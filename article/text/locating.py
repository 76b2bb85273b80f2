"""Where title, byline and text stand on a page, by a site's layout or by general rules."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, takewhile
from typing import Any

from article.facts.abovebyline import BYLINE
from article.facts.byline import Byline, read_byline
from article.facts.candidates import Found
from article.facts.dates import day_of
from article.facts.heading import find_headings
from article.facts.title import title_candidates, title_lines
from article.folding import fold
from article.layout import Layout, has_text, in_force, text_of
from article.markup.containers import is_container
from article.markup.meta import Said
from article.markup.page import Page, label_of, squeeze
from article.markup.surroundings import LEGAL, tells_of_site
from article.markup.walk import read_part, read_whole
from article.text.body import Span, find_spans, is_teaser
from article.text.lines import (
    is_day,
    is_full_byline,
    is_related,
)
from article.text.paragraphs import keep_text, skip_head
from article.text.pieces import NEAR_TITLE
from article.text.trimming import drop_footer, drop_repeats, take_byline
from article.text.window import SHORT_LINK, read_window, window_before, window_between, window_of

BELOW = 16  # lines below a text in which editor and files are looked for
SHORT = 60  # characters of text that must stand near their title to be believed


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an article page. ``start`` and ``end`` are the lines of its text or pictures.

    ``heads`` are the lines where its title stands.
    ``page`` holds those lines: the whole page, or as much of it as a layout needs.
    """

    page: Page
    layout: Layout | None
    titles: list[Found[str]]
    heads: list[int]
    byline: Byline
    span: Span | None
    kept: list[int]
    paragraphs: list[str]
    start: int
    end: int

    @property
    def title(self) -> str:
        """The title, empty where the page shows none."""
        return self.titles[0].value if self.titles else ""


def locate(page: Page, said: Said, layouts: Sequence[Layout]) -> Parts:
    """Return the parts of a page by the layout of its day, or by general rules where none fits."""
    past = [layout.until for layout in layouts if layout.until]
    for layout in in_force(layouts, None):
        if layout.until is None and (parts := _near(page, said, layout)):
            day = _day(parts)
            if not past or (day and day > max(past)):
                return parts
    if not layouts and (parts := _evident(page, said)):
        return parts
    read_whole(page)
    day = _day(_locate(page, said, None)) if past else None
    for layout in in_force(layouts, day):
        if any(map(has_text, page.select(layout.body or layout.title))):
            return _locate(page, said, layout)
    return _locate(page, said, None)


def _near(page: Page, said: Said, layout: Layout) -> Parts | None:
    """Return the parts by reading no more of a page than a layout names, None where in doubt.

    What it names must be there, and title, text and date be found in it.
    """
    bodies, titles = page.select(layout.body), page.select(layout.title)
    if not titles or not any(map(has_text, bodies)):
        return None
    part = read_part(page, [titles[0], bodies[0], bodies[-1]], BELOW)
    parts = _locate(part, said, layout)
    return parts if parts.titles and parts.kept and parts.byline.published else None


def _evident(page: Page, said: Said) -> Parts | None:
    """Return the parts where a heading and a known text element below it leave no doubt.

    There is one heading that is the title, a date, more than a few lines of text, and no second
    such element near: the rest of the page need not be read.
    """
    headings = find_headings(page)
    body = _container_below(headings[0]) if len(headings) == 1 else None
    if body is None:
        return None
    parts = _locate(read_part(page, [headings[0], body], BELOW), said, None)
    size = sum(map(len, parts.paragraphs))
    if not (parts.span and parts.byline.published and size > 4 * SHORT):
        return None
    blocks = parts.page.blocks
    end = next((block.end for block in blocks if block.element is body), 0)
    is_alone = not any(block.start >= end and is_container(block.label) for block in blocks)
    return parts if is_alone and parts.span.lines[0] < end else None


def _container_below(heading: Any) -> Any:
    """Return the first known text element that follows a heading closely, or None."""
    for branch in (heading, *islice(heading.iterancestors(), 4)):
        if branch.getparent() is None:
            break  # beside the root stands what a parser could not place
        for sibling in branch.itersiblings():
            for element in islice(sibling.iter("div", "td", "section", "article"), 40):
                if is_container(label_of(element)):
                    return element
    return None


def _day(parts: Parts) -> date | None:
    return day_of(parts.byline.published) if parts.byline.published else None


def _locate(page: Page, said: Said, layout: Layout | None) -> Parts:
    titles = _titles(page, said, layout)
    title = titles[0].value if titles else ""
    heads = title_lines(page, title)
    span, kept, end = _text(page, layout, title, heads)
    inner = take_byline(page.lines, kept)
    start = kept[0] if kept else _after(page, heads)
    if kept:
        window = window_of(page, layout) or window_before(page, start, heads, title) or inner
    else:
        end = _before_related(page, start)
        window = window_between(page, start, end)
    byline = read_window(page, window, title, heads)
    if inner and not byline.published:
        byline = read_byline(inner)
    below = (page.lines[index].text for index in (span.lines if span else ()) if index > kept[-1])
    paragraphs = drop_footer(drop_repeats([page.lines[index].text for index in kept]), below)
    return Parts(page, layout, titles, heads, byline, span, kept, paragraphs, start, end)


def _text(
    page: Page, layout: Layout | None, title: str, heads: Sequence[int]
) -> tuple[Span | None, list[int], int]:
    """Return the element of the text, its lines and where it ends; None where there is no text."""
    chosen = _layout_span(page, layout)
    for span in [chosen] if chosen else find_spans(page, heads):
        span = span if chosen else _below_title(page, span, heads)
        kept, end = keep_text(page, skip_head(page, span.lines, title))
        if _is_credible(page, kept, heads, span):
            return span, kept, end
    return None, [], 0


def _below_title(page: Page, span: Span, heads: Sequence[int]) -> Span:
    """Leave out links to other articles, and what belongs to them, above a title with its byline.

    Without such links it is text above a title that is printed late, or below its text.
    """
    head = heads[0] if heads else -1
    if head not in span.lines or not any(map(is_full_byline, page.lines[head + 1 : head + 2])):
        return span
    above = (page.lines[index] for index in span.lines if index < head)
    if not any(line.is_link and line.linked >= SHORT_LINK for line in above):
        return span
    return replace(span, lines=[index for index in span.lines if index > head])


def _titles(page: Page, said: Said, layout: Layout | None) -> list[Found[str]]:
    named = [
        ("meta:articletitle", said.metas.get("articletitle", "")),
        ("enp", said.enp.get("title", "")),
        ("meta:og:title", said.metas.get("og:title", "")),
        ("json-ld", said.json_ld.get("headline", "")),
    ]
    names = tuple(said.metas.get(name, "") for name in ("sitename", "columnname", "og:site_name"))
    found = [Found(rule, text, text) for rule, text in title_candidates(page, named, names)]
    for element in page.select(layout.title) if layout else []:
        lines = text_of(element).split("\n")
        # Some systems print the byline into the heading, below its first line.
        shown = [lines[0], *takewhile(lambda line: not BYLINE.search(fold(line)), lines[1:])]
        if text := squeeze(" ".join(shown)):
            return [Found("layout", text, text), *found]
    return found


def _layout_span(page: Page, layout: Layout | None) -> Span | None:
    elements = page.select(layout.body) if layout else []
    if not elements or layout is None:
        return None
    held = {block.element: range(block.start, block.end) for block in page.blocks}
    lines: set[int] = set()
    for element in elements:
        for part in (element,) if element in held else element.iter():
            lines.update(held.get(part, ()))
    return Span(sorted(lines), "layout", layout.body or "") if lines else None


def _is_credible(page: Page, kept: list[int], heads: Sequence[int], span: Span) -> bool:
    """Whether these lines can be a text: a short one near its title, no legal notice or days."""
    if not kept:
        return False
    texts = [page.lines[index].text for index in kept]
    if sum(map(len, texts)) > 4 * SHORT or span.rule == "layout":
        return True
    if all(_is_no_text(page, index, heads) for index in kept):
        return False
    near = any(0 < kept[0] - head <= 2 * NEAR_TITLE for head in heads)
    return near or not heads or sum(map(len, texts)) > SHORT


def _is_no_text(page: Page, index: int, heads: Sequence[int]) -> bool:
    """Whether a line is a legal notice, a day, a byline, or the summary of another article."""
    line = page.lines[index]
    if LEGAL.search(line.folded) or tells_of_site(line.folded) or is_day(line.folded):
        return True
    is_below = index > 0 and index - 1 not in heads  # a title may link to its own page
    return is_full_byline(line) or (is_below and is_teaser(page.lines[index - 1], line))


def _before_related(page: Page, start: int) -> int:
    """Return where the lines below a title end that may be of an article without a text."""
    end = min(len(page.lines), start + NEAR_TITLE)
    lines = enumerate(page.lines[start:end], start)
    below = ((i, line) for i, line in lines if i > start)
    return next((i for i, line in below if is_related(line) or tells_of_site(line.folded)), end)


def _after(page: Page, heads: Sequence[int]) -> int:
    """Return the line after the title; a link with its words is an item of a list below."""
    plain = [head for head in heads if not page.lines[head].is_link] or heads
    return plain[-1] + 1 if plain else 0
