"""From the lines of the text's element to paragraphs: what is round the text goes."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice, takewhile

from article.facts.dates import DATE, has_date
from article.facts.names import is_outlet
from article.folding import fold, key
from article.markup.containers import is_box, is_of_readers
from article.markup.page import Block, Line, Page
from article.markup.surroundings import (
    END,
    LEGAL,
    OF_SITE,
    OWNER,
    RELATED,
    RUN_BY,
    is_sentence,
    tells_of_site,
)
from article.text.body import PARAGRAPHS, SHORT

_EDITOR = re.compile(
    r"""
        [\W_]{0,4}(?:
            责任编辑 | 责\s?编 | (?:执行|网络|本期)编辑
            | (?:网站|稿件|本文|实习|见习|文字|图文)?编\s?辑
              (?:\s?[\]】]?\s?[:/|]|[\]】]|\s[\u4e00-\u9fff\s]{2,4}\Z)
            | 值班编辑 | 审\s?核人?\s?[:/|] | 校\s?对\s?[:/|] | [初复终]审\s?[:/|]
            | [一二三]审\s?[:/|]\s?[\u4e00-\u9fff]{2,3}(?:\W|\Z)
            | (?:编审|编校|审签|签发|值班编委|排版|美编)\s?[:/|] | 监制\s?[:/|]
            | 作者:.{1,12}责任编辑
        )
    """,
    re.X,
)
_TOOL = re.compile(
    r"""
        [\W_]{0,4}(?:
            # buttons; but 返回故乡 is a heading of the text
            (?:打印|关闭|纠错|返回|分享|收藏|我要|点赞)(?=
                \W | \Z
                | [\d本此该这到至给上首顶窗页列栏文全正按微评投主网目频原搜夹预版广数邮链]
                | 二维 | 新闻 | 打印 | 关闭 | 纠错 | 返回 | 分享 | 收藏 | 举报 | 留言 | 反馈
                | 提问 | 咨询 | 发言 | 订阅 | 爆料 | 推荐 | 参与 | 让更 | 说两句 | 朋友圈 | QQ
            )
            | (?:A\s?[-+]|A(?=\s?A)|收藏|打印|分享|关闭|点赞|评论|朗读|纠错|[\s|/]){3,}\Z
            | 字[号体](?=\W|\Z|[大小放缩调选设]) | 大\s中\s小 | \[大 | \+1
            | (?:顶|踩)一下\W{0,3}\d{0,6}\W{0,3}\Z | 举报/反馈 | 文章投诉\Z
            | 点击(?:进入|查看|播放) | (?:点击)?展开全文 | 阅读剩余全文 | 附件下载\Z | 下载附件
            # codes, and what platforms print round a text
            | 扫一扫 | 扫码 | 微信扫 | 扫描.{0,4}码.{0,3}关注 | 长按
            | 打开微信\W{0,3}(?:点击|使用|扫) | 请?使?用微信\W?扫一扫
            | 点个?(?:分享|收藏|点赞|在看)(?=\s|\W?\Z|点) | 点亮\W?在看 | 点击.{0,4}阅读原文
            | 欢迎关注.{0,24}(?:公众号|微[信博]|视频号|客户端)\W{0,3}\Z
            | 点击.{0,16}关注(?:我们)?\W{0,3}\Z | .{0,24}\+\s?关注\W{0,2}\Z
            | 点击.{0,4}(?:蓝字|上方|下方).{0,6}关注.{2,14}\Z
            | 文章已于.{6,20}修改 | 喜欢此内容的人还喜欢 | 预览时标签不可点
            # players
            | (?:朗读|收?听)(?:全文|本文|文章)(?=\s|\d|\W?\Z)
            | (?:听新闻|语音(?:播报|朗读))(?=\s|\d|\W?\Z) | \d\d:\d\d\s?/\s?\d\d:\d\d\Z
            | (?:数据|内容|页面|视频|音频|图片)?加载中(?!国) | 正在加载 | loading
            | [您你]的浏览器(?:版本)?(?:暂时?)?不支持
            # readers
            | \d+条评论\Z | 请?登录后(?:评论|发表|查看) | 浏览(?:次数|量)
            | 阅读(?:次数|量)?\s?[:(\d] | 您是(?:本[文站页])?第\s?\d
            | 您对本(?:页面?|站|文|信息).{0,4}(?:评价|是否) | 感谢您的(?:评价|参与)\W?\Z
            # whose page it is, and how to reach them
            | 版权(?:\W|\Z|所有|声明|归|说明|信息|属) | copyright
            | 免责声明 | 特别声明 | 声明\s?: | 新闻热线\s?:
            | (?:新闻线索)?[爆报]料(?:热线|电话|通道|邮箱)\s?: | 责任编辑 | 广告\W{0,2}\Z
            # where the page stands among others
            | (?:当前|您当前|你当前)(?:的|所在)?位置(?=\W|\Z|[是为]) | 您的位置 | 首页\s?>
            | 上一页 | 下一页 | 第\d+页 | \d{1,3}/\d{1,3}[)\]]?\Z
            | 关键[字词]\s?: | 标签\s?: | tags?\s?: | END\W{0,4}\Z
            # pictures to open, and where an editor parted a text into pages
            | 图集 | 点击(?:图片)?可?(?:查?看大图|查看原图|放大(?:图片)?)\W{0,3}\Z
            | \#p\#[^#]{0,30}\#e\# | \[(?:next)?page(?:\s|\]\W{0,3}\Z) | !--empirenews
            | ueditor_page_break_tag
        )
    """,
    re.X | re.I,
)
_BYLINE = re.compile(
    r"""
        (?:
            来源 | 稿源 | 出处 | 作者 | 浏览次数 | 字号 | 字体 | 责任编辑 | 编辑 | 记者
            | (?:
                  发布 | 发表 | 发稿 | 更新 | 成文 | 上传 | 添加 | 录入 | 出版 | 公布 | 上线
                  | 报送 | 刊发 | 公开 | 印发 | 生成 | 发文 | 编辑 | 投稿 | 来稿
                  | (?<![\u4e00-\u9fff])
              )(?:时间|日期)
        )\s?:
        | 本文来源于
    """,
    re.X,
)
# 11-29 10:20 | …
_OF_THIS_YEAR = re.compile(r"\W{0,3}\d\d[-/]\d\d\s{1,3}\d\d:\d\d\s?(?P<sign>[|·])?\s?")
_FULL_BYLINE = re.compile(
    r"""
        (?:发布|发表)(?:时间|日期)\s?:\s?(?:19|20)\d\d
        | (?:19|20)\d\d[-/.年].{3,30}(?:来源|稿源)\s?: | (?:来源|稿源)\s?:.*(?:19|20)\d\d[-/.年]
    """,
    re.X,
)
_ADDRESS = re.compile(r"https?://[\w.:/-]{4,60}")  # of the site, before the day
# Pinyin that mirrors splice in: 技術(shù)支持.
_PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")

# What stands at the end of a text below the picture of a code, unless that is of the text.
_CODE = re.compile(
    r"""
        \W?(?:
            (?:官方|微信|政务){0,2}(?:公众号|视频号|微博)\s?:\s?[\w“”]{2,14}
            | (?!报名|咨询|投票|投稿|活动|征集|答题|问卷|参与)[\w“”]{0,14}
              (?:
                  公众号 | 订阅号 | 视频号 | 服务号 | 头条号 | 抖音号? | 快手号? | 微信号?
                  | 微博 | 小程序 | 客户端 | APP | 二维码
              )
        )\W?
    """,
    re.X | re.I,
)
_DISCLAIMER = re.compile(
    r"""
        \W{0,4}(?:\d{1,2}[、.)]\s?)?(?:
            (?:免责|特别|版权|郑重|转载)?声明 | 凡(?:本网|本站)?注明 | (?:本网|本站)转载
            | 以上(?:内容|图文) | 如因作品 | (?:本文|文章)(?:内容|观点)?仅?代表
        ).{0,120}(?:侵权|版权|转载|本网|本站|立场)
        | \W{0,4}本文(?:来自|为|系|由).{2,40}仅代表.{0,12}观点
        | \W{0,4}本(?:稿件?|[文网站]).{0,30}版权均?[属归].{0,16}所有
        | .{0,30}版权归.{0,8}(?:作者|媒体|权利人|本[网站]).{0,6}所有
        | \W{0,4}(?:如需)?转载,?时?请(?:务必)?注明(?:来源|出处|作者)
    """,
    re.X,
)
_COMMENTS = re.compile(r"[\W_]{0,4}.{0,6}(?:评论|留言|跟[帖贴])")
_DAY = re.compile(r"\W{0,3}(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?\W{0,2}\Z")
_DAYS = re.compile(r"\W{0,3}(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\W{0,3}")
_SPOKEN_ON = re.compile(r"\((?:19|20)\d\d年\d{1,2}月\d{1,2}日\)")
_REPLY = re.compile(
    r"\d+\s?(?:秒|分钟|小时|天)前|(?:回复|举报|点赞|顶)\W{0,3}\d{0,6}\W{0,3}\Z|\d楼"
)
# What ends a text though it is a link.
_NO_TEXT_BELOW = re.compile(rf"[\W_]{{0,4}}[上下]一[篇条页则]|.{{0,6}}评论|{OF_SITE.pattern}")
# 1 2 3 下一页 below a part of a text; some of it is linked.
_PAGER = re.compile(r"(?:[\d\W_]|[上下首尾末前后]一?页|[共第]|页)+")
# The channel of a text, linked.
_FILED = re.compile(
    r"[\W_]{0,3}(?:(?:文章|所属)?(?:分类|栏目|专题|频道)|收录于(?:专辑|合集)?)\s?:.{0,24}\Z"
)
_SENTENCE = re.compile(r"[。!?;]|,.{12,}")  # on folded text
_FILE = re.compile(r"附件\s?[\d一二三四五六七八九十]{0,3}\s?[:.]")
_NUMBERED = re.compile(r"(?:附件\s?:?\s?)?(?:(\d{1,2})\s?[.、](?!\d)|(?<=附件)\Z|(?<=附件:)\Z)")
_FILE_NAME = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar)\W{0,2}\Z", re.I)
# An event's, as a notice begins with; its time is no byline.
_EVENT = re.compile(
    r"""
        \W{0,4}(?:\d{1,2}\.|[一二三四五六七八九十]{1,2}、)?(?:
            报名 | 活动 | 服务 | 会议 | 发布会 | 征集 | 征稿 | 评选 | 公示 | 投票 | 举办 | 比赛
            | 展览 | 培训 | 考试 | 面试 | 招募 | 演出 | 截稿 | 起止 | 受理 | 作品提交
            | [^\s:,。]{0,8}(?:开标|截止|递交|获取|停水|停电|停气|施工|开放|营业|播出|集合|开馆)
            | 获取[^\s:,。]{2,8}
        )(?:日期|时间|期限|期)\s?:
    """,
    re.X,
)
_TIME, _PLACE = re.compile(r"\W{0,4}[时時]\s?[间間]\s?[:：]"), re.compile(r"\W{0,4}地\s?点\s?:")
_TABLE = frozenset(("table", "tbody", "tr", "td", "th"))  # may be a ranking in the text
_SUMMARY = re.compile(r"\W?(?:内容)?(?:摘要|提要|简介|导读|核心提示|描述)\W?[:：]\s?")
_TEXT_END = "。！？…”）)"
MAX_HEAD = 14  # lines at the start of the text's element that may be title, byline or tools
MAX_BYLINE = 160
MAX_FULL = 80  # with date and label, below a text or in its midst
COMMENT = 6  # lines below the heading of comments in which one of them has its time
FOOTER = 12  # lines below a text that may tell of a footer above them


def skip_head(lines: Sequence[Line], span: Sequence[int], title: str) -> Sequence[int]:
    """Return the lines of the text's element after title, byline and tools at its start."""
    wanted = key(title)
    skipped = 0
    for count, index in enumerate(span[:MAX_HEAD], start=1):
        line = lines[index]
        text = line.key
        if _TIME.match(line.text) and _PLACE.match(_below(lines, span, count)):
            break
        is_title = text == wanted or (len(text) > 3 and text in wanted and line.heading > 0)
        if wanted and text and is_title:
            skipped = count
        elif is_byline(line):
            between = [lines[number] for number in span[skipped : count - 1]]
            above = lines[max(0, span[0] - MAX_HEAD) : span[skipped]]
            if _is_of_text(line, between, above) or _is_calendar(lines, span[count - 1 :]):
                break
            if between and not any(_weight(lines[number]) for number in span[count:]):
                break  # it signs a text of short lines
            skipped = count
        elif not line.hidden and (len(line.text) > 40 or _SENTENCE.search(line.folded)):
            break
    return span[skipped:]


def _is_of_text(line: Line, between: Iterable[Line], above: Iterable[Line]) -> bool:
    """Whether what looks like a byline is none: text is between it and one with a date.

    The day of a speech stands in brackets.
    """
    if _FULL_BYLINE.search(line.folded):
        return False
    is_below_text = _SPOKEN_ON.fullmatch(line.folded) is not None or any(
        one.key and not (one.linked or one.hidden) for one in between
    )
    return is_below_text and any(has_date(one.folded) and is_byline(one) for one in above)


def is_day(folded: str) -> bool:
    """Whether a folded line is a day and no more."""
    return _DAYS.fullmatch(folded) is not None


def _is_calendar(lines: Sequence[Line], span: Sequence[int]) -> bool:
    """Whether a line is a day and no more, as are two of those below: a text goes by its days."""
    if not is_day(lines[span[0]].folded):
        return False
    return sum(1 for index in span[1:MAX_HEAD] if is_day(lines[index].folded)) > 1


def _below(lines: Sequence[Line], span: Sequence[int], count: int) -> str:
    return lines[span[count]].folded if count < len(span) else ""


def keep_text(page: Page, span: Sequence[int]) -> tuple[list[int], int]:
    """Return which lines are text, and the line where the article ends.

    Tools and link lists are passed over; related news and the editor's line end the text once a
    third of it has gone by, unless they stand in a box round which the text goes on.
    """
    lines = page.lines
    span = _without_boxes(page, span)
    total = sum(_weight(lines[i]) for i in span) or 1
    kept: list[int] = []
    seen = beyond = 0
    for index in span:
        line = lines[index]
        if index < beyond or (line.hidden and total > 1):
            continue
        seen += _weight(line)
        text = line.text
        if not any(map(str.isalnum, text[:40])):
            continue
        if len(text) < 60:
            folded = line.folded
            late = seen > 0.35 * total
            if is_related(line) or _is_end(line):
                beyond = _past_links(page, index, kept, span[-1])
                if not beyond and (late or _is_sure_end(lines, index, kept)):
                    return kept, index
                continue
            if late and _EDITOR.match(folded) and "“" not in text:
                if seen > 0.6 * total:
                    return kept, index
                continue
            if _is_tool(line, lines[kept[-1]] if kept else None) and not (
                line.linked and _is_among(page, index, kept)
            ):
                continue
        elif len(text) < 300 and seen > 0.5 * total and len(LEGAL.findall(text)) >= 2:
            continue
        if kept and lines[index - 1].heading and _is_teaser(page, index, kept):
            continue
        kept.append(index)
    return kept, span[-1] + 1 if span else 0


def _without_boxes(page: Page, span: Sequence[int]) -> Sequence[int]:
    """Leave out the boxes inside the text's element that are none of it by their names.

    Prose must be left; and most of the text, unless it is readers whose words they are.
    """
    if not span:
        return span
    around = [_around(page, i) for i in span]
    names = _names_of_boxes(page, span, around)
    if not any(names.values()):
        return span
    boxed = {i: name for i, number in zip(span, around, strict=True) if (name := names[number])}
    rest = [page.lines[i] for i in span if i not in boxed]
    if not any(map(_is_prose, rest)):
        return span
    others = [i for i, name in boxed.items() if not is_of_readers(name)]
    if sum(_weight(page.lines[i]) for i in others) > sum(map(_weight, rest)):
        return [i for i in span if i not in boxed or i in others]
    return [i for i in span if i not in boxed]


def _around(page: Page, index: int) -> int:
    """Return the block around a line that may be a box; a paragraph is none."""
    block = page.blocks[page.lines[index].block]
    return block.parent if block.tag == "p" else block.number


def _names_of_boxes(
    page: Page, span: Sequence[int], around: Iterable[int]
) -> dict[int, str | None]:
    """Name for each block the outermost box around it, inside the element, that is no text."""
    names: dict[int, str | None] = {-1: None}
    first, last = span[0], span[-1]
    for number in dict.fromkeys(around):
        unnamed = list(takewhile(lambda block: block.number not in names, page.chain(number)))
        for block in reversed(unnamed):
            name = names[block.parent]
            is_inside = block.start > first or block.end <= last
            is_named = is_inside and is_box(block.label) and block.tag not in _TABLE
            names[block.number] = name or (block.label if is_named else None)
    return names


def _is_among(page: Page, index: int, kept: Sequence[int]) -> bool:
    """Whether a linked paragraph stands between two that are not, all of them sentences."""
    lines = page.lines[index - 1 : index + 2]
    if len(lines) < 3 or not kept or kept[-1] != index - 1:
        return False
    parents = {page.blocks[line.block].parent for line in lines}
    return (
        len(parents) == 1
        and all(len(line.text) >= 20 and "。" in line.text for line in lines)
        and not (lines[0].linked or lines[2].linked)
    )


def _is_teaser(page: Page, index: int, kept: Sequence[int]) -> bool:
    """Whether a line sums up the article to which the heading above it links, in a box of both."""
    above = page.lines[index - 1]
    if not above.is_link or page.lines[index].heading:
        return False
    for block in page.chain(page.lines[index].block):
        if block.start < index:
            return block.start == index - 1 and block.end <= index + 3 and kept[0] < block.start
    return False


def is_related(line: Line) -> bool:
    """Whether a line is the heading of links to other articles."""
    return (
        len(line.text) < 30
        and RELATED.match(line.folded) is not None
        and (line.linked > 0 or not is_sentence(line.folded))
    )


def _is_sure_end(lines: Sequence[Line], index: int, kept: Sequence[int]) -> bool:
    """Whether what readers say or a site tells of itself follows a text, however long that is."""
    if lines[index].heading and OF_SITE.match(lines[index].folded):
        return bool(kept)
    if not _COMMENTS.match(lines[index].folded):
        return False
    below = lines[index + 1 : index + 1 + COMMENT]
    is_text = any(_is_prose(lines[number]) for number in kept)
    return is_text and any(has_date(line.folded) or _REPLY.search(line.folded) for line in below)


def _is_end(line: Line) -> bool:
    folded = line.folded
    return len(line.text) < 30 and END.match(folded) is not None and not is_sentence(folded)


def _is_tool(line: Line, above: Line | None) -> bool:
    """Whether a line is a button, a link or a pager, and no file of the text."""
    if (line.is_link or _is_dated_link(line)) and not _is_file(line, above):
        return True
    if len(line.text) < 40 and _TOOL.match(line.folded) and not is_sentence(line.folded):
        return True
    if line.linked == 0 and "一页" not in line.folded:
        return False
    return (_PAGER.fullmatch(line.folded) or _FILED.match(line.folded)) is not None


def _is_dated_link(line: Line) -> bool:
    """Whether a line is a link with the day of what it leads to, such as · 读书节启幕 (11-20)."""
    day = _DAY.search(line.text) if line.linked >= 8 else None
    return day is not None and line.linked > 0.6 * day.start()


def _is_file(line: Line, above: Line | None) -> bool:
    """Whether a link is 附件: or one more file below it."""
    if _FILE.match(line.folded):
        return True
    if above and _is_next(line, above):
        return True
    listed = above is not None and (_FILE.match(above.folded) or _FILE_NAME.search(above.text))
    return bool(listed and _FILE_NAME.search(line.text))


def _is_next(line: Line, above: Line) -> bool:
    """Whether a line has the next number of a list, or the first one below 附件:."""
    here, before = _NUMBERED.match(line.folded), _NUMBERED.match(above.folded)
    return bool(here and here[1] and before and int(here[1]) == int(before[1] or 0) + 1)


def _past_links(page: Page, index: int, kept: list[int], last: int) -> int:
    """Return the line where a text goes on below a heading of links and these, 0 if it ends.

    The heading of no links is that of a part of the text: it is kept.
    """
    line = page.lines[index]
    beyond = _box_end(page, index, kept) or _links_end(page, index, kept, last)
    if beyond == index + 1 and not (line.linked or _is_end(line)):
        kept.append(index)
    return beyond


def _box_end(page: Page, index: int, kept: Sequence[int]) -> int:
    """Return the line after a box of links where the text goes on right there, else 0."""
    above = list(page.chain(page.lines[kept[-1]].block)) if kept else []
    inside = {block.number for block in above}
    boxes = page.chain(page.lines[index].block)
    box = next((block for block in boxes if block.parent in inside), None)
    if box is None or box.tag in PARAGRAPHS or box.number in inside:
        return 0
    around = page.blocks[box.parent]
    below = page.lines[box.end : around.end]
    line = next((line for line in below if not line.hidden), None)
    if line is None or not (_is_prose(line) or _is_words(line)):
        return 0
    alike = _shape(page.chain(line.block), around)
    return box.end if _shape(above, around) == alike else 0


def _links_end(page: Page, index: int, kept: Sequence[int], last: int) -> int:
    """Return the line after a heading of links in the midst of a text, and its links, else 0.

    Below links to other articles more than one paragraph must tell that it is no summary of these,
    but each paragraph may have a line of such links below.
    """
    lines = page.lines
    if not kept or _NO_TEXT_BELOW.match(lines[index].folded):
        return 0
    links = takewhile(lambda number: lines[number].is_link, range(index + 1, last + 1))
    end = max(links, default=index) + 1
    least = 1 if end == index + 1 else 2
    prose = [
        number for number in range(end, min(end + least, last + 1)) if _is_prose(lines[number])
    ]
    near = min(end + 3, last + 1) if lines[index].linked else end + 3
    if len(prose) < least or any(line.is_link and not is_related(line) for line in lines[end:near]):
        return 0
    above, below = (list(page.chain(lines[number].block)) for number in (kept[-1], end))
    around = next((block for block in above if block.start <= end < block.end), None)
    if around is None or _shape(above, around) != _shape(below, around):
        return 0
    return end


def _is_prose(line: Line) -> bool:
    return (
        not line.linked
        and len(line.text) >= 30
        and "。" in line.text
        and not (LEGAL.search(line.text) or _DISCLAIMER.match(line.folded))
    )


def _is_words(line: Line) -> bool:
    """Whether a line is no prose, but neither what stands round a text."""
    folded = line.folded
    return not (
        line.linked
        or len(line.text) < SHORT
        or is_byline(line)
        or is_related(line)
        or _is_end(line)
        or _EDITOR.match(folded)
        or LEGAL.search(line.text)
        or tells_of_site(folded)
        or _DISCLAIMER.match(folded)
        or _COMMENTS.match(folded)
    )


def _shape(blocks: Iterable[Block], around: Block) -> list[tuple[str, str]]:
    """Name the elements of a line inside another: paragraphs of one text have the same ones."""
    inner = takewhile(lambda block: block is not around, blocks)
    return [(block.tag, "" if block.tag in PARAGRAPHS else block.label) for block in inner]


def take_byline(lines: Sequence[Line], kept: list[int]) -> str:
    """Remove a byline from the midst of a text, and return it: some pages print the text twice."""
    for index in kept:
        line = lines[index]
        if is_full_byline(line) and is_byline(line):
            kept.remove(index)
            return line.text
    return ""


def drop_repeats(paragraphs: list[str]) -> list[str]:
    """Drop the second printing of a whole text: a run of paragraphs that was there before.

    So does a summary go that is but the beginning of the text, cut.
    """
    if len(paragraphs) > 1 and paragraphs[0].endswith(("…", "...")):
        begun = _SUMMARY.sub("", paragraphs[0]).rstrip("….")
        if len(begun) >= 10 and paragraphs[1].startswith(begun):
            paragraphs = paragraphs[1:]
    first = next((text for text in paragraphs if len(text) >= 20), None)
    if first is None or paragraphs.count(first) < 2:
        return paragraphs
    start = paragraphs.index(first)
    again = paragraphs.index(first, start + 1)
    earlier = set(paragraphs[:again])
    repeated = [text for text in paragraphs[again:] if text in earlier]
    if sum(map(len, repeated)) < 0.6 * sum(map(len, paragraphs[start:again])):
        return paragraphs
    return [*paragraphs[:again], *(text for text in paragraphs[again:] if text not in earlier)]


def drop_footer(paragraphs: list[str], below: Iterable[str]) -> list[str]:
    """Drop the owner's lines (主办, 技术支持, 投稿邮箱) and disclaimers from the end of a text.

    An invitation may end with who holds it and how to reach them: one line must tell the footer,
    if need be of those ``below`` that are in the same element and no text.
    """
    paragraphs = _drop_codes(paragraphs)
    end = len(paragraphs)
    while end > 1 and _is_legal(paragraphs[end - 1]):
        end -= 1
    legal = paragraphs[end:]
    if legal and any(map(_is_sure, chain(legal, islice(below, FOOTER)))):
        return paragraphs[:end]
    return paragraphs


def _drop_codes(paragraphs: list[str]) -> list[str]:
    """Drop what stands below pictures of codes at the end of a text: 青岚发布微信公众号."""
    end = len(paragraphs)
    while end > 1 and len(paragraphs[end - 1]) < 24 and _CODE.fullmatch(fold(paragraphs[end - 1])):
        end -= 1
    return paragraphs[:end] if end and paragraphs[end - 1][-1] in _TEXT_END else paragraphs


def _is_sure(text: str) -> bool:
    """Whether a legal line is more than who owns, holds or answers for something."""
    return _is_legal(text) and (not OWNER.search(text) or len(LEGAL.findall(text)) > 1)


def _is_legal(text: str) -> bool:
    if len(text) >= 60:
        return len(text) < 300 and _DISCLAIMER.match(fold(text)) is not None
    plain = _PINYIN.sub("", fold(text))
    return (LEGAL.search(plain) or _DISCLAIMER.match(plain) or RUN_BY.match(plain)) is not None


def _weight(line: Line) -> int:
    return 0 if line.hidden else len(line.text) - line.linked


def is_full_byline(line: Line) -> bool:
    """Whether a line tells with a label when a text was published."""
    return len(line.text) < MAX_FULL and _FULL_BYLINE.search(line.folded) is not None


def is_byline(line: Line) -> bool:
    """Whether a line holds labels or a date and no sentence."""
    text = line.text
    if len(text) > MAX_BYLINE:
        return False
    folded = line.folded
    if _SENTENCE.search(folded) or _EVENT.match(folded):
        return False
    if _TOOL.match(folded) and len(text) < 40:
        return True
    if len(text) < 100 and _BYLINE.search(folded):
        return True
    if len(text) < 40 and (found := _OF_THIS_YEAR.match(folded)):
        return found["sign"] is not None or is_outlet(text[found.end() :])
    if not has_date(folded):
        return False
    if "://" in folded:
        folded = _ADDRESS.sub("", folded)
    found = DATE.search(folded)
    return found is not None and len(folded) - len(found[0]) <= 24
