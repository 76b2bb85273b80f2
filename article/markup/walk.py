"""The pass over a page's tree, or a part of it: text is collected between borders of blocks."""

import re
import sys
from bisect import bisect
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import accumulate, islice
from typing import Any

from lxml import etree

from article.markup.containers import has_no_size, is_container, is_hidden
from article.markup.page import Block, Line, Page, label_of, open_page, squeeze
from article.patterns import regex

# What these hold is no text of the page.
SKIPPED = frozenset(
    "script style noscript select option button iframe object svg template textarea input "
    "audio video head title link meta math canvas applet map".split()
)
PLAYERS = frozenset("audio video embed iframe object".split())
# These begin and end a line.
BLOCKS = frozenset(
    "html body div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption "
    "section article header footer aside nav main form pre blockquote center fieldset address "
    "figure figcaption hgroup details summary dir menu frameset legend".split()
)
_BLOCK, _LINK, _SKIP, _BREAK, _IMAGE, _WORDS, _PLAYER = range(7)
# What the walk does at an element; all others only add their text.
ROLES = {
    **dict.fromkeys(BLOCKS, _BLOCK),
    **dict.fromkeys(SKIPPED, _SKIP),
    "a": _LINK,
    "br": _BREAK,
    "hr": _BREAK,
    "img": _IMAGE,
    "embed": _PLAYER,  # never closed: the parser takes for its content what follows
    "span": _WORDS,
    "font": _WORDS,
}
MAX_NOISE = 60  # characters; what is longer is text that a script will show
MAX_INSIDE = 10  # elements in it
_SHOWN_LATER = regex(r"[:：]|(?:19|20)\d\d")  # a byline
# Before a paragraph that no element begins: four characters wide, after the end of a sentence.
_INDENT = regex(r"\s(?<=[。！？”…；]\s)\s*(?:(?<=\u3000{2})|(?<=\xa0{4}))")
_NEW_LINE = regex("\n")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_text = etree.XPath("string()", smart_strings=False)


def read_page(text: str, url: str) -> Page | None:
    """Parse and read a whole page; None where there is no markup at all."""
    page = open_page(text, url)
    if page is not None:
        read_whole(page)
    return page


def read_whole(page: Page) -> None:
    """Read all lines of a page, once."""
    if not page.lines:
        _Walk(page).read(page.root)


def read_part(page: Page, elements: Sequence[Any], below: int) -> Page:
    """Read from the first to the last of some elements, and so many lines below them.

    The part begins and ends where children of the innermost element around all of them do.
    """
    around, children = _between(elements)
    part = page.unread(children[0] if around else None)
    walk = _Walk(part, around)
    for child in children:
        walk.read(child)
    walk.read_on(children[-1], below)
    return part


def _between(elements: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Return what is around elements, outermost first, and its children from first to last."""
    chains = [[*reversed(list(element.iterancestors())), element] for element in elements]
    depth = 0
    while depth + 1 < min(map(len, chains)) and len({chain[depth] for chain in chains}) == 1:
        depth += 1
    around, branches = chains[0][:depth], [chain[depth] for chain in chains]
    children = list(around[-1]) if around else branches[:1]
    numbers = sorted(map(children.index, branches))
    return around, children[numbers[0] : numbers[-1] + 1]


def read_above(page: Page, sign: re.Pattern[str]) -> Iterator[Page]:
    """Read from each element that shows a sign down to a part of the page, the nearest first."""
    element = page.first
    while (parent := element.getparent()) is not None:
        between: list[Any] = []
        for sibling in element.itersiblings(preceding=True):
            between.append(sibling)
            if sibling.tag not in SKIPPED and sign.search(_text(sibling) + (sibling.tail or "")):
                above = page.unread(sibling)
                walk = _Walk(above, [*parent.iterancestors(), parent])
                for one in reversed(between):
                    walk.read(one)
                walk.leave()
                yield above
        element = parent


def _has_indent(text: str) -> bool:
    """Whether a paragraph may begin within a text, said faster than by the pattern."""
    return "\u3000\u3000" in text or "\xa0\xa0\xa0\xa0" in text


def _is_noise(element: Any, style: str) -> bool:
    """Whether words are hidden in the midst of a line, to spoil copies of it."""
    if not (is_hidden(style) or (has_no_size(style) and not len(element))):
        return False
    if sum(1 for _ in islice(element.iter(), MAX_INSIDE + 1)) > MAX_INSIDE:
        return False
    text = _text(element)
    return len(text) <= MAX_NOISE and not _SHOWN_LATER.search(text)


class _Enough(Exception):
    """As many lines are read as are wanted."""


class _Walk:
    """Reads elements into the lines and blocks of a page, in the order of the document.

    A block is made when its first line is, as many elements of a page hold none.
    """

    def __init__(self, page: Page, around: Sequence[Any] = ()) -> None:
        self.page = page
        self.pieces: list[str] = []
        self.linked = 0
        self.links: list[Any] = []  # that are open
        self.marks: list[tuple[int, int]] = []  # pieces that are linked, and how long they are
        self.enough = sys.maxsize  # lines
        self.open = [element for element in around if element.tag in BLOCKS]
        self.made: list[Block] = []  # of the outermost of the open elements

    def read(self, whole: Any) -> None:
        """Read an element and what stands between it and the next."""
        # The hot loop: most elements are inline, only add their text, and make no call.
        pieces, opened, links = self.pieces, self.open, self.links
        walker = etree.iterwalk(whole, events=("start", "end"))
        for event, element in walker:
            role = ROLES.get(element.tag)
            if event == "start":
                if role == _BLOCK:
                    if pieces:
                        self.flush()
                    opened.append(element)
                elif role == _LINK:
                    self.link(element)
                elif role == _SKIP or (
                    role == _WORDS and (style := element.get("style")) and _is_noise(element, style)
                ):
                    walker.skip_subtree()
                    self.skip(element)
                    continue
                elif role is not None and role != _WORDS:
                    self.enter(element, role)
                text = element.text
            else:
                if role == _BLOCK:
                    self.leave()
                elif role == _LINK and links and links[-1] is element:
                    links.pop()
                text = element.tail
            if text and (pieces or not text.isspace()):
                pieces.append(text)
                if links:
                    self.mark(len(text.strip()))

    def read_on(self, last: Any, below: int) -> None:
        """Read what follows an element, so many lines of it; close what is open."""
        self.enough = len(self.page.lines) + below
        with suppress(_Enough):
            for parent in last.iterancestors():
                for element in last.itersiblings():
                    self.read(element)
                if parent.tag in BLOCKS:
                    self.leave()
                self.pieces.append(parent.tail or "")
                last = parent
        for block in self.made:
            block.end = len(self.page.lines)

    def link(self, element: Any) -> None:
        """Open a link; what editors only name to be jumped to is none, and may be a whole text."""
        if element.get("href") or not element.get("name"):
            self.links.append(element)
            self.page.anchors.append((len(self.page.lines), element))

    def mark(self, length: int) -> None:
        """Take the last piece for one of a link."""
        self.linked += length
        self.marks.append((len(self.pieces) - 1, length))

    def enter(self, element: Any, role: int) -> None:
        if role == _IMAGE:
            self.page.images.append((len(self.page.lines), element))
        elif role == _PLAYER:
            self.page.players.append((len(self.page.lines), element))
        elif self.pieces:  # a break
            self.flush()

    def skip(self, element: Any) -> None:
        if element.tag == "script":
            self.page.scripts.append((len(self.page.lines), element))
        elif element.tag in PLAYERS:
            self.page.players.append((len(self.page.lines), element))

    def leave(self) -> None:
        """Close the innermost open block."""
        if self.pieces:
            self.flush()
        self.open.pop()
        if len(self.made) > len(self.open):
            self.made.pop().end = len(self.page.lines)

    def make(self) -> Block:
        """Make the open blocks that are not yet made, and return the innermost."""
        blocks, made, start = self.page.blocks, self.made, len(self.page.lines)
        parent, heading, hidden = -1, 0, False
        if made:
            parent, heading, hidden = made[-1].number, made[-1].heading, made[-1].hidden
        for element in self.open[len(made) :]:
            heading = HEADINGS.get(element.tag, heading)
            style = element.get("style")
            if hidden or (style is not None and is_hidden(style)):
                hidden = not is_container(label_of(element))
            block = Block(element, len(blocks), parent, start, heading, hidden)
            parent = block.number
            blocks.append(block)
            made.append(block)
        return made[-1]

    def flush(self) -> None:
        """End a line."""
        lines, raw = self.page.lines, "".join(self.pieces)
        block = self.made[-1] if len(self.made) == len(self.open) else self.make()
        if block.tag == "pre" or (_has_indent(raw) and _has_indent(raw.strip())):
            self.part(raw, block)
        elif text := squeeze(raw):
            linked = self.linked if self.linked < len(text) else len(text)
            lines.append(Line(text, linked, block.number, block.heading, block.hidden))
        self.pieces.clear()
        if self.marks:
            self.marks.clear()
            self.linked = 0
        if len(lines) >= self.enough:
            raise _Enough

    def part(self, raw: str, block: Block) -> None:
        """End the lines that a text holds: those as they are written, or its paragraphs."""
        border = _NEW_LINE if block.tag == "pre" else _INDENT
        parts = border.split(raw)
        for part, links in zip(parts, self.linked_parts(raw, border, len(parts)), strict=True):
            if text := squeeze(part):
                linked = links if links < len(text) else len(text)
                line = Line(text, linked, block.number, block.heading, block.hidden)
                self.page.lines.append(line)

    def linked_parts(self, raw: str, border: re.Pattern[str], count: int) -> list[int]:
        """Return how much of each part of a line is linked."""
        if count == 1 or not self.linked:
            return [self.linked] * count
        ends = [found.start() for found in border.finditer(raw)]
        starts = [0, *accumulate(map(len, self.pieces))]
        linked = [0] * count
        for piece, length in self.marks:
            linked[bisect(ends, starts[piece])] += length
        return linked
