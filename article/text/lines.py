"""What a line is by its words: a byline, a tool, a heading of links, a file, prose."""

import re

from article.facts.dates import beside_day, has_date
from article.facts.names import is_outlet
from article.markup.page import Line
from article.markup.surroundings import END, LEGAL, RELATED, is_sentence, tells_of_site
from article.patterns import regex
from article.text.pieces import FILE_NAME, SHORT

_EDITOR = regex(
    r"""
        [\W_]{0,4}(?:
            责任编辑 | 责\s?编 | (?:文章|信息)?录入\s?[:/|] | (?:执行|网络|本期|[初终]审)编辑
            | (?:网站|稿件|本文|实习|见习|文字|图文)?编\s?辑
              (?:\s?[\]】]?\s?[:/|]|[\]】]|\s(?:\p{Han}|\s){2,4}[\])】]?\Z)
            | 值班编辑 | 审\s?核人?\s?[:/|] | 校\s?对\s?[:/|] | [初复终]审\s?[:/|]
            | [一二三]审\s?[:/|]\s?\p{Han}{2,3}(?:\W|\Z)
            | (?:编审|编校|审签|签发|值班编委|排版|美编)\s?[:/|] | 监制\s?[:/|]
            | 作者:.{1,12}责任编辑
        )
    """,
    re.X,
)
_TOOL = regex(
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
            | 点击(?:图片)?(?:进入|查看|播放|收听) | (?:点击)?展开全文 | 阅读剩余全文
            | 附件下载\Z | 下载附件
            # codes, and what platforms print round a text
            | (?:扫一扫|扫码|微信扫)(?!.{0,6}(?:报名|投票|投稿|答题|问卷|预约))
            | 扫描.{0,4}码.{0,3}关注 | 长按
            | 打开微信\W{0,3}(?:点击|使用|扫) | 请?使?用微信\W?扫一扫
            | 点个?(?:分享|收藏|点赞|在看)(?=\s|\W?\Z|点) | 点亮\W?在看 | 点击.{0,4}阅读原文
            | 欢迎关注.{0,24}(?:公众号|微[信博]|视频号|客户端)\W{0,3}\Z
            | 点击.{0,16}关注(?:我们)?\W{0,3}\Z | .{0,24}\+\s?关注\W{0,2}\Z
            | 点击.{0,4}(?:蓝字|上方|下方).{0,6}关注.{2,14}\Z
            | (?:本文|原文)(?:链接|地址|网址)\s?:
            | 文章已于.{6,20}修改 | 喜欢此内容的人还喜欢 | 预览时标签不可点
            # players
            | (?:朗读|收?听)(?:全文|本文|文章)(?=\s|\d|\W?\Z)
            | (?:听新闻|语音(?:播报|朗读))(?=\s|\d|\W?\Z) | \d\d:\d\d\s?/\s?\d\d:\d\d\Z
            | (?:数据|内容|页面|视频|音频|图片)?加载中(?!国) | 正在加载 | loading
            | [您你]的浏览器(?:版本)?(?:暂时?)?不支持
            # readers
            | \d+条评论\Z | 请?登录后(?:评论|发表|查看) | 浏览(?:次数|量)
            | (?:(?:阅读|点击|浏览|访问)(?:次数|[数率量])?\s?(?=[:(\d]) | 人气\s?:(?=\s?\d))
              [:(\s]*+[\d.,]*+(?:\s?(?:[+万次人wk]|分钟))*+(?:(?!\w)|(?=\p{Han}{2,4}\s?[:(]))
            | (?=.{0,16}(?:浏览|阅读|点击|看过))
              (?:本[文页]|该文|[已共有被:.万人次\s\d]|共计|总计|浏览|阅读|点击|看过){3,}\Z
            | 全文(?:共|约){0,2}\s?\d+字(?=\W{0,3}(?:\Z|阅读|预计)) | 本文字数\s?:
            | 您是(?:本[文站页])?第\s?\d | 点击播报本文
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
_BYLINE = regex(
    r"""
        (?:
            来源 | 稿源 | 出处 | (?<!工)作者 | 浏览次数 | 字号 | 字体 | 责任编辑 | 编辑 | 记者
            | (?:
                  发布 | 发表 | 发稿 | 更新 | 成文 | 上传 | 添加 | 录入 | 出版 | 公布 | 上线
                  | 报送 | 刊发 | 公开 | 印发 | 生成 | 发文 | 编辑 | 投稿 | 来稿
                  | (?<!\p{Han})
              )(?:时间|日期)
        )\s?:
        | 本文来源于
    """,
    re.X,
)
# 11-29 10:20 | …
_OF_THIS_YEAR = regex(
    r"(?P<outlet>[^\s\d。,:]{0,20})\W{0,3}\d\d[-/]\d\d\s{1,3}\d\d:\d\d\s?(?P<sign>[|·])?\s?"
)
_FULL_BYLINE = regex(
    r"""
        (?:发布|发表)(?:时间|日期)\s?:\s?(?:19|20)\d\d
        | (?:19|20)\d\d[-/.年].{3,30}(?:来源|稿源)\s?: | (?:来源|稿源)\s?:.*(?:19|20)\d\d[-/.年]
    """,
    re.X,
)
_ADDRESS = regex(r"https?://[\w.:/?&=#%-]{4,200}")
_DISCLAIMER = regex(
    r"""
        \W{0,4}(?:\d{1,2}[、.)]\s?)?(?:
            (?:免责|特别|版权|郑重|转载|平台)?声明 | 凡(?:本网|本站)?注明 | (?:本网|本站)转载
            | 以上(?:内容|图文) | 如因作品 | (?:本文|文章)(?:内容|观点)?仅?代表
        ).{0,120}(?:侵权|版权|转载|本网|本站|立场|信息存储|信息发布平台)
        | \W{0,4}本文(?:来自|为|系|由).{2,40}仅代表.{0,12}观点
        | \W{0,4}本(?:稿件?|[文网站]).{0,30}版权均?[属归].{0,16}所有
        | .{0,30}版权归.{0,8}(?:作者|媒体|权利人|本[网站]).{0,6}所有
        | \W{0,4}(?:如需)?转载,?时?请(?:务必)?注明(?:来源|出处|作者)
    """,
    re.X,
)
# 上一篇日记写于去年, where no link follows the word.
_OF_STORY = regex(r"[上下]一[篇条页则](?!没有|已|无|暂|是|文章|新闻|信息)\p{Han}{3}")
_COMMENTS = regex(r"[\W_]{0,4}.{0,6}(?:评论|留言|跟[帖贴])")
_REPLY = regex(r"\d+\s?(?:秒|分钟|小时|天)前|(?:回复|举报|点赞|顶)\W{0,3}\d{0,6}\W{0,3}\Z|\d楼")
_DAY = regex(
    r"""
        \W{0,3}(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?
        (?:\s?\d{1,2}:\d\d(?::\d\d)?\s?(?:[AP]M)?)?\W{0,2}\Z
    """,
    re.X,
)
_DAYS = regex(
    r"\W{0,3}(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\W{0,3}(?:(?:星期|周)[一二三四五六日])?"
    r"(?:\s?[晴阴雨雪雷雾风云多转间小中大到暴阵]{1,8})?\W{0,3}"  # as diaries have it
)
# 1 2 3 下一页 below a part of a text; some of it is linked.
_PAGER = regex(r"(?:[\d\W_]|[上下首尾末前后]一?页|[共第]|页面?)+")
# The channel of a text, linked.
_FILED = regex(
    r"[\W_]{0,3}(?:(?:文章|所属)?(?:分类|栏目|专题|频道)|收录于(?:专辑|合集)?)\s?:.{0,24}\Z"
)
_SENTENCE = regex(r"[。!?;]|,.{12,}")  # on folded text
_FILE = regex(r"附件\s?[\d一二三四五六七八九十]{0,3}\s?[:.]")
_NUMBERED = regex(r"(?:附件\s?:?\s?)?(?:(\d{1,2})\s?[.、](?!\d)|(?<=附件)\Z|(?<=附件:)\Z)")
# An event's, as a notice begins with; its time is no byline.
_EVENT = regex(
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
MAX_BYLINE = 160
MAX_BESIDE = 24  # a day, without labels
MAX_FULL = 80  # with date and label, below a text or in its midst


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
    if len(text) < 40 and ":" in folded and (found := _OF_THIS_YEAR.match(folded)):
        return found["sign"] is not None or any(map(is_outlet, (found[1], text[found.end() :])))
    if "://" in folded:
        folded = _ADDRESS.sub("", folded)
    return beside_day(folded) <= MAX_BESIDE


def has_sentence(line: Line) -> bool:
    """Whether a line holds the signs of prose."""
    return _SENTENCE.search(line.folded) is not None


def is_full_byline(line: Line, longest: int = MAX_FULL) -> bool:
    """Whether a line tells with a label when a text was published."""
    if len(line.text) > longest or ":" not in line.folded:
        return False
    return _FULL_BYLINE.search(line.folded) is not None


def is_day(folded: str) -> bool:
    """Whether a folded line is a day and no more."""
    return _DAYS.fullmatch(folded) is not None


def is_tool(line: Line, above: Line | None) -> bool:
    """Whether a line is a button, a link or a pager, and no file of the text."""
    if (line.is_link or _is_dated_link(line)) and not _is_file(line, above):
        return True
    folded = line.folded
    if "://" in folded:  # an address is no sentence, however long
        folded = _ADDRESS.sub("", folded)
    if len(folded) < 40 and _TOOL.match(folded) and not is_sentence(folded):
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
    listed = above is not None and (_FILE.match(above.folded) or FILE_NAME.search(above.text))
    return bool(listed and FILE_NAME.search(line.text))


def _is_next(line: Line, above: Line) -> bool:
    """Whether a line has the next number of a list, or the first one below 附件:."""
    here, before = _NUMBERED.match(line.folded), _NUMBERED.match(above.folded)
    return bool(here and here[1] and before and int(here[1]) == int(before[1] or 0) + 1)


def is_editors(line: Line) -> bool:
    """Whether a line names the editors of a text."""
    is_prose = line.text.endswith("。") and ":" not in line.folded
    return _EDITOR.match(line.folded) is not None and not ("“" in line.text or is_prose)


def is_related(line: Line) -> bool:
    """Whether a line is the heading of links to other articles."""
    return (
        len(line.text) < 30
        and RELATED.match(line.folded) is not None
        and (line.linked > 0 or not (is_sentence(line.folded) or _OF_STORY.match(line.folded)))
    )


def is_end(line: Line) -> bool:
    """Whether a line stands below a text, such as 返回顶部."""
    folded = line.folded
    return len(line.text) < 30 and END.match(folded) is not None and not is_sentence(folded)


def heads_comments(line: Line) -> bool:
    """Whether a line is the heading of what readers say."""
    return _COMMENTS.match(line.folded) is not None


def is_comment(line: Line) -> bool:
    """Whether a line has the time of a comment, or a button to answer it."""
    return has_date(line.folded) or _REPLY.search(line.folded) is not None


def is_disclaimer(folded: str) -> bool:
    """Whether a folded line says whose text it is, and that nobody answers for it."""
    return _DISCLAIMER.match(folded) is not None


def is_prose(line: Line) -> bool:
    """Whether a line is a paragraph of sentences, and no legal one."""
    return (
        not line.linked
        and len(line.text) >= 30
        and "。" in line.text
        and not (LEGAL.search(line.text) or _DISCLAIMER.match(line.folded))
    )


def is_words(line: Line) -> bool:
    """Whether a line is no prose, but neither what stands round a text."""
    folded = line.folded
    return not (
        line.linked
        or len(line.text) < SHORT
        or is_byline(line)
        or is_related(line)
        or is_end(line)
        or _EDITOR.match(folded)
        or LEGAL.search(line.text)
        or tells_of_site(folded)
        or _DISCLAIMER.match(folded)
        or _COMMENTS.match(folded)
    )
