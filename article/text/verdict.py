"""What is no article: a firewall's challenge, an error page, a list, an empty page."""

import re
from collections.abc import Sequence
from itertools import islice, takewhile, zip_longest
from typing import Any

from article.errors import NotAnArticleKind
from article.facts.dates import beside_day, has_date
from article.folding import fold, key
from article.markup.page import Line, Page
from article.patterns import regex
from article.text.challenge import NO_FIELDS

SHORT = 300  # characters; what is longer is no notice of an error or a firewall
BRIEF = 40  # characters of a text that is nothing but a notice
SAID = 24  # characters of a notice that stands in place of the rest of a text
LEAD = 6  # characters that may stand before the words of a refusal, such as 查看全文
FEW = 3  # links with their days make a list
_TO_READER = regex("[您你]|[该本](?:内容|文|信息|网?页)|异常")  # as news does not speak

_BLOCKED = regex(
    r"""
        访问(?:被|已被)?(?:WAF)?(?:拦截|阻断|拒绝|限制|禁止) | 请求已?被\w{0,6}(?:拦截|阻断)
        | 疑似黑客 | 非法(?:请求|访问|操作)[,，!！。] | 安全验证
        | (?:请|需要)(?:先)?完成(?:安全)?验证 | 滑动验证 | 拖动滑块
        | 请.{0,4}(?:输入|填写).{0,6}验证码 | (?:输入|填写)验证码(?:后|以|并|继续|进行)
        | (?:访问|请求)(?:过于|太)频繁 | (?:访问|请求)频率过[高快]
        | IP(?:地址)?已?被(?:封禁|屏蔽|拉黑) | 操作(?:过于|太)频繁 | just\ a\ moment
        | access\ denied | forbidden | attention\ required | checking\ your\ browser
        | verify\ you\ are\ human | 创宇盾 | 网站卫士 | 网站防火墙
        | 应用防火墙 | 拦截提示 | (?:验证|检查|检测)(?:您的|你的)?浏览器
        | 正在(?:为您)?(?:进行)?安全(?:检测|验证) | 请开启JavaScript | 启用JavaScript
        | enable\ javascript | 不合法(?:的)?(?:参数|请求) | 异常访问 | 可疑的?访问
        | (?:请|需要)(?:先)?登录(?:后)?(?:再|才能|查看|访问|继续|系统)? | 用户登录
        | 无权(?:限)?(?:访问|浏览) | 没有(?:访问|查看|浏览)?权限 | 权限不足
        | (?:按住|拖动|移动|拖拽).{0,6}滑块 | 触发了?.{0,12}防护(?:策略|规则)
        | 您的访问存在.{0,4}风险 | (?:请求|访问|操作).{0,6}疑似攻击
        | 国家[或和]地区.{0,4}(?:无法|不能|禁止|不得)(?:访问|浏览)
        | 游客.{0,3}无法(?:进行此|查看|浏览|访问|下载)
        | 请在微信客户端打开 | (?:只能|请)在.{2,12}客户端[中内里]?(?:打开|查看|访问)
    """,
    re.X | re.I,
)
_ERROR = regex(
    r"""
        (?:页面|网页|文章|内容|信息|文件|资源|新闻|链接)(?:已经?|可能)?
        (?:
            不存在 | 没有找到 | 未找到 | 找不到 | 丢失 | 失效 | 出错 | 飞走 | 走丢 | 迷路 | 下线
            | 已?(?:被(?:作者|用户|发布[者人方]|管理员|系统)?)?删除
        )
        | (?:栏目|频道|页面|网页)(?:正在)?建设中 | (?:文章|内容|信息)正在审核
        | (?:找不到|没有找到|未找到|无法找到|没找到)(?:您|你|该|此|相关|要|所)?.{0,10}
          (?:页|网页|文件|内容|文章|资源|信息)
        | (?:页|网页|页面|文章|内容).{0,8}(?:不存在|找不到|已删除|被删除|不见了|走丢了)
        | not\ found | (?:系统|服务器|程序|运行时?)(?:出现|发生|内部)?(?:出错|错误|异常|繁忙)
        | bad\ gateway | service\ unavailable | internal\ server\ error | gateway\ time-?out
        | (?<!\d)(?:40[0345]|50[0234])(?!\d).{0,4}(?:错误|error|页面|页)
        | (?:错误|error).{0,4}(?<!\d)(?:40[0345]|50[0234])(?!\d)
        | \A\W*(?:40[0345]|50[0234])\W*\Z | 暂时无法访问
        | 您访问的(?:页面|网页|地址|内容)(?!.{0,12}(?:安全|风险|危险|隐患|攻击|威胁|违规|非法))
        | 网站(?:正在)?(?:维护(?!\s?:|单位|电话|人员|部门)|建设中|关闭|升级|暂停服务)
        | 您即将离开
        | 本(?:站|网(?!讯)|平台|门户).{0,20}(?:恢复(?:服务|访问|开放)|停止(?:对外)?服务|永久下线)
        | (?:系统|平台|服务器)(?:正在)?(?:进行)?(?:维护|升级|改造){1,2}中
        | 站点已?被?(?:暂停|停止|停用|到期|过期|关闭) | 没有找到站点
        | 域名(?:已经?|正在|现)?(?:到期|过期|出售|转让|被?暂停)
        | (?:Apache|IIS)\S{0,9}\s.{0,20}Default\ Page | 站点创建成功
        | Microsoft\ (?:OLE\ DB|VBScript) | HTTP\s?(?:Status|状态)\s?[45]\d\d
        | 无法加载(?:控制器|模块) | 模板(?:文件)?不存在 | 置标解析 | 堆栈跟踪 | stack\ trace
        | (?<![\w-])ORA-\d{5} | SQLSTATE\[ | \bmysqli?_\w+\( | ADODB\. | \w\.\w{1,60}Exception\b
        | too\ many\ connections | can(?:no|')t\ connect\ to | \.php\b.{0,30}\ on\ line\ \d+\b
        | 暂无(?:内容|数据)\Z | Fatal\ error: | SQL\ syntax | no\ input\ file
        | 数据库(?:连接)?错误
    """,
    re.X | re.I,
)
# News may say this too, but not in a line alone.
_BLOCKED_BRIEFLY = regex(
    r"""
        请求(?:被|已被)?(?:拒绝|限制|禁止) | 请求.{2,16}拦截 | 不合法内容 | 禁止境外 | 扫码后?打开
        | 授权码才能 | 人机(?:验证|识别) | (?:输入|填写)验证码 | 统一身份认证 | 安全狗 | 云盾 | 云锁
    """,
    re.X,
)
_ERROR_BRIEFLY = regex(
    r"""
        期间(?:将|网站|系统){0,2}(?:无法|暂停|停止|不能)访问 | 请求(?:参数)?(?:错误|超时)
        | 参数(?:有误|错误) | 出错[啦了]
        | (?:信息|文章|内容|新闻|文档|稿件)(?:已经?被?)?(?:下架|撤[回下稿]|过期)
        | (?:文档|稿件).{0,8}(?:不存在|没有找到|未找到|找不到|已删除|被删除)
        | (?:网站|门户).{0,20}(?:恢复(?:服务|访问)|停止(?:对外)?服务|永久下线)
        | 正在(?:为您)?跳转
    """,
    re.X,
)
# What an empty page says before it leads elsewhere.
_ALERT = regex(
    r"alert\(\s{0,3}(['\"])([^'\"<>]{2,60})\1\s{0,3}\)[\s;]{0,9}"
    r"(?:(?:window|self|top|parent|document)\.){0,2}(?:location|history|close)\b"
)
_FILE = regex(r"\A(?:#|javascript:)|\.(?:jpe?g|png|gif|webp|bmp)(?:[?#]|\Z)", re.I)
# Titles of forms for members.
_LOGIN = regex(
    r"""
        .{0,12}(?:登[录陆]|注册|(?:找回|忘记|重置|修改)密码)(?:页面?|界面)?\s?(?:[-_|—–].{0,30})?\Z
    """,
    re.X,
)
_REFUSED = regex(r"(?<!\d)40[135](?!\d)")  # what stands behind may be there all the same
_CHALLENGE = regex(
    r"""
        acw_sc__v2 | _jsl_clearance | __jsluid | TencentCaptcha | geetest | cf-chl
        | challenge-platform | \$_ts\s{0,3}= | YunSuoAutoJump | security_verify_data
        | eval\(function\(p,a,c,k | document\.cookie\s{0,3}=.{0,200}?location | aliyun_waf
        | yundun | ddos | 请开启JavaScript并刷新
    """,
    re.X | re.S,
)


def refusal(
    page: Page, size: int, has_byline: bool, headline: str = ""
) -> tuple[NotAnArticleKind, str] | None:
    """Return kind and reason where a page says itself that it is no article.

    ``size`` is the characters of its text, ``has_byline`` whether a date stands between title and
    text: articles about errors and firewalls have one. ``headline`` is what its list calls it,
    where it has that for its title: in its sentences it may say anything, and a brief text names a
    firewall or a login only as news, unless it begins with a refusal or speaks to who reads.
    """
    if size > SHORT or has_byline:
        return None
    is_brief = size < BRIEF
    is_announced = bool(headline) and not is_brief
    heads = [] if is_announced else [fold(page.title)]
    said = heads + [
        line.folded
        for line in page.lines
        if len(line.text) < (SAID if is_announced else 120)
        and not (is_announced and line.key in key(headline))
    ]
    if not size:
        said += [fold(found[2]) for found in _ALERT.finditer(page.source)]
    for text in said[:400]:
        if error := error_in(text, is_brief=is_brief):
            return "blocked" if _REFUSED.search(error) else "error", error
    few = len(page.lines) < 40
    if _asks_for_password(page, few):
        return "blocked", "a form that asks for a password"
    for text in said if few else heads:
        found = _BLOCKED.search(text)
        may_be_news = bool(headline) and is_brief and not _TO_READER.search(text)
        if found and not (may_be_news and found.start() > LEAD):
            return "blocked", found[0]
        if is_brief and not may_be_news and (found := _BLOCKED_BRIEFLY.search(text)):
            return "blocked", found[0]
    if size < 40 and few and (found := _CHALLENGE.search(page.source)):
        return "blocked", found[0][:40]
    return None


def error_in(folded: str, *, is_brief: bool) -> str | None:
    """Return the words that tell an error; some do so only where there is little more."""
    found = _ERROR.search(folded) or (is_brief and _ERROR_BRIEFLY.search(folded))
    return found[0] if found else None


def _asks_for_password(page: Page, few: bool) -> bool:
    """Whether a page is a form for members: those with more lines may have one beside a text."""
    headings = [line.folded for line in page.lines if line.heading] if few else []
    titles = [fold(page.title), *headings]
    return any(map(_LOGIN.match, titles)) and any(
        (element.get("type") or "").lower() == "password" for element in page.root.iter("input")
    )


def is_form(page: Page, kept: Sequence[int]) -> bool:
    """Whether what a page says are the labels of a form to fill in."""
    first, last = (list(page.chain(page.lines[number].block)) for number in (kept[0], kept[-1]))
    around = next((block for block in first if block in last), None)
    fields = around.element.iter("input", "textarea", "select") if around else ()
    shown = (field for field in fields if (field.get("type") or "").lower() not in NO_FIELDS)
    return sum(1 for _ in islice(shown, FEW)) == FEW


def list_of_links(
    page: Page, kept: list[int], start: int, end: int, has_byline: bool
) -> str | None:
    """Return why a page is a list, or None: what it holds is mostly links to articles."""
    inside = page.lines[start:end]
    links = [line for line in inside if (len(line.text) >= 8 or line.heading) and line.is_link]
    texts = [page.lines[i] for i in kept if len(page.lines[i].text) >= 20]
    size = sum(len(line.text) for line in texts)
    if len(links) >= 5 and size < 100 * len(links):
        dated = sum(1 for line in inside if len(line.text) < 100 and has_date(line.folded))
        if dated >= 5:
            return f"{len(links)} links and {dated} dates in the densest part"
    if has_byline:
        return None
    pictures = _linked_pictures(page, start, end)
    sentences = sum(1 for line in texts if line.text[-1] in "。！？”")
    if pictures >= 5 and size < 100 * pictures and sentences < 0.5 * pictures:
        return f"{pictures} linked pictures beside {len(texts)} lines of text"
    if len(links) >= 6 and len(links) >= 0.6 * len(texts):
        return f"{len(links)} links beside {len(texts)} lines of text"
    headlines = sum(1 for line in page.lines if len(line.text) >= 10 and line.is_link)
    if headlines >= 10 and size < min(12 * headlines, 200):
        return f"{headlines} links and {size} characters of text"
    if headlines >= 5 and sum(len(page.lines[i].text) for i in kept) < BRIEF / 2:
        return f"{headlines} links and no more than {size} characters of text"
    if (summed := _summaries(inside)) >= max(FEW, 0.4 * len(kept)):
        return f"{summed} links with summaries and days"
    listed = dated_links(page.lines)
    if len(listed) >= FEW and size < min(sum(line.linked for line in listed), 60):
        return f"{len(listed)} links with their days and {size} characters of text"
    return None


def _summaries(lines: Sequence[Line]) -> int:
    """Return how many lines sum up the article to which the line above links, its day below."""
    triples = zip(lines, lines[1:], lines[2:], strict=False)
    return sum(
        1
        for link, summary, day in triples
        if link.linked >= 6 and link.is_link and not summary.linked and _is_date(day, 0)
    )


def _linked_pictures(page: Page, start: int, end: int) -> int:
    """Return how many pages are linked by nothing but a picture, such as films by their covers."""
    linked = {
        element.get("href")
        for number, element in page.anchors
        if start <= number < end
        and not "".join(element.itertext()).strip()
        and element.find(".//img") is not None
    }
    return sum(1 for href in linked if href and not _FILE.search(href))


def are_links(pictures: Sequence[tuple[int, Any]]) -> bool:
    """Whether most pictures of a page lead to other pages."""
    linked = 0
    for _, picture in pictures:
        anchor = next((one for one in islice(picture.iterancestors(), 3) if one.tag == "a"), None)
        linked += anchor is not None and not _FILE.search(anchor.get("href") or "#")
    return linked >= max(FEW, 0.6 * len(pictures))


def is_list_alone(lines: Sequence[Line]) -> bool:
    """Whether lines without a text are links with their days, and no day stands above them."""
    listed = dated_links(lines)
    above = takewhile(lambda line: line is not listed[0], lines)
    return len(listed) >= FEW and not any(has_date(line.folded) for line in above)


def dated_links(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of which lists of articles are made: links with their day, or before it."""
    return [
        line
        for line, following in zip_longest(lines, lines[1:])
        if line.linked >= 6
        and (_is_date(line, line.linked) or (following and line.is_link and _is_date(following, 0)))
    ]


def _is_date(line: Line, linked: int) -> bool:
    """Whether a line is a date and little else, but for its link."""
    return len(line.text) <= linked + 24 and beside_day(line.folded) <= linked + 4
