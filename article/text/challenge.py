"""Whether a page without anything to read is a firewall's test of who asks, for browsers to pass.

Words, names and scripts of such pages change with every version. What they have in common is that
they leave no place to be filled, as pages do that are made by scripts.
"""

import re
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from article.folding import fold
from article.markup.media import absolute
from article.markup.page import Page
from article.patterns import regex

MOST_SHOWN = 80  # characters; a page with more says itself what it is
MOST_LINKS = 2
MOST_NOTES = 10  # for who runs no scripts; those never closed lie in one another
MOST_SAID = 1000  # characters of a refusal that comes without markup

NO_FIELDS = frozenset("hidden submit button image reset".split())  # types of inputs
_NO_PLACES = frozenset(
    "html head body script style link meta title base noscript form input button br".split()
)
_SHOWN = frozenset("img video audio object embed iframe frame".split())
_WANTED = regex(r"java\s?script|\bjs\b|脚本|浏览器|browser|cookie", re.I)
_SENT = regex(r"\bsubmit\b['\"]?\s{0,3}[(\])]")
_LOCATION = r"(?:(?:window|self|top|document)\.){0,2}location\b"
_BACK = regex(
    rf"""
        location\.reload\s{{0,3}}\(
        | location(?:\.href)?\s{{0,3}}=\s{{0,3}}{_LOCATION}
        | location\.(?:replace|assign)\s{{0,3}}\(\s{{0,3}}{_LOCATION}
    """,
    re.X,
)
_DISGUISED = regex(
    r"\b(?:eval|atob)\s{0,3}\(|fromCharCode|(?:\\x[0-9a-f]{2}){2}|\b_0x[0-9a-f]", re.I
)
_TARGET = regex(r"\A[\s\d.]*(?:[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"]*))?", re.I)
_REFUSED = regex(
    r"""
        \bwaf\b | denied | blocked | forbidden | intercepted | rejected | captcha | punish
        | too\ (?:many|frequent) | unauthorized | not\ logged | \blog\ ?in\b | 拦截 | 阻断 | 防火墙
        | 频繁 | 验证 | 登[录陆] | 权限
    """,
    re.X | re.I,
)


def challenge(page: Page) -> str | None:
    """Return how a page in which nothing can be read tests who asks, if it does."""
    if sum(len(line.text) for line in page.lines) > MOST_SHOWN or len(page.anchors) > MOST_LINKS:
        return None
    if any(map(_is_place, page.root.iter())):
        return None
    if _sends_itself(page):
        return "a form that sends itself"
    if words := _words_without_scripts(page):
        return f"for browsers with scripts only: {words[:80]}"
    if _comes_back(page):
        return "a page that asks to be loaded again"
    if _DISGUISED.search(page.source):
        return "nothing but a script in disguise"
    return None


def refusal_in_data(text: str) -> str | None:
    """Return the words by which an answer without markup refuses, if it does."""
    found = _REFUSED.search(fold(text)) if len(text) <= MOST_SAID else None
    return " ".join(text.split())[:80] if found else None


def _sends_itself(page: Page) -> bool:
    """Whether a page is a form without a field to fill in, which a script sends."""
    fields = list(page.root.iter("input", "textarea", "select"))
    is_form = next(page.root.iter("form"), None) is not None
    return (
        is_form
        and all((field.get("type") or "").lower() in NO_FIELDS for field in fields)
        and _SENT.search(page.source) is not None
    )


def _is_place(element: Any) -> bool:
    """Whether an element shows something, or a script could fill it: it has a name to be found."""
    if not isinstance(element.tag, str) or element.tag in _NO_PLACES:
        return bool(element.tag == "script" and element.get("type") == "module")
    is_named = element.get("id") or element.get("class") or "-" in element.tag
    is_place = is_named or element.tag in _SHOWN
    return bool(is_place) and next(element.iterancestors("noscript"), None) is None


def _words_without_scripts(page: Page) -> str | None:
    """Return what a page says to who runs no scripts, where it wants them to."""
    for element in islice(page.root.iter("noscript"), MOST_NOTES):
        words = " ".join("".join(element.itertext()).split())
        if _WANTED.search(words):
            return words
        if any(_target(meta) is not None for meta in element.iter("meta")):
            return "another page for the rest"
    return None


def _comes_back(page: Page) -> bool:
    """Whether a page leads to its own address, where it is to be another one."""
    own = _place(page.url)
    targets = (_target(element) for element in page.root.iter("meta"))
    addresses = [absolute(page.url, target) for target in targets if target is not None]
    leads_back = any(address and _place(address) == own for address in addresses)
    return leads_back or _BACK.search(page.source) is not None


def _place(address: str) -> tuple[str | None, str]:
    parts = urlsplit(address)
    return parts.hostname, parts.path


def _target(meta: Any) -> str | None:
    """Return where a page is refreshed from, an empty address if from its own."""
    if (meta.get("http-equiv") or "").strip().lower() != "refresh":
        return None
    found = _TARGET.match(meta.get("content") or "")
    return (found[1] or "").strip() if found else None
