"""Whether a page lost its characters on the way, so that nobody can read it."""

import re

from article.decode import decode
from article.errors import Undecodable
from article.patterns import regex

# What has no end goes on to that of the page, or it would be looked for from each beginning.
_MARKUP = regex(r"<(script|style)\b(?:.*?</\1>|.*)|<[^>]*>?|&\w+;", re.S | re.I)
_CHINESE = regex(r"[\u4e00-\u9fff]")
_LOST = regex(r"[?\ufffd]|锟斤拷")  # a converter's word for what it cannot say
_MANY = 20
_MANY_OF_TITLE = 4


def is_garbled(html: bytes, charset: str | None) -> bool:
    """Whether a page is no text in any encoding, or mostly signs that stand for lost characters.

    ``charset`` is that of the HTTP header.
    """
    try:
        text, _ = decode(html, charset)
    except Undecodable:
        return True
    shown = _MARKUP.sub(" ", text)
    lost = len(_LOST.findall(shown))
    return lost >= _MANY and lost > len(_CHINESE.findall(_LOST.sub("", shown)))


def is_lost(title: str, body: str) -> bool:
    """Whether hardly more was read of an article than signs for lost characters, or bytes as such.

    They are good characters by themselves: a database with a wrong charset sends them.
    """
    return _is_mostly_lost(title, _MANY_OF_TITLE) or _is_mostly_lost(body, _MANY)


def _is_mostly_lost(text: str, least: int) -> bool:
    narrow = text.encode("latin-1", "ignore")  # bytes of Chinese are letters of Latin-1
    letters = len(narrow) - len(narrow.decode("ascii", "ignore"))
    lost = letters + sum(len(sign) * text.count(sign) for sign in ("?", "\ufffd", "锟斤拷"))
    return lost >= least and 2 * lost > len("".join(text.split()))
