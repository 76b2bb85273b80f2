"""Lines of the page that are not the article's: the byline, the footer of the site's owner."""

import re

from article.noise.edits import Edit, line_spans, lines_out
from article.patterns import regex

_DATE = regex(
    r"(?:19|20)\d\d\s?(?:[-/.年—]|(?=\d\d/))\s{0,2}\d{1,2}\s?[-/.月—]\s?\d{1,2}日?"
    r"(?:\s*\d{1,2}[:：∶时時]\d{1,2}(?:[:：∶分]\d{1,2}秒?|分)?)?"
)
_LABEL = regex(
    r"""
        (
            (?:(?:发表|發表|发布|發布|發佈|发稿|發稿|更新|成文)?(?:时间|時間|日期))
            | (?:信息|文章|稿件|新闻|新聞)?(?:来源|來源) | 稿源 | 作者
            | (?:责任|責任)?(?:编辑|編輯) | 责编 | 責編 | 审核 | 審核
            | (?:浏览|瀏覽|点击|點擊|阅读|閱讀|访问|訪問)(?:次数|次數|数|數|量)? | 字体 | 字體
            | 字号 | 字號 | 评论 | 評論 | 分享到?
        )\s*[:：]
    """,
    re.X,
)
_TIME = regex("时间|時間|日期")
_BARE_TIME = regex("(?:成文)?(?:时间|時間|日期)")
_TOOLS = regex(
    r"""
        打印 | 列印 | 关闭 | 關閉 | 收藏 | 分享 | 我来说两句 | 我來說兩句 | 纠错 | 播报
        | [大中小](?![一-鿿]) | A[-+]
    """,
    re.X,
)
_NO_TEXT = regex(r"[\s()（）【】\[\]|:：>]+")
_SENTENCE = regex("[。！？；，]")
_VALUE = 30
_BYLINE = 200
_BYLINE_GATE = regex(r"(?:时间|時間|日期|来源|來源|稿源|编辑|編輯|责编|責編)\s*[:：]")
_EDITOR = regex(r"[\s(（【\[]*(?:责任编辑|責任編輯|责编|責編)\s*[:：].{0,20}")

_STRONG_FOOTER = regex(
    r"""
        技术支持\s*[:：] | 技術支持\s*[:：] | 版权所有 | 版權所有 | ICP备 | ICP備 | 公网安备
        | 公網安備 | 网站标识码 | 網站標識碼 | Copyright | © | 网站地图 | 網站地圖
        | (?:主办|主辦|承办|承辦)\s*$ | 未经授权.{0,8}转载 | 备案号 | 備案號
    """,
    re.X | re.IGNORECASE,
)
_WEAK_FOOTER = regex(
    r"""
        ^\s*(?:
            (?:
                主办 | 主辦 | 承办 | 承辦 | 协办 | 協辦 | 运维 | 運維 | 地址 | 邮编 | 郵編
                | 电话 | 電話 | 传真 | 傳真 | 联系 | 聯[系繫] | 投稿 | 举报 | 舉報
            )[^。！？]{0,12}[:：]
            | 联系我们 | 聯[系繫]我們 | 关于我们 | 關於我們 | 设为首页 | 加入收藏
        )
    """,
    re.X,
)
_CERTAIN_FOOTER = regex(
    r"""
        ICP备 | ICP備 | 公网安备 | 公網安備 | 网站标识码 | 版权所有[:：©] | Copyright
        | [上下]一[篇条][:：] | 打印本页 | 关闭窗口 | 返回顶部
    """,
    re.X | re.IGNORECASE,
)
_FOOTER_LINE = 80
_FOOTER_LINES = 12


def find_boilerplate(text: str) -> list[Edit]:
    """Return edits that take out byline lines anywhere, and the footer at the end.

    A credit at the end, as （鄂州日报）, is the article's and stays. A footer is at least two lines
    of which one can be nothing else, so that a notice may end with its telephone number, or one
    that names the site's licence.
    """
    spans = [span for span in line_spans(text) if text[span[0] : span[1]].strip()]
    footer = _footer_start(text, spans)
    out = []
    for number, (start, end) in enumerate(spans):
        if number >= footer:
            out.append((start, end, "footer"))
        elif _is_byline(text[start:end], last=number >= len(spans) - 3):
            out.append((start, end, "byline"))
    return list(lines_out(out))


def _is_byline(line: str, *, last: bool) -> bool:
    """Tell whether a line is labels with their values, one of them a time, and nothing else.

    A bare 时间 may be that of an event: it needs another label beside it.
    """
    if len(line) > _BYLINE or not _BYLINE_GATE.search(line):
        return False
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
    return not rest if _TIME.search(label) else len(rest) <= _VALUE and not _SENTENCE.search(rest)


def _without_dates(text: str) -> str:
    text = re.sub(r"https?://[!->@-~]+\??", "", text)
    return _NO_TEXT.sub("", _TOOLS.sub("", _DATE.sub("", text)))


def _footer_start(text: str, spans: list[tuple[int, int]]) -> int:
    start, strong, certain = len(spans), 0, False
    while start > max(0, len(spans) - _FOOTER_LINES):
        line = text[slice(*spans[start - 1])]
        if len(line) > _FOOTER_LINE:
            break
        if _CERTAIN_FOOTER.search(line) and not _SENTENCE.search(line):
            certain = True
        elif _STRONG_FOOTER.search(line):
            strong += 1
        elif not _WEAK_FOOTER.search(line):
            break
        start -= 1
    return start if certain or (strong and len(spans) - start >= 2) else len(spans)
