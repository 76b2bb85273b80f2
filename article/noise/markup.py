"""What is left of a page's markup in its text: tags, comments, entities."""

import html
import re
from collections.abc import Iterator

from article.noise.edits import Edit
from article.patterns import regex

_NAMED = (
    "nbsp|ensp|emsp|thinsp|ldquo|rdquo|lsquo|rsquo|quot|apos|mdash|ndash|hellip|middot|bull|times"
    "|plusmn|deg|laquo|raquo|permil|yen|frac(?:12|14|34)|sup[23]|lt|gt|shy|zwnj|zwj"
)
_ENTITY = regex(
    rf"&(?:amp;)*((?:#\d{{2,6}}|#[xX][0-9a-fA-F]{{2,5}}|{_NAMED});|nbsp(?![A-Za-z;=]))"
    r"|(?<=[A-Za-z0-9])&(amp;)(?=[A-Za-z0-9])(?![\w.-]+=)"  # R&amp;D, but no part of an address
    r"|(?<![&A-Za-z0-9])(#x(?:ff[0-6]|30[0-3]|20[12]|[4-9][0-9a-f]{2})[0-9a-f];)"  # its & was lost
)
# Characters as scripts write them, \\u6587\\u660e or %u6587%u660E, but no part of an address.
_ESCAPED = regex(r"(?:\\u[0-9a-fA-F]{4}){3,}|(?<![\w=/&+.-])(?:%u[0-9a-fA-F]{4}){3,}", re.ASCII)
_ESCAPED_BREAK = regex(r"(?<=[。！？”…])(?:\\r)?\\n(?=[\u3000\u4e00-\u9fff“])")
_TAG = (
    "p|br|div|span|strong|b|i|u|em|font|center|a|img|table|thead|tbody|tr|td|th|ul|ol|li|h[1-6]"
    "|section|article|figure|figcaption|blockquote|pre|hr|dl|dt|dd|small|big|sub|sup|iframe|video"
    "|audio|source|embed|object|param|input|button|form|ruby|rb|[ovw]:\\w+|st1:\\w+"
)
_MARKUP = regex(
    rf"(?:<|&(?:amp;)*lt;)/?(?:{_TAG})(?:\s+(?=[a-z])[^<>\n]{{0,400}}?|\s*/|\s)?(?:>|&(?:amp;)*gt;)"
    r"|<!\[CDATA\[|\]\]>|<(?:!\[(?:end)?if|\?xml)\b[^<>\n]{0,200}>"  # of word processors, too
    r"|\?/(?:p|div|span|strong|font|td|a|h[1-6])>",  # < was swallowed by half a character
    re.IGNORECASE,
)
_PAGE_MARK = regex(r"#p#[^#\n<]{0,30}#e#")  # where an editor parted a text into pages
# What is between these is nothing that a page shows, or is set above the line.
_BLOCK = regex(
    r"<!--|<(?:style|script|rt|rp)\b|<span [^<>\n]{0,200}display: ?none\b", re.IGNORECASE
)
_BLOCK_END = {"<!--": "-->"}
# Rules of a style sheet at the start of a line, such as .TRS_Editor P{line-height:2;}.
_DECLARATION = r"[ \t]*[a-z-]{2,30}[ \t]*:[^{};:\n]{1,100}"
_RULES = regex(
    r"(?m)^[ \t\u3000]*(?:(?:[a-z]{1,8})?[.#@][A-Za-z][\w .,:#>*-]{0,200}\{"
    rf"{_DECLARATION}(?:;{_DECLARATION}){{0,39}};?[ \t]*\}}[ \t]*){{1,60}}\n?"
)
_ANY_TAG = regex(r"<[^<>\n]{0,400}>")
_BREAKS = regex(r"(?:<|&(?:amp;)*lt;)/?(?:p|br|div|tr|li|h[1-6])\b", re.IGNORECASE)
_IS_ABOUT_MARKUP = regex("HTML|XML|CSS|标签|標籤|网页代码|源代码|浏览器|前端", re.IGNORECASE)


def find_page_marks(text: str) -> Iterator[Edit]:
    """Yield edits that take out marks of where an editor parted a text into pages."""
    if "#p#" in text:
        for mark in _PAGE_MARK.finditer(text):
            yield Edit(start=mark.start(), end=mark.end(), evidence="page mark")


def find_style_rules(text: str) -> Iterator[Edit]:
    """Yield edits that take out rules of a style sheet at the start of a line."""
    if "{" in text and not _IS_ABOUT_MARKUP.search(text):
        for rules in _RULES.finditer(text):
            yield Edit(start=rules.start(), end=rules.end(), evidence="style sheet")


def find_blocks(text: str) -> Iterator[Edit]:
    """Yield edits that take out comments, styles, scripts and notes with what is in them.

    A text that speaks of markup keeps it.
    """
    if ">" in text and not _is_about_markup(text):
        yield from _blocks(text)


def find_tags(text: str) -> Iterator[Edit]:
    """Yield edits that take known tags out, and set a new line where one began."""
    if (">" in text or "&gt;" in text) and not _is_about_markup(text):
        yield from _tags(text)


def find_escaped_breaks(text: str) -> Iterator[Edit]:
    r"""Yield edits that set a new line where a script would, \n behind a sentence."""
    if "\\n" in text and not _IS_ABOUT_MARKUP.search(text):
        for match in _ESCAPED_BREAK.finditer(text):
            yield Edit(start=match.start(), end=match.end(), after="\n", evidence="line end")


def _is_about_markup(text: str) -> bool:
    # What a tag holds, such as <xml> of word processors, does not make a text one of markup.
    return _IS_ABOUT_MARKUP.search(_ANY_TAG.sub("", text)) is not None


def _blocks(text: str) -> Iterator[Edit]:
    """Yield edits that take out comments, styles and scripts with what is in them."""
    lower, at = text.lower(), 0
    while match := _BLOCK.search(lower, at):
        opening = match.group()
        closing = _BLOCK_END.get(opening) or f"</{opening[1:].split()[0]}>"
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
    if ("&" not in text and ";" not in text) or _IS_ABOUT_MARKUP.search(text):
        return
    for match in _ENTITY.finditer(text):
        name = match[1] or match[2] or match[3]
        char = html.unescape("&" + name).replace("\xa0", " ")
        if char.isprintable() or char in "\u2002\u2003\u2009\u00ad\u200c\u200d\u3000":
            yield Edit(start=match.start(), end=match.end(), after=char, evidence="entity")


def find_escapes(text: str) -> Iterator[Edit]:
    """Yield edits that write what scripts escape as its characters."""
    if ("\\u" not in text and "%u" not in text) or _IS_ABOUT_MARKUP.search(text):
        return
    for match in _ESCAPED.finditer(text):
        units = bytes.fromhex(match.group().replace(match.group()[:2], ""))
        yield Edit(
            start=match.start(),
            end=match.end(),
            after=units.decode("utf-16-be", "replace"),
            evidence="escaped",
        )


def _is_inside_line(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and text[start - 1] != "\n" and text[end] not in "\n<"
