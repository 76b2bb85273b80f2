"""Queries of links in the encoding of their page, as browsers send them."""

import string
from typing import Any
from urllib.parse import quote

_ADDRESSES = {"a": "href", "area": "href", "frame": "src", "iframe": "src", "option": "value"}


def encode_queries(root: Any, encoding: str) -> None:
    """Write out what is not ASCII in the queries of a page's links: ``?lm=文明`` in GBK.

    A path is always sent in UTF-8, and so is the query of a page in any form of Unicode.
    """
    if encoding.startswith("utf"):
        return
    for element in root.iter(*_ADDRESSES):
        name = _ADDRESSES[element.tag]
        path, mark, query = (element.get(name) or "").partition("?")
        if not query.isascii():
            sent = quote(query, safe=string.printable, encoding=encoding, errors="replace")
            element.set(name, path + mark + sent)
