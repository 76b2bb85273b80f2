"""Links by which a reader does something to a page: votes for it, praises or deletes it."""

import re
from functools import lru_cache

from article.patterns import regex
from crawler.lists.links.anchors import Anchor
from crawler.lists.links.labels import LONGEST_NAME

# What a button says; where the address has a query or ends in a number it is meant for one thing:
# "投票" at "/tp/" is a channel.
_DEED = regex(
    r"""
        ^\W*(?:我要|立即|点击|[为给][他她它])?(?:
            投[他她它]?一?票 | 点赞 | [赞顶踩] | 收藏 | 删除 | 编辑 | 修改 | 撤销 | 举报 | 签到
            | 注销 | 退出(?:登[录陆])?
        )(?:一下)?(?:\W*\d+\W*次?)?\W*$
    """,
    re.X,
)
_OF_ONE = regex(r"\?|/\d+(?:\.\w{2,6})?$")
_CHANNEL = regex(r"^\W*(?:投票|点赞|收藏|举报)\W*$")  # in a menu
# "/vote.php?id=3", "/delete/3", "?act=digg&id=3"; but "/vote/3.html" may be an article on a vote
_DOES = regex(
    r"""
        /(?:do_?|add_?|to_?)?(?:
            (?:vote | tou_?piao | dian_?zan | digg? | praise)(?!(?:/\d+)?\.s?html?\b)
            | del(?:ete)? | remove
        )(?:\.\w{2,6})?(?:/\d+(?:\.\w{2,6})?$|\?)
        | /log_?out(?:\.\w{2,6})?/?(?:$|\?)
        | [?&](?:a|act|action|op|do|method)=(?:do_?|add_?)?
          (?:vote | tou_?piao | dian_?zan | digg? | zan | praise | del(?:ete)? | remove | log_?out)
          (?:&|$)
    """,
    re.X | re.I,
)


def does_something(anchor: Anchor) -> bool:
    """Whether to follow a link would change something; what is named like an article is one."""
    if len(anchor.label) > LONGEST_NAME:
        return False
    if _DEED.match(anchor.label) and _OF_ONE.search(anchor.url):
        is_named = anchor.zone == "nav" and _CHANNEL.match(anchor.label)
        return not is_named or does(anchor.url)
    return does(anchor.url)


@lru_cache(maxsize=4096)  # the menus of a site are on each of its pages
def does(address: str) -> bool:
    """Whether an address is one of a deed."""
    return _DOES.search(address) is not None
