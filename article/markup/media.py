"""Pictures and files that belong to an article."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from article.folding import key
from article.markup.page import Page
from article.model import Attachment, Image
from article.patterns import regex

KINDS = {
    "pdf": "pdf",
    "doc": "doc", "docx": "doc", "wps": "doc", "ofd": "doc", "rtf": "doc", "txt": "doc",
    "xls": "xls", "xlsx": "xls", "et": "xls", "csv": "xls",
    "ppt": "ppt", "pptx": "ppt", "dps": "ppt",
    "zip": "zip", "rar": "zip", "7z": "zip",
    "mp4": "video", "m3u8": "video", "flv": "video", "mov": "video", "avi": "video", "wmv": "video",
    "swf": "video",
    "mp3": "audio", "m4a": "audio", "wav": "audio",
}  # fmt: skip
MAX_MEDIA = 500
# A film that a script hands to its player.
_FILM = regex(
    r"""
        ["'](
            (?:[^"'\s<>%${}()\\*] | %[\da-f]{2} | \\/){1,500}  # no template, nor a pattern
            (?<![/=])\.(?:mp4|m3u8|flv)(?:\?[^"'\s<>]{0,300})?
        )["']
    """,
    re.I | re.X,
)
BELOW = 15  # lines below the text in which its files may be linked
# Where a reader begins (#page=2), which is no part of a file; #/file/7 is the route of a script.
_PLACE = regex(r"#(?![!/]).*", re.S)
_VIEWED = regex(r"(?:\A|&)file=([^&]{1,1000})")
# Lazy loading keeps the address elsewhere; OLDSRC of the TRS editor is no address and is not here.
_SOURCES = (
    *("data-original", "data-src", "data-lazy-src", "data-actualsrc", "data-echo"),
    *("data-url", "original", "zoomfile", "src"),
)
# Others keep there where a click leads, or whether there is a larger one.
_UNSURE = frozenset(("data-url", "original", "zoomfile"))
_PICTURE = regex(r"\.(?:jpe?g|png|gif|webp|bmp)(?![^?#!@])", re.I)
_DECORATION = regex(
    r"""
        logo | icon | qrcode | /qr[._-] | ewm | weixin | wechat | weibo | share | btn | button
        | arrow | blank | space\. | spacer | loading | lazy | pixel | avatar | banner | print
        | ico_ | /ico | \.ico | erweima | 1x1 | dot\. | line\. | bg\. | jiathis | doctype
        | /emotion/ | /emoticon | /none\.gif
    """,
    re.X,
)
_WORDS = regex(r"\p{Han}{2}")
_CAPTION = regex(r"[▲△↑◆■]|图为|图片说明|图说|上图|下图|资料图|.{0,60}摄\W?\Z|.{0,60}供图\W?\Z")


def find_images(page: Page, start: int, end: int) -> tuple[Image, ...]:
    """Return the pictures among lines [start, end), without icons; captions where there are any."""
    found: dict[str, Image] = {}
    for number, element in page.images:
        if start <= number <= end and len(found) < MAX_MEDIA and (url := _picture(page, element)):
            found.setdefault(url, Image(url, _caption(page, element, number, end)))
    return tuple(found.values())


def find_attachments(page: Page, start: int, end: int) -> tuple[Attachment, ...]:
    """Return the files linked from the text or just below it, and what is played there."""
    found: dict[str, Attachment] = {}
    for number, element in page.anchors:
        if (
            start <= number < end + BELOW
            and len(found) < MAX_MEDIA
            and (href := element.get("href"))
        ):
            url, kind = _file(page.url, href, element)
            if url and kind:
                found.setdefault(url, Attachment(url, kind, _title(element)))
    for number, element in page.players:
        if start <= number <= end:
            for url, kind in _played(page, element):
                found.setdefault(url, Attachment(url, kind, None))
    return tuple(found.values())


def find_film(page: Page) -> tuple[Attachment, ...]:
    """Return the first film that a script of the page names, for its player."""
    for _, script in page.scripts:
        if (named := _FILM.search(script.text or "")) is None:
            continue
        if url := absolute(page.url, named[1].replace("\\/", "/")):
            return (Attachment(url, "video", None),)
    return ()


def absolute(base: str, address: str) -> str | None:
    """Return an address resolved against its page, None for what is no web address."""
    try:
        url = urljoin(base, address.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _picture(page: Page, element: Any) -> str | None:
    if any(_tiny(element.get(side)) for side in ("width", "height")):
        return None
    for name in _SOURCES:
        address = element.get(name)
        if (
            address
            and not address.startswith("data:")
            and not _DECORATION.search(address[-120:].lower())
            and (name not in _UNSURE or _PICTURE.search(address))
        ):
            return absolute(page.url, _PLACE.sub("", address))
    return None


def _tiny(size: str | None) -> bool:
    digits = (size or "").removesuffix("px").strip()
    return digits.isdigit() and len(digits) < 6 and int(digits) < 60


def _caption(page: Page, element: Any, number: int, end: int) -> str | None:
    for parent in element.iterancestors("figure"):
        if (text := parent.find(".//figcaption")) is not None:
            return " ".join("".join(text.itertext()).split()) or None
        break
    if number < min(end, len(page.lines)):
        text = page.lines[number].text
        if len(text) <= 120 and _CAPTION.match(text):
            return text
    for name in ("alt", "title"):
        text = " ".join((element.get(name) or "").split())
        if _WORDS.search(text) and key(text) not in key(page.title):
            return text
    return None


def _title(link: Any) -> str | None:
    return " ".join("".join(link.itertext()).split()) or link.get("title") or None


def _file(base: str, href: str, link: Any = None) -> tuple[str | None, str | None]:
    """Return the address of a file and its kind: by its path, else by what a program is to send.

    Such programs are asked for a name, or for a number, and then the link alone says what it is. A
    page that shows files is asked for the address of one: viewer.html?file=/notice.pdf.
    """
    path, _, query = href.partition("#")[0].partition("?")
    kind = _kind(path)
    if "file=" in query and path.endswith("html") and (viewed := _VIEWED.search(query)):
        base, href = absolute(base, path) or "", unquote(viewed[1])
        kind = _kind(href.partition("?")[0])
    if kind is None and query and not path.endswith(("html", "htm")):
        names = [value.rpartition("=")[2] for value in query.split("&")]
        if link is not None:
            names.append((_title(link) or "").strip())
        kind = next(filter(None, map(_kind, names)), None)
    return (absolute(base, _PLACE.sub("", href)), kind) if kind else (None, None)


def _kind(name: str) -> str | None:
    _, dot, ending = name.rpartition(".")
    return KINDS.get(ending.lower()) if dot and len(ending) <= 5 else None


def _played(page: Page, element: Any) -> Iterator[tuple[str, str]]:
    """Yield address and kind of what a player plays; frames count where they name a film."""
    # What the parser takes for the content of an embed follows it, and plays by itself.
    is_alone = element.tag == "embed"
    names = ("video", "audio", "source", "embed", "iframe", "object")
    for part in [element] if is_alone else element.iter(*names):
        address = part.get("src") or part.get("data") or ""
        url, kind = _file(page.url, address)
        if url and kind:
            yield url, kind
        elif element.tag in ("video", "audio") and (
            url := absolute(page.url, address) if address else None
        ):
            yield url, element.tag
