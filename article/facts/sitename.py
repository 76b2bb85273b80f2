"""Names of sites and their channels, as they stand in the titles of documents."""

import re

from article.folding import key
from article.patterns import regex

MIN_KEY = 4  # letters and numerals of a title
MAX_NAME, MAX_CHANNEL = 20, 6  # characters of the names of a site and of a channel
LONGEST = 500  # characters of a document's title that are looked at
SEPARATOR = regex(r"(?=[\s_|｜—–·»>-])\s*(?:_+|\||｜|—{1,3}|-{2,}|\s[-–·]\s|\s?-\s?|»|>>)\s*")
SITE_ENDING = regex(
    r"(?:网|网站|频道|新闻|首页|在线|客户端|门户|之窗|日报|晚报|中心|政府|办公室|委员会|栏目|专题|"
    r"电子版|数字报|电子报|正文|站|com|cn|网·\S{2,6})$",
    re.I,
)
SITE_NAME = regex(
    r"(?:网|网站|频道|首页|在线|门户|日报|晚报|政府|办公室|委员会|文明[办委]|电子版|数字报|融媒体?|"
    r"^\p{Han}{2,3}发布)$"
)
DETAIL = regex(r"新闻中心|详情|内容页|正文")


def without_site(title: str, names: tuple[str, ...] = (), *, is_shown: bool = False) -> str:
    """Return a document's title without the names of site and channel at its end.

    Of one that ``is_shown`` on the page only what is spelled like a name is taken off.

    >>> without_site("春风送暖进社区---南昌文明网")
    '春风送暖进社区'
    """
    known = {key(name) for name in names if name}
    title = title[:LONGEST]
    while separators := list(SEPARATOR.finditer(title)):
        last = separators[-1]
        head, tail = title[: last.start()].strip(), title[last.end() :].strip()
        strong = last[0].strip() not in ("-", "·") or last[0] != last[0].strip()
        name = key(tail)
        is_name = name in known or SITE_ENDING.search(tail) or not tail
        least = MIN_KEY if not is_name else 2  # 公告-青岚文明网
        length = len(key(head))
        if length < min(len(name), least) or len(name) > 16:
            break
        is_short = strong and not is_shown and len(tail) <= 8
        if not (is_name or (is_short and length > len(name))):
            break
        title = head
    return title


def names_site(title: str) -> bool:
    """Whether a document's title tells the name of its site or kind of page only.

    >>> names_site("-青岚文明网"), names_site("新闻详情"), names_site("春风送暖进社区")
    (True, True, False)
    """
    return len(title) <= MAX_NAME and bool(SITE_NAME.search(title) or DETAIL.search(title))
