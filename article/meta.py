"""What a page says of itself in its head: metas, JSON-LD, comments of newspaper systems."""

import re
from typing import Any

from article.page import squeeze

ENP = re.compile(r"<!--\s*enpproperty(.{0,4000}?)/?enpproperty\s*-->", re.S)
ENP_FIELD = re.compile(r"<(\w{1,30})>(.{0,500}?)</\1>", re.S)


def read_metas(root: Any) -> dict[str, str]:
    """Return the metas by lower-case name, anywhere in the page; of doubled ones the last.

    The new system of www.wenming.cn writes every key twice, and the last is right.
    """
    metas: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop")
        content = element.get("content")
        if name and content and (value := squeeze(content)):
            metas[name.strip().lower()] = value
    return metas


def read_enp(source: str) -> dict[str, str]:
    """Return the fields of a Founder newspaper system's comment ``<!--enpproperty … -->``."""
    found = ENP.search(source)
    if not found:
        return {}
    return {
        name.lower(): squeeze(value)
        for name, value in ENP_FIELD.findall(found[1])
        if squeeze(value)
    }
