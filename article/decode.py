"""From bytes to text: which encoding a page is in, whatever it says of itself."""

import codecs
import re
from contextlib import suppress

from article.errors import Undecodable
from article.model import Charset
from article.patterns import regex

MAX_BYTES = 16 * 2**20
"""How much of a page is read: crawls download no more, and no article is longer."""

MAX_LOST = 0.1
"""The largest share of a page's non-ASCII characters that may be undecodable."""

MAX_CONTROLS = 0.05
"""The largest share of control characters in what is text: of random bytes they are a tenth."""

SAMPLE, GOOD = 2_000, 100
"""Characters on either side of the middle of a page, and how many of them per common Chinese one,
markup included, leave no doubt of the encoding.
"""

MAX_INCLUDED = 4_000
"""The most bytes that parts of a page in another encoding have, each and all of them."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MIXED = "utf-8, gb18030"
# But for white space, NUL, which is dropped, and what switches the sets of ISO 2022.
_CONTROLS = bytes({*range(1, 32), 0x7F} - {*b"\t\n\v\f\r\x0e\x0f\x1a\x1b"})
# In lower case: a pattern with fixed letters is found faster.
META_CHARSET = re.compile(rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""")
XML_ENCODING = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""")
WIDE_UTF8 = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{2}")

# gb2312 and gbk are declared for what is gb18030, their superset (WHATWG Encoding Standard).
GB_NAMES = {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "euc-cn"}
# Python knows them as encodings of text; pages have none of them, and they raise whatever is asked.
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}
# The most frequent characters of written Chinese, in both scripts: nonsense has few of them.
COMMON = regex(
    "[，。、的一是不了在有人我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會]"
)


# The space of Chinese word processors (GBK A3A0), as browsers show it, see the encoding's index in
# the WHATWG Encoding Standard; tables that leave it private have also turned it into UTF-8.
PRIVATE_SPACE = "\ue5e5"


def decode(html: bytes, header: str | None = None, url: str = "") -> tuple[str, Charset]:
    """Return the text of a page and which encoding it was in.

    ``header`` is the charset of the HTTP header. In order: byte order mark, a strict UTF-8 test,
    the header, the first meta, gb18030. UTF-8 comes before what was declared because Chinese text
    in another encoding all but never passes that test, while declarations are often wrong. NUL
    characters are dropped. Of a page longer than MAX_BYTES only the beginning is read. Raises
    Undecodable where too much is lost.
    """
    return decode_with_bytes(html, header, url)[:2]


def decode_with_bytes(
    html: bytes, header: str | None, url: str
) -> tuple[str, Charset, bytes | None]:
    """Return what ``decode`` does, and the bytes of a page where they are its text in UTF-8."""
    if len(html) > MAX_BYTES:
        html = html[: html.rfind(b"<", 0, MAX_BYTES)]  # no encoding has this byte inside a letter
    declared = [name for name in (header, _meta_charset(html)) if name]
    text, used = _decode(html, [name for name in map(_codec_name, declared) if name])
    if not used.startswith(("utf-16", "utf-32")):
        _check_controls(html, url)
    is_same = used == "utf-8"
    if b"\x00" in html:
        text, is_same = text.replace("\x00", ""), False
    if PRIVATE_SPACE in text:
        text, is_same = text.replace(PRIVATE_SPACE, "\u3000"), False
    lost = text.count("\ufffd") if "\ufffd" in text else 0  # to look is faster than to count
    charset = Charset(declared[0].lower() if declared else None, used, lost)
    _check_loss(text, charset, url)
    return text, charset, html if is_same and not lost else None


def _decode(html: bytes, declared: list[str]) -> tuple[str, str]:
    for mark, name in BOMS:
        if html.startswith(mark):
            return html[len(mark) :].decode(name, "replace"), name
    if wide := _utf16_without_mark(html):
        return html.decode(wide, "replace"), wide
    if (text := _as_utf8(html, declared)) is not None:
        return text, "utf-8"
    candidates = list(dict.fromkeys([*declared, "gb18030", "big5hkscs"]))
    return _likeliest(html, candidates)


def _meta_charset(html: bytes) -> str | None:
    head = html[:8192].lower()
    at = head.find(b"charset")
    found = META_CHARSET.search(head, max(0, at - 320)) if at >= 0 else None
    found = found or XML_ENCODING.match(head)
    return found[1].decode("ascii") if found else None


def _codec_name(declared: str) -> str | None:
    name = declared.strip().strip("\"'").lower()
    if name in GB_NAMES:
        return "gb18030"
    if name in {"big5", "big5-hkscs"}:
        return "big5hkscs"
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    is_charset = codec._is_text_encoding and codec.name not in _NO_CHARSETS
    return codec.name if is_charset else None


def _utf16_without_mark(html: bytes) -> str | None:
    """Markup is ASCII, so every other byte of it is NUL in UTF-16."""
    head = html[:2000]
    for name, odd in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = head[odd::2].count(0)
        if len(head) >= 4 and zeros > len(head) * 0.05 and zeros > 8 * head[1 - odd :: 2].count(0):
            return name
    return None


def _as_utf8(html: bytes, declared: list[str]) -> str | None:
    """Return the text of a page that is UTF-8 by every byte, None of any other."""
    try:
        text = html.decode("utf-8")
    except UnicodeDecodeError:
        return None
    # A few two-byte sequences alone may be GBK (联通 is), and 7-bit encodings look like ASCII.
    if html.isascii():
        other = {"hz", "iso2022_jp"}.intersection(declared)
    else:
        other = set(declared) - {"utf-8"}
        if other and WIDE_UTF8.search(html):
            other = set()
    return None if other else text


def _likeliest(html: bytes, candidates: list[str]) -> tuple[str, str]:
    """Decide by what is lost and by how much of the rest is common Chinese."""
    best: tuple[float, str, str] | None = None
    for name in candidates:
        text = html.decode(name, "replace")
        lost = text.count("\ufffd") if "\ufffd" in text else 0
        middle = len(text) // 2
        if (
            not lost
            and len(COMMON.findall(text, middle - SAMPLE, middle + SAMPLE)) > SAMPLE // GOOD
        ):
            return text, name
        score = len(COMMON.findall(text)) - 5.0 * lost
        # A later candidate has to be clearly better.
        if best is None or score > best[0] + 0.2 * abs(best[0]):
            best = (score, text, name)
    assert best is not None
    return _proven_utf8(html) or best[1:]


def _proven_utf8(html: bytes) -> tuple[str, str] | None:
    """Return a page whose parts are in two encodings, as footers that a server includes may be.

    Chinese in another encoding makes next to no valid sequence of three bytes in UTF-8.
    """
    text = html.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    if 2 * len(WIDE_UTF8.findall(html)) <= lost:
        return None
    if lost > MAX_INCLUDED:
        return text, "utf-8"
    text = html.decode("utf-8", _AS_GB18030)
    return text, MIXED if text.count("\ufffd") < lost else "utf-8"


def _decode_included(error: UnicodeError) -> tuple[str, int]:
    """Read as GB 18030 what is no UTF-8 up to the next tag, or lose a character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.reason == _CUT:  # two bytes that are left of a letter may mean another one in GB 18030
        return "\ufffd", error.end
    tag = error.object.find(b"<", error.start, error.start + MAX_INCLUDED)
    end = tag if tag > 0 else error.start + MAX_INCLUDED
    part = error.object[error.start : end]
    # One letter that was cut is no part in another encoding.
    if 2 * len(WIDE_UTF8.findall(part)) < part.decode("utf-8", "replace").count("\ufffd"):
        with suppress(UnicodeDecodeError):
            return part.decode("gb18030"), error.start + len(part)
    return "\ufffd", error.end


_CUT = "unexpected end of data"
_AS_GB18030 = "wenming.gb18030"
codecs.register_error(_AS_GB18030, _decode_included)


def _check_controls(html: bytes, url: str) -> None:
    """GBK makes Chinese of nearly any two bytes, but no text is full of control characters."""
    head = html[:4096]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > max(8, MAX_CONTROLS * len(head)):
        raise Undecodable(url, f"{controls} of {len(head)} bytes are control characters")


def _check_loss(text: str, charset: Charset, url: str) -> None:
    if charset.replaced <= 3:
        return
    wide = sum(1 for char in text if char > "\x7f")
    if charset.replaced > MAX_LOST * wide:
        reason = f"{charset.replaced} of {wide} characters mean nothing in {charset.used}"
        raise Undecodable(url, reason)
