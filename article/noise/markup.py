"""What is left of a page's markup in its text: tags, comments, entities."""

import html
import re
from collections.abc import Iterator

from article.noise.edits import Edit
from article.patterns import regex

_NAMED = (
    "nbsp|ensp|emsp|thinsp|ldquo|rdquo|lsquo|rsquo|quot|mdash|ndash|hellip|middot|bull|times|deg"
    "|laquo|raquo|permil|yen|shy|zwnj|zwj"
)
_ENTITY = regex(
    rf"&(?:amp;)*((?:#\d{{2,6}}|#[xX][0-9a-fA-F]{{2,5}}|{_NAMED});)"
    r"|(?<![&A-Za-z0-9])(#x(?:ff[0-6]|30[0-3]|20[12]|[4-9][0-9a-f]{2})[0-9a-f];)"  # its & was lost
)
_TAG = (
    "p|br|div|span|strong|b|i|u|em|font|center|a|img|table|tbody|tr|td|th|ul|ol|li|h[1-6]|section"
    "|o:p|st1:\\w+"
)
_MARKUP = regex(
    rf"</?(?:{_TAG})(?:\s[^<>\n]{{0,400}}|\s*/)?>"
    r"|\?/(?:p|div|span|strong|font|td|a|h[1-6])>",  # < was swallowed by half a character
    re.IGNORECASE,
)
_PAGE_MARK = regex(r"#p#[^#\n<]{0,30}#e#")  # where an editor parted a text into pages
_BLOCK = regex(r"<!--|<(?:style|script)\b", re.IGNORECASE)
_BLOCK_END = {"<!--": "-->", "<style": "</style>", "<script": "</script>"}
# Rules of a style sheet at the start of a line, such as .TRS_Editor P{line-height:2;}.
_RULES = regex(
    r"(?m)^[ \t\u3000]*(?:(?:[a-z]{1,8})?[.#@][A-Za-z][\w .,:#>*-]{0,200}\{"
    r"(?:[ \t]*[a-z-]{2,30}[ \t]*:[^{};:\n]{1,100};?){1,40}[ \t]*\}[ \t]*){1,60}\n?"
)
_ANY_TAG = regex(r"<[^<>\n]{0,400}>")
_BREAKS = regex(r"</?(?:p|br|div|tr|li|h[1-6])\b", re.IGNORECASE)
_IS_ABOUT_MARKUP = regex("HTML|XML|CSS|标签|標籤|网页代码|源代码|浏览器|前端", re.IGNORECASE)


def find_markup(text: str) -> Iterator[Edit]:
    """Yield edits that take known tags out and write known entities as their characters.

    A text that speaks of markup keeps it.
    """
    if "#p#" in text:
        for mark in _PAGE_MARK.finditer(text):
            yield Edit(start=mark.start(), end=mark.end(), evidence="page mark")
        return
    if "{" in text and not _IS_ABOUT_MARKUP.search(text):
        for rules in _RULES.finditer(text):
            yield Edit(start=rules.start(), end=rules.end(), evidence="style sheet")
    # What a tag holds, such as <xml> of word processors, does not make a text one of markup.
    if ">" in text and not _IS_ABOUT_MARKUP.search(_ANY_TAG.sub("", text)):
        blocks = list(_blocks(text))
        yield from blocks or _tags(text)


def _blocks(text: str) -> Iterator[Edit]:
    """Yield edits that take out comments, styles and scripts with what is in them."""
    lower, at = text.lower(), 0
    while match := _BLOCK.search(lower, at):
        closing = _BLOCK_END[match.group()]
        end = lower.find(closing, match.end())
        if end < 0 or len(lower) != len(text):
            return
        at = end + len(closing)
        begins_line = text[match.start() - 1 : match.start()] in ("", "\n")
        if begins_line and text.startswith("\n", at):
            at += 1
        yield Edit(start=match.start(), end=at, evidence="markup")


def _tags(text: str) -> Iterator[Edit]:
    for match in _MARKUP.finditer(text):
        start, end = match.span()
        breaks = _BREAKS.match(match.group()) and _is_inside_line(text, start, end)
        yield Edit(start=start, end=end, after="\n" if breaks else "", evidence="markup")


def find_entities(text: str) -> Iterator[Edit]:
    """Yield edits that write entities as the characters they stand for."""
    if ";" not in text or _IS_ABOUT_MARKUP.search(text):
        return
    for match in _ENTITY.finditer(text):
        name = match.group(1) or match.group(2)
        char = html.unescape("&" + name).replace("\xa0", " ")
        if char.isprintable() or char in "\u2002\u2003\u2009\u00ad\u200c\u200d\u3000":
            yield Edit(start=match.start(), end=match.end(), after=char, evidence="entity")


def _is_inside_line(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and text[start - 1] != "\n" and text[end] not in "\n<"
