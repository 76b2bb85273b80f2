"""What the links of a page call that a script in a file of its own defines."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from article.patterns import regex
from crawler.lists.links.labels import is_more_label, label_of
from crawler.lists.paging.labels import is_pager

LEAST_CALLS = 2  # of a function that leads somewhere: what does something else is called once

_TOOL = regex(
    r"""
        tab | zoom | font | size | favo | home | collect | search | query | submit | check
        | scroll | switch | toggle | hide | play | slide | menu | close | back | alert | confirm
        | pag | weixin | copy | save | send | print | login | share | down | vote | postback
        | lang | valid
    """,
    re.X | re.I,
)
_WORD = regex(r"[\u4e00-\u9fff]{2}")


def calls_others(missing: Mapping[str, Sequence[Any]]) -> bool:
    """Whether elements that call functions which their page does not define are links.

    Two of them are, or one that says "more".
    """
    for name, elements in missing.items():
        labels = [] if _TOOL.search(name) else [label_of(element) for element in elements]
        named = [label for label in labels if _WORD.search(label) and not is_pager(label)]
        if len(named) >= LEAST_CALLS or any(map(is_more_label, labels)):
            return True
    return False
