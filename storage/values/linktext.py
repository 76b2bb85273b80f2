"""What links say of an address, and whether two of them say the same."""

import re

from article.patterns import regex

_DAY = 8  # digits of a day with its year
_CUT = regex(r"[…·.\s]+$")
# What lists put into a link beside the title, and take away or count on by the next visit.
_BESIDE = regex(
    r"[\[【(（](?:置顶|推荐|热门|最新|新|热|荐|顶|图|new|hot|top)[\])）】]"
    r"|(?:浏览|阅读|点击|访问|播放|点赞|评论)(?:量|数|次数|人数)?[\s:：]*[(（]?\d+[)）]?\s*[次人]?"
    r"|[(（]?\d+[)）]?\s*[次人条]?(?:浏览|阅读|点击|访问|播放|点赞|评论)",
    re.I,
)


def same_title(old: str | None, new: str | None) -> bool:
    """Whether two texts of a link may be one title, which many lists cut short."""
    if not old or not new:
        return True
    texts = (_CUT.sub("", _BESIDE.sub("", text)).strip() for text in (old, new))
    short, long = sorted(texts, key=len)
    return long.startswith(short)


def says_more(old: str | None, new: str | None) -> bool:
    """Whether a text goes on where another ends, and with more than lists put beside a title."""
    return bool(old and new and new.startswith(old) and _BESIDE.sub("", new[len(old) :]).strip())


def same_date(old: str | None, new: str | None) -> bool:
    """Whether two dates may be one: lists leave out the year, a leading zero or the hour."""
    if not old or not new:
        return True
    digits = ("".join(n.zfill(2) for n in re.findall(r"\d+", text)) for text in (old, new))
    short, long = sorted(digits, key=len)
    return long.endswith(short) or (len(short) == _DAY and long.startswith(short))
