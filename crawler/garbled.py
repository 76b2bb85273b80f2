"""Whether a page lost its characters on the way, so that nobody can read it."""

import re

from article.decode import decode
from article.errors import Undecodable

_MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>|&\w+;", re.S | re.I)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LOST = re.compile(r"[?\ufffd]|锟斤拷")  # a converter's word for what it cannot say
_MANY = 20


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
