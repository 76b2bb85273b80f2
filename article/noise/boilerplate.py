"""Lines of the page that are not the article's: the byline, the footer of the site's owner."""

import re

from article.folding import fold
from article.noise.edits import Edit, line_spans, lines_out
from article.patterns import regex

_DATE = regex(
    r"(?:19|20)\d\d\s?(?:[-/.年—]|(?=\d\d/))\s{0,2}\d{1,2}\s?[-/.月—]\s?\d{1,2}日?"
    r"(?:[\sT]*\d{1,2}[:：∶时時]\d{1,2}(?:[:：∶分]\d{1,2}秒?|分)?)?"
)
_NUMBER = regex(r"\d+")
# On folded lines, as all but what tells first whether to fold one.
_LABEL = regex(
    r"""
        (
            (?:发表|发布|发稿|更新|成文)?(?:时间|日期) | (?:信息|文章|稿件|新闻)?来源 | 稿源 | 作者
            | (?:责任)?编辑 | 责编 | 审核 | (?:浏览|点击|阅读|访问)(?:次数|数|量)? | 字体 | 字号
            | 评论 | 分享到?
        )\s*:
    """,
    re.X,
)
_TIME = regex("时间|日期")
_BARE_TIME = regex("(?:成文)?(?:时间|日期)")
_TOOLS = regex("打印|列印|关闭|收藏|分享|我来[说說][两兩]句|纠错|播报|[大中小](?![一-鿿])|A[-+]")
_NO_TEXT = regex(r"[\s()（）【】\[\]|:：>]+")
_SENTENCE = regex("[。！？；，]")
_VALUE = 30
_BYLINE = 200
_BYLINE_GATE = regex(r"(?:时间|時間|日期|来源|來源|稿源|编辑|編輯|责编|責編)\s*[:：]")
_EDITOR = regex(r"[\s(【\[]*(?:责任编辑|责编)\s*:[^。]{0,20}")
_EDITORS = regex(
    r"(?:\W*(?:责任编辑|编辑|责编|校对|审核|[初复终]审|监制)[:：]\s?[一-鿿]{2,4}(?![一-鿿])){2,}\W*"
)
_PLACE = regex(r"\s*您?(?:当前|所在|的){0,3}位置\s?[:：]\s?首页\s?[>›»].{0,60}")

_STRONG_FOOTER = regex(
    r"""
        版权所有(?!权) | ICP备 | 公网安备 | 网站标识码 | Copyright | © | 网站地图 | 备案号
        | ^[^由]*(?:主办|承办)\s*$ | ^\W*(?:本[网站文].{0,12})?未经授权.{0,8}转载
    """,
    re.X | re.IGNORECASE,
)
_WEAK_FOOTER = regex(
    r"""
        ^\s*(?:
            (?:
                主办 | 承办 | 协办 | 技术支持 | 运维 | 地址 | 邮编 | 电话 | 传真 | 联[系繫] | 投稿
                | 举报
            )[^。!?]{0,12}:
            | 联[系繫]我们 | 关[于於]我们 | 设为首页 | 加入收藏
        )
    """,
    re.X,
)
_CERTAIN_FOOTER = regex(
    r"""
        ICP备 | 公网安备 | 网站标识码 | 版权所有[:©] | Copyright | [上下]一[篇条]:
        | 打印本页 | 关闭窗口 | 返回顶部
        | ^\W*(?:
            扫一扫\W{0,2}(?:在?手机|分享|打开|关注).{0,12} | 长按.{0,6}二维码.{0,8}
            | 分享到:.{0,40}
            | (?:浏览|点击|阅读|访问)(?:(?:次数|量|数):|\s)\s?[\d.]+\s?[万次]?
            | 您是.{0,6}第\s?\d+\s?[位个]\w{0,4} | (?:展开|阅读)(?:剩余)?全文
            | (?:打开|下载).{0,8}(?:APP|客户端)\W{0,2}(?:阅读|查看|看).{0,8}
            | (?:相关|热门|推荐|延伸)(?:链接|阅读|新闻|推荐|文章):?
            | (?:(?:点赞|收藏|分享|评论|举报|打印|纠错|关闭)(?:\s?\(\d*\))?[\s|·]*){2,}
        )\W*$
    """,
    re.X | re.IGNORECASE,
)
_DISCLAIMER = regex(
    r"^\W*(?:(?:免责|特别|版权)声明|声明):(?=.{0,120}(?:转载|稿件|作品|文章|本文|观点|立场))"
    ".{0,120}(?:本[网站]|本文仅?代表|作者个人观点|侵权)"
)
_RECORD = 3  # days; a page says its own twice, when it was printed and when it was changed
_FOOTER_LINE = 80
_DISCLAIMED = 400  # characters of a disclaimer that tell it
_FOOTER_LINES = 12


def find_boilerplate(text: str) -> list[Edit]:
    """Return edits that take out byline lines anywhere, and the footer at the end.

    A credit at the end, as （鄂州日报）, is the article's and stays. A footer is at least two lines
    of which one can be nothing else, so that a notice may end with its telephone number, or one
    that names the site's licence.
    """
    spans = [span for span in line_spans(text) if text[span[0] : span[1]].strip()]
    footer = _footer_start(text, spans)
    bylines = [
        (start, end, "byline")
        for number, (start, end) in enumerate(spans[:footer])
        if _is_byline(text[start:end], last=number >= len(spans) - 3)
    ]
    if len(bylines) >= _RECORD and _is_record([text[start:end] for start, end, _ in bylines]):
        bylines = []
    return list(lines_out([*bylines, *((start, end, "footer") for start, end in spans[footer:])]))


def _is_record(lines: list[str]) -> bool:
    """Tell whether lines are of so many days that they are what the article tells, as of gifts."""
    dates = (found[0] for line in lines if (found := _DATE.search(line)))
    return len({tuple(map(int, _NUMBER.findall(date)[:3])) for date in dates}) >= _RECORD


def _is_byline(line: str, *, last: bool) -> bool:
    """Tell whether a line is labels with their values, one of them a time, and nothing else.

    A bare 时间 may be that of an event: it needs another label beside it.
    """
    if not ("：" in line or ":" in line) or len(line) > _BYLINE:
        return False
    if last and _EDITORS.fullmatch(line):
        return True
    if not _BYLINE_GATE.search(line):
        return _PLACE.fullmatch(line) is not None
    line = fold(line)
    if last and _EDITOR.fullmatch(line):
        return True
    before, *rest = _LABEL.split(line)
    labels, values = rest[::2], rest[1::2]
    dated = _DATE.search(line) is not None
    told = len(labels) > 1 or not _BARE_TIME.fullmatch(labels[0]) or _DATE.search(before)
    return bool(
        dated and told and not _without_dates(before) and all(map(_is_value_of, labels, values))
    )


def _is_value_of(label: str, value: str) -> bool:
    rest = _without_dates(value)
    return not rest if _TIME.search(label) else len(rest) <= _VALUE and "。" not in rest


def _without_dates(text: str) -> str:
    text = re.sub(r"https?://[!->@-~]+\??", "", text)
    return _NO_TEXT.sub("", _TOOLS.sub("", _DATE.sub("", text)))


def _footer_start(text: str, spans: list[tuple[int, int]]) -> int:
    start, strong, certain = len(spans), 0, False
    while start > max(0, len(spans) - _FOOTER_LINES):
        told = text[slice(*spans[start - 1])]
        line = fold(told[:_DISCLAIMED])
        if _DISCLAIMER.match(line):
            certain = True
        elif len(told) > _FOOTER_LINE:
            break
        elif _CERTAIN_FOOTER.search(line) and not _SENTENCE.search(told.replace("扫一扫，", "")):
            certain = True
        elif _STRONG_FOOTER.search(line):
            strong += 1
        elif not _WEAK_FOOTER.search(line):
            break
        start -= 1
    return start if certain or (strong and len(spans) - start >= 2) else len(spans)
