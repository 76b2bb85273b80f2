"""A page as lines of text: parsed once, walked once, in the order of the document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from article.containers import is_container, is_hidden

# Their content is no text of the page.
SKIPPED = frozenset(
    "script style noscript select option button iframe object embed svg template textarea input "
    "audio video head title link meta math canvas applet map".split()
)
# These begin and end a line.
BLOCKS = frozenset(
    "html body div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption "
    "section article header footer aside nav main form pre blockquote center fieldset address "
    "figure figcaption hgroup details summary dir menu frameset legend".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
NEWLINE_BETWEEN_HAN = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])"
)
PUNCTUATION = re.compile("[，。！？；：、“”,!?;]")


class Block:
    """A block element and the lines it holds: ``page.lines[start:end]``."""

    __slots__ = ("element", "end", "label", "parent", "start", "tag")

    def __init__(self, element: Any, tag: str, label: str, parent: int, start: int) -> None:
        self.element = element
        self.tag = tag
        self.label = label
        self.parent = parent
        self.start = start
        self.end = start


class Line:
    """One line as a reader sees it; ``linked`` of its characters are link text."""

    __slots__ = ("block", "heading", "hidden", "linked", "text")

    def __init__(self, text: str, linked: int, block: int, heading: int, hidden: bool) -> None:
        self.text = text
        self.linked = linked
        self.block = block
        self.heading = heading
        self.hidden = hidden


@dataclass(slots=True)
class Page:
    """Everything later steps ask about a page. ``images`` and ``anchors`` know their line."""

    root: Any
    url: str
    source: str
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    images: list[tuple[int, Any]] = field(default_factory=list)
    anchors: list[tuple[int, Any]] = field(default_factory=list)
    players: list[tuple[int, Any]] = field(default_factory=list)
    title: str = ""

    def chain(self, block: int) -> Iterator[int]:
        """Yield a block and its ancestors, innermost first."""
        while block >= 0:
            yield block
            block = self.blocks[block].parent


def parse(text: str) -> Any:
    """Return the root element of a page, or None where there is no markup at all.

    The parser closes what is left open, stops at a depth of 2,048 and loads nothing.
    """
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
        no_network=True,
        collect_ids=False,
    )
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def squeeze(text: str) -> str:
    """Return one line: white space to single spaces, none where only the markup breaks a word."""
    if "\n" in text:
        text = NEWLINE_BETWEEN_HAN.sub("", text.strip())
    return " ".join(text.split())


def read_page(text: str, url: str) -> Page | None:
    """Parse and flatten a page; None where it holds no element."""
    root = parse(text)
    if root is None:
        return None
    page = Page(root, url, text)
    _Walk(page).run()
    titles = root.iter("title")
    page.title = next((squeeze("".join(t.itertext())) for t in titles), "")
    return page


class _Walk:
    """The one pass over the tree."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pieces: list[str] = []
        self.linked = 0
        self.links = 0
        self.open: list[int] = []
        self.hidden: list[bool] = [False]
        self.headings: list[int] = [0]

    def flush(self) -> None:
        if not self.pieces:
            return
        text = squeeze("".join(self.pieces))
        if text:
            block = self.open[-1] if self.open else -1
            line = Line(
                text, min(self.linked, len(text)), block, self.headings[-1], self.hidden[-1]
            )
            self.page.lines.append(line)
        self.pieces.clear()
        self.linked = 0

    def add(self, text: str) -> None:
        self.pieces.append(text)
        if self.links:
            self.linked += len(text.strip())

    def run(self) -> None:
        walker = etree.iterwalk(self.page.root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if tag in SKIPPED:
                    walker.skip_subtree()
                    if tag in ("video", "audio", "embed", "iframe", "object"):
                        self.page.players.append((len(self.page.lines), element))
                    continue
                if tag in BLOCKS:
                    self.open_block(element, tag)
                elif tag == "br":
                    self.flush()
                elif tag == "a":
                    self.links += 1
                    self.page.anchors.append((len(self.page.lines), element))
                elif tag == "img":
                    self.page.images.append((len(self.page.lines), element))
                if element.text:
                    self.add(element.text)
            else:
                if tag in BLOCKS:
                    self.close_block()
                elif tag == "a":
                    self.links -= 1
                if element.tail:
                    self.add(element.tail)
        self.flush()

    def open_block(self, element: Any, tag: str) -> None:
        self.flush()
        label = f"{element.get('class') or ''} {element.get('id') or ''}"
        parent = self.open[-1] if self.open else -1
        self.open.append(len(self.page.blocks))
        self.page.blocks.append(Block(element, tag, label, parent, len(self.page.lines)))
        style = element.get("style")
        hidden = (self.hidden[-1] or (style is not None and is_hidden(style))) and not is_container(
            label
        )
        self.hidden.append(hidden)
        self.headings.append(HEADINGS.get(tag, 0) or self.headings[-1])

    def close_block(self) -> None:
        self.flush()
        self.page.blocks[self.open.pop()].end = len(self.page.lines)
        self.hidden.pop()
        self.headings.pop()
