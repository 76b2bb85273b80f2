"""What a page leaves to its scripts: pieces that they load, and the page that they add to it."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from cssselect import SelectorError

from article.patterns import regex
from crawler.lists.markup import markup_of, scripts_in
from crawler.lists.scripts.calls import with_calls
from crawler.lists.scripts.constants import Constants
from crawler.shapes import PAGE_FILE

_PIECE = regex(
    r"""(?:\.load|\$\.get|\.ajax|fetch)\s*\(\s*(?:\{\s*url\s*:\s*)?"""
    r"""["']([^"'\s?]+\.s?html?(?:\?[^"'\s]+(?=["']))?)"""
)
# What tabs and boxes keep for a script, be it in another file; other names are those of links.
_KEPT = "//@data-url | //@data-load | //@data-html | //@data-page | //@w3-include-html"
_NEXT_KEPT = regex(
    r"""\bdata-next-?(?:page-?)?(?:url|href|link|src)\s*=\s*["']([^"'<>\s]*[/?][^"'<>\s]*)["']"""
)
# The page that Laravel names beside the items of one, and other records that a page holds.
_NEXT_SAID = regex(
    r"""next(?:_page_url|Page(?:Url)?)(?:"|&quot;)\s*:\s*("|&quot;)(?=[^"&<>\s]{0,299}[/?])"""
    r"""((?:(?!\1)[^<>\s]){1,300})\1"""
)
# Scripts of others.
LIBRARY = regex(
    r"""
        /[^/]*(?:
            jquery | bootstrap | vue[.-] | vue\. | react | angular | vendor | runtime | polyfill
            | layui | layer | swiper | echarts | slide | respond | html5 | modernizr | share
            | tongji | stat | analytic | baidu | weixin | wx | player | video | calendar | date
            | font | pinyin | cookie | md5 | base64 | lazyload | axios | require | sea
        )[^/]*$
    """,
    re.X | re.I,
)
# A frame whose page is put together: frame.src = "/inner/" + col + "_1.html".
_FRAME = regex(
    r"""
        (?:\.src\s*=(?!=)|\.(?:attr|prop)\(\s*["']src["']\s*,)\s*(
            (?:"[^"\n<>]*"|'[^'\n<>]*'|[A-Za-z_]\w*)
            (?:\s*\+\s*(?:"[^"\n<>]*"|'[^'\n<>]*'|[A-Za-z_]\w*)){0,8}
        )
    """,
    re.X,
)
# "seajs.use('/js/list.js')"
_LOADED = regex(
    r"""
        (?:\bseajs\.use\(\s*\[?|\.getScript\(|\bimport\s*\(?|\bfrom)\s*
        ["']((?:https?:/|\.{1,2})?/[^"'\s]+\.m?js(?:\?[^"'\s]*)?)["']
    """,
    re.X,
)
# "document.write('<scr' + 'ipt src="/data/' + col + '_list.js"></scr' + 'ipt>')"
_WRITTEN = regex(
    r"""
        ipt\b[^<>\n]{0,80}?\bsrc=\\?["']?
        ((?:[^"'\s<>\\+]|["']\s*\+\s*\w+\s*\+\s*["'])+?\.js(?:\?[^"'\s<>\\]*)?)(?=["'\\\s>])
    """,
    re.X,
)
_PUT_IN = regex(r"""["']\s*\+\s*(\w+)\s*\+\s*["']""")
_PAGE = regex(rf"\.(?:{PAGE_FILE}|do|action)(?:\?|$)|/$|\?", re.I)
_TERM = regex(r""""([^"]*)"|'([^']*)'|(\w+)""")
_NEXT_SELECTOR = regex(r"""nextSelector["']?\s*:\s*["']([^"'\n]{1,80})["']""")


def loaded(text: str, root: Any) -> Iterator[str | None]:
    """Yield the parts of a page that its scripts load."""
    markup = markup_of(text)
    for _, script in scripts_in(text):
        yield from _PIECE.findall(with_calls(script, markup))
    yield from (kept for kept in root.xpath(_KEPT) if _PAGE.search(kept))


def framed(text: str) -> Iterator[str]:
    """Yield the pages that scripts put into the frames of a page."""
    for script in [script for _, script in scripts_in(text)] if "<iframe" in text.lower() else ():
        constants = Constants(script)
        for summed in _FRAME.findall(script):
            parts = (constants[name] if name else a or b for a, b, name in _TERM.findall(summed))
            if (address := _joined(parts)) and _PAGE.search(address):
                yield address


def _joined(parts: Iterable[str | None]) -> str | None:
    """Return the sum of some texts, None where nobody knows one of them."""
    known = list(parts)
    return None if None in known else "".join(part for part in known if part)


def files(root: Any) -> Iterator[str | None]:
    """Yield the scripts that a page has in files of their own, be it a script that loads them."""
    for script in root.iter("script"):
        if address := script.get("src"):
            yield address
        if main := script.get("data-main"):  # of RequireJS, which adds what is missing
            yield main if main.endswith(".js") else f"{main}.js"
        yield from _loaded_by(script.text or "")


def _loaded_by(script: str) -> Iterator[str]:
    yield from _LOADED.findall(script)
    written = _WRITTEN.findall(script) if "ipt" in script and "src=" in script else []
    constants = Constants(script)
    for address in written:
        parts = enumerate(_PUT_IN.split(address))
        if joined := _joined(constants[part] if n % 2 else part for n, part in parts):
            yield joined


def added(text: str, root: Any) -> Iterator[str | None]:
    """Yield the page that a script adds to this one, by the CSS of the link to it."""
    named = _NEXT_SELECTOR.search(text) if "nextSelector" in text else None
    try:
        yield from (link.get("href") for link in (root.cssselect(named[1]) if named else ()))
    except SelectorError:
        return


def kept(text: str) -> Iterator[str]:
    """Yield the page that an element names as the next, for a script that adds it."""
    found = _NEXT_KEPT.search(text) if "data-next" in text else None
    if found:
        yield unescape(found[1])
    if ("next_page_url" in text or "nextPage" in text) and (said := _NEXT_SAID.search(text)):
        yield unescape(said[2]).replace("\\/", "/")


def next_in_head(root: Any) -> Iterator[str | None]:
    """Yield the page that the head of this one names as the next."""
    links = (e for e in root.iter("link") if (e.get("rel") or "").lower() == "next")
    return (link.get("href") for link in links)
