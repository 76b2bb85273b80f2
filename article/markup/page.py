"""A page as lines of text, in the order of the document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import dropwhile, islice
from typing import Any

from lxml import etree

from article.folding import fold, key_of_folded
from article.layout import select
from article.markup.containers import is_negative
from article.patterns import regex

MAX_MARKUP = 3_000_000  # characters that are parsed: bounds time and memory
_EMBEDDED = regex(r"(?<=data:)[\w/+.-]{1,40};base64,[\w/+=%]{100,}")
MAX_KEPT = 8  # elements that a selector found, which are not looked for again in a part
MAX_LABEL = 400  # characters of classes and id, from the end
# The parser compares each attribute of an element with all before it: 100,000 take it minutes.
# (What hides them behind a quoted > meets whoever bounds the time that a page may take.)
MAX_ATTRIBUTES = 10_000
_OF_HEAD = frozenset("title meta link script style base noscript template object bgsound".split())
_END = (b"</html", b"</HTML", b"</Html")  # each of which is found faster than by a pattern
_ENDS = re.compile(rb"</(?:html|body)\s*>", re.I)
_LONG = 30_000  # bytes: shorter tags hold fewer
_TAG = re.compile(rb"<[a-zA-Z]")
_LONG_TAG = re.compile(rb"(<[a-zA-Z][^\s/>]*)[^>]{%d,}" % _LONG)
_ATTRIBUTE = re.compile(rb"""[^\s/=>"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?""")
_WIDE_PAIR = regex("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]{2}")


class Line:
    """One line as a reader sees it; ``linked`` of its characters are link text."""

    __slots__ = ("_folded", "_key", "block", "heading", "hidden", "linked", "text")

    def __init__(self, text: str, linked: int, block: int, heading: int, hidden: bool) -> None:
        self.text = text
        self.linked = linked
        self.block = block
        self.heading = heading
        self.hidden = hidden
        self._folded: str | None = None
        self._key: str | None = None

    @property
    def folded(self) -> str:
        """The text as patterns expect it, see article.folding."""
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded

    @property
    def key(self) -> str:
        """The text's letters and numerals."""
        if self._key is None:
            self._key = key_of_folded(self.folded)
        return self._key

    @property
    def is_link(self) -> bool:
        """Whether the line is a link and little else."""
        return self.linked > 0.6 * len(self.text)


class Block:
    """A block element that holds lines, and which: ``page.lines[start:end]``.

    ``number`` is its place in ``page.blocks``, ``parent`` that of the block around it, or -1.
    """

    __slots__ = (
        "_label",
        "element",
        "end",
        "heading",
        "hidden",
        "number",
        "parent",
        "start",
        "tag",
    )

    def __init__(
        self, element: Any, number: int, parent: int, start: int, heading: int, hidden: bool
    ) -> None:
        self.element = element
        self.tag: str = element.tag
        self.number = number
        self.parent = parent
        self.start = start
        self.end = start
        self.heading = heading
        self.hidden = hidden
        self._label: str | None = None

    @property
    def label(self) -> str:
        """The element's classes and, after the last space, its id."""
        if self._label is None:
            self._label = label_of(self.element)
        return self._label

    @property
    def is_negative(self) -> bool:
        """Whether class or id name something beside the text."""
        return is_negative(self.label)


@dataclass(slots=True)
class Page:
    """Everything that later steps ask of a page, or of the part of it that was read.

    ``blocks`` are in the order of their start tags, parents first. Images, anchors, players and
    scripts come with the index of the line that follows or holds them. ``first`` is where the part
    begins, None for a whole page.
    """

    root: Any
    url: str
    source: str
    title: str = ""
    first: Any = None
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    images: list[tuple[int, Any]] = field(default_factory=list)
    anchors: list[tuple[int, Any]] = field(default_factory=list)
    players: list[tuple[int, Any]] = field(default_factory=list)
    scripts: list[tuple[int, Any]] = field(default_factory=list)
    _selected: dict[str, list[Any]] = field(default_factory=dict)

    def unread(self, first: Any) -> "Page":
        """Return the same page without its lines, to be read from an element on."""
        page = Page(self.root, self.url, self.source, self.title, first)
        if self.first is None and first is not None:
            around = first.getparent()
            for selector, elements in self._selected.items():
                if len(elements) <= MAX_KEPT:
                    near = [e for e in elements if e is around or around in e.iterancestors()]
                    page._selected[selector] = near or elements
        return page

    def select(self, selector: str | None) -> list[Any]:
        """Return the elements that a CSS selector finds, in order; each selector runs once.

        Those near the part that was read come alone where there are any.
        """
        if selector is None:
            return []
        if selector not in self._selected:
            near = [] if self.first is None else select(self.first.getparent(), selector)
            self._selected[selector] = near or select(self.root, selector)
        return self._selected[selector]

    def links(self) -> Iterator[Any]:
        """Yield the anchors of the page, those outside the part that was read too."""
        if self.first is None:
            return (anchor for _, anchor in self.anchors)
        return self.root.iter("a")  # type: ignore[no-any-return]

    def chain(self, block: int) -> Iterator[Block]:
        """Yield a block and its ancestors, innermost first."""
        while block >= 0:
            yield self.blocks[block]
            block = self.blocks[block].parent


def open_page(text: str, url: str, encoded: bytes | None = None) -> Page | None:
    """Parse a page, of which nothing is read yet; None where there is no markup at all.

    ``encoded`` is the same text in UTF-8, where it is at hand.
    Of more than MAX_MARKUP characters only the beginning is parsed; pictures embedded in a page of
    such length do not count, as they are dropped first.
    """
    if len(text) > MAX_MARKUP:
        text, encoded = _EMBEDDED.sub("", text)[:MAX_MARKUP], None
    root = parse(encoded or text.encode("utf-8", "replace"))
    if root is None:
        return None
    # The first one: some pages have a second document in their footer.
    title = next((squeeze("".join(e.itertext())) for e in root.iter("title")), "")
    return Page(root, url, text, title)


def label_of(element: Any) -> str:
    """Return an element's classes and, after the last space, its id."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"[-MAX_LABEL:]


def squeeze(text: str) -> str:
    r"""Return one line: white space as single spaces, none where the markup breaks a word.

    >>> squeeze(" 文明\n\t实践  2025 年 ")
    '文明实践 2025 年'
    """
    words = text.split()
    if len(words) < 2:
        return words[0] if words else ""
    if "\n" not in text or "\n" not in text.strip():
        return " ".join(words)
    line, *rest = (part for row in text.split("\n") if (part := " ".join(row.split())))
    for part in rest:
        line += part if _WIDE_PAIR.match(line[-1] + part[0]) else f" {part}"
    return line


def parse(markup: bytes) -> Any:
    """Return the root element of a page in UTF-8, or None where there is no markup at all.

    The parser closes what is left open, stops at a depth of 2,048 and loads nothing. A tag with
    more than MAX_ATTRIBUTES attributes loses them all. What stands behind the end of a page belongs
    to it, as in a browser: servers put pages together of pieces that are pages of their own.
    """
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
        no_network=True,
        collect_ids=False,
    )
    if _goes_on(markup):
        markup = _ENDS.sub(b"", markup)  # the parser would drop what follows
    if _may_hold_long_tag(markup):
        markup = _LONG_TAG.sub(_bounded, markup)
    root = etree.fromstring(markup, parser)
    if root is not None:
        _open_body(root)
    return root


def _open_body(root: Any) -> None:
    """Move into the body what the parser leaves in the head where no tag of a body is written.

    Browsers end the head at the first element that is none of its own, the parser knows but those
    of older documents.
    """
    head = root.find("head")
    children = head if head is not None else ()
    strays = list(dropwhile(lambda element: element.tag in _OF_HEAD, children))
    if not strays:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    strays[-1].tail = f"{strays[-1].tail or ''}{body.text or ''}"
    body.text = None
    for element in reversed(strays):  # the parser counts its way to any place but the first
        body.insert(0, element)


def _goes_on(markup: bytes) -> bool:
    """Whether an element follows the end of a page."""
    ends = [at for end in _END if (at := markup.find(end)) >= 0]
    return bool(ends) and markup.find(b"<", min(ends) + 1) >= 0


def _may_hold_long_tag(markup: bytes) -> bool:
    """Whether some stretch of that length may be one tag, as none ends in it: seen much faster."""
    half = _LONG // 2
    at = 0
    while at < len(markup) - half:
        end = at
        if markup.find(b">", at, at + half) < 0:
            end = markup.find(b">", at + half)
            end = end if end >= 0 else len(markup)
            if _TAG.search(markup, markup.rfind(b">", 0, at) + 1, max(0, end - _LONG)):
                return True
        at = max(end, at + half)  # to look again at megabytes without an end would be slow
    return False


def _bounded(tag: re.Match[bytes]) -> bytes:
    attributes = sum(1 for _ in islice(_ATTRIBUTE.finditer(tag[0]), MAX_ATTRIBUTES))
    return tag[1] if attributes == MAX_ATTRIBUTES else tag[0]
