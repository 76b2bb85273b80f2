"""Pages that every site has and no archive needs: what it says of itself, and its tools."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from article.patterns import regex
from crawler.lists.links.anchors import Anchor
from crawler.lists.links.labels import LONGEST_NAME, is_more_label

_ASIDE = regex(
    r"""
        关于(?:我们|本站) | 联系(?:我们|方式) | 网站(?:地图|声明|导航) | 版权 | 免责 | 隐私
        | 登[录陆] | 注册 | 设为首页 | 加入收藏 | 收藏本站 | 无障碍 | 繁[体體] | 简[体體]
        | 手机版 | 移动版 | 电脑版 | 客户端 | 二维码 | 微[信博] | 订阅 | 返回顶部 | 搜索 | 检索
        | \bEnglish\b | \bRSS\b | \babout\b | \bcontact\b | \blogin\b | \bsitemap\b | 备案 | ICP
        | 公网安备 | 站长 | 技术支持
        # advertisements for the public good are what some channels hold: 平面广告, 影视广告
        | ^\W*广告\W*$
        | (?<!公益)广告(?:服务|合作|业务|投放|刊登|刊例|联系|报价|招商|代理|经营|部|位)
        | (?:投放|刊登|商业)广告
    """,
    re.X | re.I,
)
_SITE_MAP = regex(r"^\W*(?:(?:网站|站点|本站)(?:地图|导航|导览)|site\s?map)\W*$", re.I)
# The site as it was before, whose articles the new one does not show.
_OLD_SITE = regex(
    r"^\W*(?:返回|进入|访问|查看|浏览)?(?:旧|老|原|历史)(?:版|网站?|站|门户)"
    r"(?:网站|官网|门户|首页|回顾|入口|浏览|查询)?\W*$"
)
# Words of headlines too: 帮助 alone is a page of the site, 帮助孤寡老人 is news.
_ASIDE_NAME = regex(
    r"""
        ^\W*(?:法律|郑重)?声明\W*$
        | ^\W*(?:在线|我要|网上|联系)?(?:投稿|留言)(?:箱|板|簿|本|须知|指南|邮箱)?\W*$
        | ^\W*(?:使用|新手|网站)?帮助(?:中心|信息)?\W*$ | 信箱\W*$ | ^\W*(?:打印|关闭)
        | 工作人员\W*$
    """,
    re.X,
)
# What readers say of an article, whose day stands beside it.
COMMENTS = regex(
    r"^\W*(?:我要|我来|发表|查看|参与)评论\W*$|^\W*\d+\s*条?评论\W*$"
    # and no "系列评论（3）"
    r"|^\W*(?:网友|读者|用户|全部|所有|最新|查看)?评论\W*\d+\W*条?\W*$"
)
# Pages on who keeps a site, which stand in its menu and hold no articles.
_ABOUT = regex(
    r"""
        ^\W*(?:
            (?:机构|机关|单位|部门|组织|中心|学会|协会|[本全我]?[省市县区]情?|城市)?
            (?:概况|概览|简介|介绍)
            | (?:现任)?领导(?:分工|简介|介绍|班子|成员|信息)
            | (?:内设|直属|下属|所属|派出|组织|机关|工作|办事|领导)?机构
              (?:设置|职[能责]|简介|介绍|概况|信息)?
            | (?:主要|工作|部门|机构|机关|单位|岗位|法定)?职[责能](?:范围|任务|分工)?
            | 组织(?:架构|结构|体系) | (?:内设|直属|下属|所属)(?:[处科股]室|单位|部门)
            | (?:历史|发展)沿革 | (?:联系|办公)(?:电话|地址|时间)
        )\W*$
    """,
    re.X,
)
_ASIDE_PATH = regex(
    r"""
        /(?:
            about(?:us)? | contact(?:us)? | links? | sitemap | copyright | privacy | disclaimer
            | legal | terms | login | register | search | help | feedback | guestbook | wap
            | mobile | app | print | rss | tags? | user | member | passport | statement
            | declare | english | weibo | weixin | share | author
        )(?:[/._-]|\.\w+$|$)
    """,
    re.X | re.I,
)
_ASIDE_QUERY = regex(r"(?:^|&)(?:tags?|author)=", re.I)


def is_aside(anchor: Anchor) -> bool:
    """Whether a link is one that every site has: to what it says of itself, or to its tools."""
    is_tool = (
        anchor.zone == "foot"
        or _is_aside_name(anchor.title)
        # "More" of a box is its list, be it found by the search of the site.
        or (is_aside_path(anchor.url, anchor.page) and not is_more_label(anchor.label))
    )
    return is_tool and not is_old_site(anchor)


@lru_cache(maxsize=1024)  # the menus of a site are on each of its pages
def _is_aside_name(title: str) -> bool:
    return bool(
        is_site_map(title)
        or _ASIDE_NAME.search(title)
        or COMMENTS.search(title)
        or (len(title) <= LONGEST_NAME and _ASIDE.search(title))
    )


def is_about(anchor: Anchor) -> bool:
    """Whether a link leads by its name to a page on who keeps a site, and to no list."""
    return not anchor.is_dated and is_about_name(anchor.title)


def is_about_name(title: str) -> bool:
    """Whether a page so called is on who keeps a site."""
    return _ABOUT.match(title) is not None


def is_old_site(anchor: Anchor) -> bool:
    """Whether a link leads to the site as it was before: most stand among those at the foot."""
    return _OLD_SITE.match(anchor.title) is not None


@lru_cache(maxsize=1024)
def is_site_map(title: str) -> bool:
    """Whether a link so called leads to a page that names all channels of its site."""
    return _SITE_MAP.match(title) is not None


def is_aside_path(address: str, page: str = "") -> bool:
    """Whether an address is one of what every site says of itself, or of its tools.

    Folders that the ``page`` is in as well say nothing: a whole site may be in ``/english/``.
    """
    if not _may_be_aside(address):
        return False
    parts = urlsplit(address)
    path = _below_shared(parts.path, urlsplit(page).path)
    is_aside = _ASIDE_PATH.search(path) or _ASIDE_QUERY.search(parts.query)
    return bool(is_aside) and "channelid=" not in address


@lru_cache(maxsize=4096)
def _may_be_aside(address: str) -> bool:
    """Whether an address is one of an aside, be it by the name of a folder its page is in too."""
    parts = urlsplit(address)
    return bool(_ASIDE_PATH.search(parts.path) or _ASIDE_QUERY.search(parts.query))


def _below_shared(path: str, page: str) -> str:
    """Return what follows the folders that two paths begin with.

    >>> _below_shared("/app/web/about/us.html", "/app/web/list.html")
    '/about/us.html'
    """
    shared = 0
    while (end := path.find("/", shared + 1)) > 0 and page.startswith(path[: end + 1]):
        shared = end
    return path[shared:]
