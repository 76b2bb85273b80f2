"""What turns the pages of a list by a script in a file of its own."""

import re
from itertools import islice

from article.patterns import regex
from crawler.lists.markup import markup_of, scripts_in
from crawler.lists.paging.templates import sets_pages
from crawler.lists.scripts.functions import functions_in

MOST_TURNERS = 3  # of one page
_TURNER = regex(
    r"""<(?:a|button|div|li|span|p)\b[^<>]{1,400}>(?:\s|</?(?:i|em|span|b)\b[^<>]{0,100}>)*"""
    r"""(?:下\s?一?\s?[页頁]|(?:点击|上拉)?(?:加载|查看)更多)"""
)
_CALL = regex(r"""(?:onclick\s*=|javascript:)\W{0,3}(\w+)\(\s*['"]?\d{1,6}\b""", re.I)
_NUMBER = regex(r"""\bdata-[\w-]*(?:page|num|index|p)[\w-]*\s*=\s*["']?\d{1,6}\b""", re.I)


def turners(text: str) -> list[str]:
    """Return the elements of a page that say "next" and a number, and nothing to do with it.

    So do scripts that only say how many pages there are, and which this is.

    >>> turners('<a href="javascript:to(2)">下一页</a>')
    ['<a href="javascript:to(2)">下一页']
    """
    defined = None
    found = []
    for element in islice(_TURNER.finditer(markup_of(text)), MOST_TURNERS):
        said = element[0]
        if call := _CALL.search(said):
            if defined is None:
                defined = {f.name for _, s in scripts_in(text) for f in functions_in(s)}
            if call[1] not in defined:
                found.append(said)
        elif _NUMBER.search(said) and "disabled" not in said.lower():
            found.append(said)
    if not found and sets_pages("\n".join(script for _, script in scripts_in(text))):
        found.append("pager")
    return found
