"""Whether a page shows an article that we hold worse than it did, by an accident on the way."""

import re
from typing import Protocol

from article.patterns import regex

_LOST = regex(r"[\ufffd\ue000-\uf8ff]")
_ASKED = regex(r"(?<=[\u4e00-\u9fff])\?(?=[\u4e00-\u9fff?])")  # a converter's sign, in words
# How many more of them, and which part of a text, are no slip of an editor.
_MOST = ((_LOST, 2, 0.004), (_ASKED, 5, 0.05))
_CHINESE = regex(r"[\u4e00-\u9fff]")
_WORDS = regex(r"[a-z] [a-z]", re.I)  # of a sentence: pictures and files may take a text's place
_NEEDED = 20  # Chinese characters of a text that would be missed
_ENDS = "。！？!?.…”’」』）)】：:"
_BREAKS = "\ufffd…"  # half a character, or what invites to read on elsewhere
_BEGINNINGS = "\n （(【["  # of what may go without the rest
_END = re.compile(rb"</(?:body|html)\b", re.I)


class Text(Protocol):
    """What of an article is compared."""

    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...


def is_cut_short(held: Text, read: Text) -> bool:
    """Whether a text breaks off in mid-sentence where the one that we hold goes on.

    Servers that end an answer by closing the connection can end it anywhere.
    """
    rest, body = missing(held, read), read.body.rstrip(_BREAKS)
    return bool(rest) and rest[0] not in _BEGINNINGS + _ENDS and body[-1] not in _ENDS


def missing(held: Text, read: Text) -> str:
    """Return how the text that we hold goes on where one is only its beginning."""
    body = read.body.rstrip(_BREAKS)
    is_beginning = body and read.title == held.title and held.body.startswith(body)
    return held.body[len(body) :] if is_beginning else ""


def is_less(held: Text, read: Text) -> bool:
    """Whether a text is the one that we hold without some of its paragraphs."""
    kept, lines = set(held.body.split("\n")), set(read.body.split("\n"))
    return lines < kept


def has_end(html: bytes) -> bool:
    """Whether a page says where it ends. Some sites never do."""
    return _END.search(html) is not None


def has_lost_characters(held: Text, read: Text) -> bool:
    """Whether a text has signs for lost characters, or no Chinese, and the one we hold has.

    What a server says of itself in English may stand in a template with everything else in place.
    """
    if len(_LOST.findall(read.title)) > len(_LOST.findall(held.title)):
        return True
    for sign, least, part in _MOST:
        more = len(sign.findall(read.body)) - len(sign.findall(held.body))
        if more >= max(least, part * len(read.body)):
            return True
    if _CHINESE.search(read.body) or len(_CHINESE.findall(held.body)) < _NEEDED:
        return False
    return bool(_WORDS.search(read.body)) or not _CHINESE.search(read.title)
