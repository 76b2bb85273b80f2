"""A text that the page keeps in a script or a form field, for another script to show.

Pages built by Vue, React and the like bring their article as JSON or as a program's string; older
ones in a hidden textarea or in a script of type text/plain.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from article.markup.page import Page, parse
from article.model import BEIJING
from article.patterns import regex

LEAST = 60  # Chinese characters of a text; shorter strings are labels and notices
BRIEF = 15  # of one with title and time beside it
NEAR = 20_000  # characters between the text and the strings that belong to it
MAX_STRINGS = 50_000

_STRING = regex(
    r"""
        (?:
            ["']?(?<![\w$])(?P<key>[A-Za-z_$][\w$]{0,40})["']?\s{0,3}[:=]
            | (?P<call>\b(?:write|writeln|html|parse)\()
        )\s{0,3}(?P<value>
            "[^"\\]*(?:\\.[^"\\]*)*" | '[^'\\]*(?:\\.[^'\\]*)*' | `[^`\\]*(?:\\.[^`\\]*)*`
            | 1\d{9}(?:\d{3})?\b
        )
    """,
    re.X | re.S,
)
_ESCAPE = regex(r"\\(u[\da-fA-F]{4}|x[\da-fA-F]{2}|\r?\n|.)", re.S)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": ""}
_TEXT = regex(r"content|html|detail|article|body|te?xt|(?:zw|nr)\Z", re.I)
_NO_TEXT = regex(r"desc|summary|abstract|title|copyright|share|seo|tips?\Z|comment", re.I)
_FIELDS = {
    "title": regex(r"(?:\w*_?title|headline)\Z", re.I),
    "发布时间": regex(r"(?:pub\w*|publish\w*|release\w*|show)_?(?:time|date|at)\Z", re.I),
    "来源": regex(r"(?:\w*source(?:_?name)?|origin|copyfrom|media_?name)\Z", re.I),
    "作者": regex(r"(?:news|article|info)?_?(?:author|writer|reporter)(?:_?name)?\Z", re.I),
    "责任编辑": regex(r"(?:editor|zrbj)(?:_?name)?\Z", re.I),
}
# Where nothing tells when it was published.
_MADE = regex(r"(?:creat\w{1,2}|add|input|issue|news)_?(?:time|date|at)\Z", re.I)
_SUBTITLE = regex("sub|short|sec|seo|site|page", re.I)
_PLAIN = ("text/plain", "text/html", "text/template", "text/x-template")
_SHOWN = ("div", "td", "xmp")  # may hold markup in escapes
_HAN = regex(r"\p{Han}")
_HAN_OR_ESCAPE = regex(r"\p{Han}|\\u[4-9][\da-fA-F]{3}")
_TAG = regex(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class _String:
    """A string of a program or form: the name it has there, and where it stands."""

    key: str
    value: str
    at: int


def has_text(paragraphs: Sequence[str]) -> bool:
    """Whether a page shows a text, and not the markup of one."""
    return bool(paragraphs) and not any("</p>" in text or "<br" in text for text in paragraphs)


def show_embedded(page: Page) -> Page | None:
    """Return the page with the text that it hides shown in its place, None where it hides none.

    Of several texts with one name none is the article: they are a list.
    """
    found: list[tuple[int, Any, _String, list[_String]]] = []
    names = Counter[str]()
    for element, strings in _sources(page):
        for string in strings:
            size = _size(string.value)
            if size >= BRIEF and _TEXT.search(string.key) and not _NO_TEXT.search(string.key):
                names[string.key] += 1
                found.append((size, element, string, strings))
    if not found:
        return None
    size, element, text, strings = max(found, key=lambda one: one[0])
    if names[text.key] > 1:
        return None
    fields = {name: _nearest(strings, text, key) for name, key in _FIELDS.items()}
    fields["发布时间"] = fields["发布时间"] or _nearest(strings, text, _MADE)
    title = fields.pop("title")
    if size < LEAST and not (title and fields["发布时间"]):
        return None
    _insert(element, text.value, title, fields)
    return Page(page.root, page.url, page.source, page.title or title or "")


def _sources(page: Page) -> Iterator[tuple[Any, list[_String]]]:
    for element in page.root.iter("script", "textarea", "input", *_SHOWN):
        kind = (element.get("type") or "").lower()
        if element.tag == "script" and kind not in _PLAIN:
            if (text := element.text) and _HAN_OR_ESCAPE.search(text):
                yield element, list(islice(_strings(text), MAX_STRINGS))
        elif element.tag in _SHOWN:
            if (text := element.text) and text.lstrip().startswith("<"):
                element.text = None  # as its script would
                yield element, [_String("content", text, 0)]
        elif element.tag != "input" or kind == "hidden":
            text = element.get("value") if element.tag == "input" else element.text
            yield element, [_String("content", text or "", 0)]


def _strings(program: str, start: int = 0) -> Iterator[_String]:
    for found in _STRING.finditer(program):
        quoted, at = found["value"], start + found.start()
        value = _read(quoted)
        if found["call"] == "parse(":
            yield from _strings(value, at)
        elif value:
            yield _String(found["key"] or "content", value, at)


def _read(quoted: str) -> str:
    """Return what a string of a program stands for; seconds since 1970 as a time."""
    if quoted.isdigit():
        return datetime.fromtimestamp(int(quoted[:10]), BEIJING).isoformat(" ", "minutes")[:16]
    text = quoted[1:-1]
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return html.unescape(text) if "&lt;" in text and "<" not in text else text


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    return chr(int(code[1:], 16)) if len(code) > 2 else _ESCAPED.get(code, code.strip("\r\n"))


def _size(text: str) -> int:
    return len(_HAN.findall(_TAG.sub("", text))) if len(text) >= BRIEF and "。" in text else 0


def _nearest(strings: Iterable[_String], text: _String, key: re.Pattern[str]) -> str | None:
    near = [
        string
        for string in strings
        if key.match(string.key)
        and not _SUBTITLE.match(string.key)
        and len(string.value) < 200
        and abs(string.at - text.at) < NEAR + len(text.value)
    ]
    best = min(near, key=lambda string: abs(string.at - text.at), default=None)
    return _TAG.sub("", best.value).strip() or None if best else None


def _insert(element: Any, text: str, title: str | None, fields: dict[str, str | None]) -> None:
    """Set a text before the element that held it, below its title and byline where it has some.

    It gets the name of a known text element, which is read inside a hidden one too.
    """
    said = "".join(
        f"<p>{name}：{html.escape(value)}</p>" for name, value in fields.items() if value
    )
    head = f"<h1>{html.escape(title)}</h1>{said}" if title else ""
    if "<" not in text:
        text = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
    shown = f"<html><body>{head}<div class='article-content'>{text}</div></body></html>"
    place = element.getroottree().getroot().find("body")
    for child in parse(shown.encode("utf-8", "replace")).find("body"):
        if place is None or place in element.iterancestors():
            element.addprevious(child)
        else:
            place.append(child)
