"""The line between title and text: time, source, author, editor, in all their orders.

A byline is read as a row of labels, each with what stands between it and the next label. What is
left over next to the date is an outlet or persons without a label.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from article.facts.dates import DATE, When, find_dates, spell_out
from article.facts.names import is_outlet, is_person, read_persons
from article.folding import fold
from article.noise.invisible import visible

MAX_VALUE = 80

# Where an account posts from, which portals set behind its name.
_REGION = r"""
    (?:
        北京 | 天津 | 河北 | 山西 | 内蒙古 | 辽宁 | 吉林 | 黑龙江 | 上海 | 江苏 | 浙江 | 安徽 | 福建
        | 江西 | 山东 | 河南 | 湖北 | 湖南 | 广东 | 广西 | 海南 | 重庆 | 四川 | 贵州 | 云南 | 西藏
        | 陕西 | 甘肃 | 青海 | 宁夏 | 新疆
    )
"""
_POSTED_FROM = re.compile(rf"\s{_REGION}\Z|{_REGION}(?=举报)", re.X)

# Kind of label: pattern on folded text. Tools and counters only end what stands before them.
_LABELS = {
    "source": r"""
        (?:
            (?:信\s?息|文章|稿件|新闻|本文|内容|资料|消息|图文)?来\s?源(?:于|单位|部门)?
            | 稿\s?源 | 出\s?处 | 综合自
            | (?:供稿|报送|来稿|投稿|上报|提供)(?:单位|部门|科室|机构) | 转载自 | 转载于 | 转自
            | 摘自 | 来自 | 原载 | 首发 | 原创
        )\s?:
        | 来源\s?/ | (?<![\u4e00-\u9fff])部门\s?: | \b(?:[Ss]ource|SOURCE|[Ff]rom|FROM)\s?:
        | 本文来源于 | 来源于 | 来源(?=\s?(?:\n|\[|\||$))
        | (?<![^\s\d|])(?:信息|文章|稿件|新闻)?来源
          (?=[^\s:]{2,14}?(?:作者|编辑|责编|(?:发布)?时间|日期|(?:19|20)\d\d[-/.年]|\n|\Z))
    """,
    "supplier": r"供稿\s?[:/|]|作者\s?/\s?(?:来源|出处)\s?:",
    "author": r"""
        (?:
            (?:文章)?作\s?者 | 撰文 | [撰拟]\s?稿人? | (?:供稿|报送|提供|投稿)人 | 投稿者
            | 信息员 | 文字 | 通讯员 | (?:本报|本网|本刊|本台|见习|实习|特约|全媒体)?记\s?者
        )\s?[:/]
        | 图文\s?[:/|]
        | (?:文\s?[/、]\s?[图摄]|[图摄]\s?[/、]\s?文)\s?:?(?=\s?[\u4e00-\u9fff]{2})
        | \b文\s?[:/|](?!\s?[图摄](?:\W|\Z)) | 作\s?者(?=\s?\n) | 撰文(?=\s) | \bAuthor\s?:
        | \bBy\s(?=[A-Z][a-z]+\s[A-Z]) | (?<![^\s|])文(?=\s[\u4e00-\u9fff·]{2,4}\s[图摄]\s)
        | 作者(?=[\u4e00-\u9fff]{2,3}(?:(?:责任)?编辑|责编|\s?(?:19|20)\d\d))
        | 作者(?=\s[\u4e00-\u9fff·]{2,4}(?:[\s|]|\Z))
    """,
    "publisher": r"(?:发布|发稿|信息发布)(?:者|人)\s?:",
    "office": r"(?:发布|发稿|信息发布)(?:单位|机构|部门)\s?:",
    "reporter": r"""
        (?:本报|见习|实习|特约)?(?:记者|实习生)(?=\s)
        | (?<=\()(?:本报|本网)?记者(?=[\u4e00-\u9fff、]{2,12}\))
    """,
    "glued": r"(?<=\s)记者(?=[\u4e00-\u9fff]{2,3}(?:\s|\Z))",
    "editor": r"""
        (?:
            (?:责任|执行|本文|网络|本期|值班|见习|实习|文字|图文|新媒体)编辑 | 责\s?编 | 网编
            | 编\s?辑(?:录入)?
        )\s?:?
    """,
    "skip_date": r"""
        (?:
            成文 | 生成 | 实施 | 生效 | 施行 | 发文 | 截止 | 截稿 | 报名 | 活动 | 会议 | 有效
            | 废止 | 修改 | 签发 | 印发 | 登记 | 开始 | 结束 | 访谈 | 直播 | 采访 | 拍摄
            | [来写发]信 | 咨询 | 提问 | 留言 | 投诉 | 受理 | 公示 | 征集 | 培训 | 演出 | 展览
            | 举办 | 项目 | 招募 | 服务 | 开标 | 递交 | 获取 | 停水 | 停电 | 停气 | 施工 | 开放
            | 营业 | 播出 | 集合 | 开馆
        )(?:日期|时间|期限|期)\s?:?
    """,
    "today": r"(?:今天|今日|现在|当前)(?:是|时间|日期)?\s?:?(?=\s?(?:19|20)\d\d)",
    "updated": r"(?:更新|修订|最后更新)(?:时间|日期|于)\s?:?",
    "date": r"""
        (?:发布|发表|发稿|刊发|上传|添加|录入|出版|公布|上线|报送|提供)?(?:时\s?间|日\s?期)
        (?:发布)?\s?:
        | (?:发布|发表|刊发)于 | 发布\s?: | (?:发布|发表|发稿)(?:时间|日期)(?=\s(?:19|20)\d\d)
    """,
    "other": r"""
        跟帖 | 有话说 | 有?\d+\s?人参与 | 条评论 | \bA\s?[-+](?!\w) | 浏览(?:次数|量)?
        | 点击(?:数|量|率)? | 阅读(?:次数|量|数)? | 访问(?:次数|量)? | 字\s?号 | 字\s?体 | 打印
        | 分享 | 我要 | 参与互动 | 手机(?:看|版|查看)
        | 评论(?:(?<![\u4e00-\u9fff]评论)(?!网|员|部|周)|(?=\s?[:(\[\d])) | 收藏 | 关闭 | 扫一扫
        | 大\s中\s小 | \[大 | 【大 | 大中小 | 审核 | 校对 | [一二三初复终]审 | 关键[词字] | 关注
        | 举报 | 放大 | 缩小 | 选稿 | 视力保护 | 索引号 | 主题分类 | 发布机构 | 发文机关 | 文号
        | 发文字号 | (?:标签|栏目|频道)\s?: | 保存 | 复制 | 朗读 | 播报 | 语音 | 投稿 | 纠错
        | 网友 | 我来说 | 微博 | 微信(?!公众) | 下载客户端 | 新闻报料 | 摄影(?!报|网|家)
        | 图片(?!报|网|社|库) | 核稿 | 签发 | (?:查看|阅读)原文 | 原文(?:链接|地址)
        | \b[图摄]\s?[:/|] | (?<=\s)[图摄]\s(?=[\u4e00-\u9fff·]{2,4}(?:\s|\Z)) | 人气 | 热度
        | 分类\s?: | (?:分类|归档|收录)于 | 所属 | 责任(?:单位|部门) | 文章编号 | 编号 | 编审
        | 监制 | 统筹 | 版次 | 公开(?:日期|时间) | (?:制作|设计|类型)\s?:
    """,
}
_LABEL = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS.items()), re.X)
_STAFF_NUMBER = re.compile(r"\s[A-Za-z]{1,4}\d{2,8}\Z")  # of the editors of portals
_BRACKETED = re.compile(r"(?<=[\u4e00-\u9fff])\s?[\]】］]\s?(?=[:：])")  # [ 作者 ]：
_NO_YEAR = re.compile(
    r"""
        # 11-29 10:20, 3小时前
        \d{1,2}\s?(?:分钟|小时|天)前 | [昨前]天\s?[0-2]?\d:[0-5]\d
        | (?<![\d./-])(?:1[0-2]|0?[1-9])[-/月](?:3[01]|[12]\d|0?[1-9])日?\s{1,3}[0-2]?\d:[0-5]\d
    """,
    re.X,
)
_PUBLISHED = re.compile("[发刊]")  # no doubt that it is the publish date
_BARE_TIME = re.compile(r"(?:时\s?间|日\s?期)\s?:")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")  # icons
# Pinyin that mirrors splice into labels: 發(fā)表時(shí)間.
_SPLICED = re.compile(
    r"""
        ([\u4e00-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)
        (?=[表布时時间間日期来來源责責任编編辑輯作者:：])
    """,
    re.X,
)
_VALUE_END = re.compile(
    r"\n|\s{3,}|[|；;]|(?<=\S)\s+(?:/\s)?(?=\S{1,4}:|[A-Za-z]{1,8}:)|(?<=[^\s:])\s+(?=【)"
)
_BUTTONS = re.compile(r"[【\[](?:打印|关闭|收藏|分享|纠错)[^【】\[\]]{0,6}[】\]]")
_BORDER, _SLASH = re.compile(r"[\n|?｜？]+|\s[/／]\s"), re.compile("[/／]")
# As in 《人民日报》（2025年8月1日.
_PRINTED_IN = re.compile(r"《(?P<outlet>[^《》]{3,14})》\s?\(?\s?(?=(?:19|20)\d\d)")
_EDGES = " \t\u3000\xa0()（）[]［］【】〔〕〖〗「」:：|｜丨/／,，;；、。-—–·>»<\"'?？\u200b"
_SIGNS = " \u3000□■◇◆○●◎☆★"  # before who wrote; triangles point to pictures
# What a site's system prints where nothing was put in, or did not put in: null, {$source}.
_UNFILLED = r"null|undefined|none|nan|[{$%<].*|!--.*"
_NO_SOURCE = re.compile(
    rf"""
        (?:
            本站 | 本网 | 互联网 | 网络 | 网路 | 转载 | 转载文章 | 资料图 | 未知 | 不详 | 无
            | 原创 | 佚名 | 综合 | 其他 | 其它 | 网上 | 本站原创 | 本站整理 | 本站编辑
            | 网络整理 | 网站编辑 | 暂无 | (?:系统|超级)?管理员 | admin | n/a | {_UNFILLED}
            | \w+=.*  # markup
            | 访问次数 | 网络转载 | 本网站 | 站内 | 见文末 | 如图 | 点击 | \d+
        )\Z
    """,
    re.X | re.I,
)
_NOBODY = re.compile(
    r"(?:(?:佚名|匿名|未知|不详|暂?无|本站|网站)?(?:(?:系统|超级)?管理员|小编|编辑部?|admin|root)?|"
    rf"n/a|{_UNFILLED})\Z",
    re.I,
)
_ROLE = re.compile(
    r"""
        (?:
            本报 | 本网 | 本刊 | 本台 | 特约 | 特派 | 实习 | 见习 | 首席 | 全媒体 | 融媒体?
            | 总台央视 | 总台 | 驻站 | [\u4e00-\u9fff]{2,8}(?:日报|晚报|网|社|报)
        )?(?:[全融新]媒体?)?(?:记者|通讯员|评论员|撰稿人|特约|实习生)\s?:?
    """,
    re.X,
)
_COMMENTATOR = re.compile(
    r"(?:本[报网刊台]|[\u4e00-\u9fff]{2,8}[报网社])评论员"
)  # nobody else signs
_ACCOUNT = re.compile(
    r"""
        (?!
            星期 | 周[一二三四五六日] | 来自 | 由 | 更新 | 发布 | 编辑 | 阅读 | 北京时间 | 首发
            | 正文 | 已 | 共 | 今 | [上下]午 | 原标题 | 热度 | 资讯 | 新闻 | 国内 | 国际
            | .*(?:时间|于)\Z | .*年.*月
        )[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z\d]{1,11}\Z
    """,
    re.X,
)
_REPORT = re.compile(
    r"(?:(?P<outlet>[^\s\[【〔(/]{2,12})\s?/\s?)?记者(?P<names>[\u4e00-\u9fff、]{2,12}?)\s?/\s?"
    r"[^\s/]{2,8}(?:报[道导]|[0-9]{1,2}日电)"
)
# Beside the name of a person: where that one works.
_WHENCE = re.compile(
    r"[\u4e00-\u9fff]{2,14}(?:[省市县区州旗镇乡村局办委院校会社心站所科股]|街道)\Z|原创\Z"
)
_OF_ISSUE = re.compile(r"(?<=[报刊])第?[A-Z\d]{1,4}版\Z")
# Behind an outlet: its page, such as A01版, a day without a year, or a counter.
_BEHIND_SOURCE = re.compile(
    r"(?<=[报刊])\s?第?\s?[A-Z\d]{1,4}\s?版\Z|\s(?:1[0-2]|0[1-9])[-/](?:3[01]|[12]\d|0[1-9])\Z|"
    r"\s(?:已阅)?\s?\d+\s?次\Z"
)
# Editions and channels that begin with the character of a surname.
_CHANNEL = re.compile(r"海外版|农村版|国[际内]|时[政评尚]|文[化旅]|党建")
_OF_SITE = re.compile(r"(?!关于|返回|进入)[\u4e00-\u9fff]{3,20}网站")
_PAGE = re.compile(r"第?[A-Z\d]{1,4}版")
_OFFICER = re.compile(
    r"""
        [\u4e00-\u9fff、]{0,24}
        (?:书记|主任|[省市县区乡镇部局厅处科所校院会站社队馆台]长|教授|主席|会员|代表)\s+
    """,
    re.X,
)
_COUNTRY = re.compile(
    r"[\[(（［〔【]?[\u4e00-\u9fff]{1,2}[\])）］〕】](?=[\u4e00-\u9fff]+·)"
)  # [美]
_OFFICE = re.compile(r"[\u4e00-\u9fff()（）·]{3,30}")
# What a line of three characters may end in otherwise, such as 全媒体, 文化馆, 高清图 and 关键词.
_NO_NAME = re.compile(r"[体馆图版类界栏页题词量感]\Z")
_WORDS_BY = re.compile(r"([\u4e00-\u9fff·\s、]{2,20}?)\s?[/／]\s?文(?=[\s;；])")  # 余海/文 卓丽/图
_CREDITED = re.compile(r"(?:\s?[/／]?\s?(?:文|摄|图|(?:摄影)?报道|摄影|著|编译|综合))\Z")


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says.

    ``labelled`` is a date with the label of a publish date, ``updated`` and ``other_date`` are days
    of something else; ``outlet`` and ``beside`` are names without a label, ``site`` is that of a
    website, which may be the page's own, ``alone`` are persons on a line of their own.
    """

    text: str = ""
    published: When | None = None
    labelled: When | None = None
    updated: When | None = None
    other_date: When | None = None
    source: str | None = None
    outlet: str | None = None
    beside: str | None = None
    site: str | None = None
    alone: str | None = None
    author: str | None = None
    editor: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str
    value: str
    start: int


def read_byline(text: str) -> Byline:
    """Read the lines between title and body, joined by newlines."""
    text = visible(_PRIVATE_USE.sub(" ", text))
    if "举报" in text:
        text = _POSTED_FROM.sub(" ", text)
    if "(" in text:
        text = _SPLICED.sub(r"\1", text)
    if "]" in text or "】" in text:
        text = _BRACKETED.sub("", text)
    folded = fold(text)
    labels = list(_LABEL.finditer(folded))
    dates = _dates(folded, labels)
    if not dates and (spelled := spell_out(text)) != text:
        return read_byline(spelled)
    parts = _parts(text, folded, labels)
    author = next(filter(None, map(clean_persons, _authors(parts))), None)
    on_line, around = _beside_date(text, folded)
    reporter, employer = find_reporter(text)
    reporter = reporter or " ".join(
        name for p in parts if p.kind == "reporter" for name in _reporters(p.value)
    )
    glued = (
        _CREDITED.sub("", _ROLE.sub(" ", _before_date(part.value)).strip())
        for part in parts
        if part.kind == "glued"
    )
    reporter = reporter or " ".join(read_persons(next(glued, "")))
    author = author or reporter or _loose_persons(on_line) or _behind(parts) or _in_source(parts)
    source = next(filter(None, map(clean_source, _sources(parts))), None)
    if author and source and author != source and author.endswith(source):
        author = clean_persons(author.removesuffix(source))  # a link to the outlet follows
    publishers = [p.value for p in parts if p.kind in ("publisher", "office")]
    in_marks = _PRINTED_IN.finditer(folded) if "《" in folded else ()
    printed = [found["outlet"] for found in in_marks]
    near = [*on_line, *around] if "网站" in text else []
    outlet = _outlet([*publishers, *employer, *printed, *on_line, *around]) or _office(parts)
    return Byline(
        text=text,
        published=dates.get("date") or dates.get("free") or dates.get("bracketed"),
        labelled=dates.get("date"),
        updated=dates.get("updated"),
        other_date=dates.get("skip_date"),
        source=source,
        outlet=outlet,
        beside=_beside(on_line),
        site=next(filter(_OF_SITE.fullmatch, (w for v in near for w in v.split())), None),
        alone=None if author else _alone(text, folded),
        author=None if author in (source, outlet) else author,
        editor=next(
            filter(None, (clean_persons(p.value) for p in parts if p.kind == "editor")), None
        ),
    )


def _office(parts: list[_Part]) -> str | None:
    """The office that a label names, which need not be written like an outlet."""
    names = (clean_source(part.value) for part in parts if part.kind == "office")
    return next((name for name in names if name and _OFFICE.fullmatch(name)), None)


def clean_source(value: str) -> str | None:
    """Return an outlet's name from what follows its label, or None where it is none."""
    value = _BEHIND_SOURCE.sub("", _unwrap(_bare(_before_date(value))))
    value = _POSTED_FROM.sub("", value)
    value = _without_writer(_part_writers(value)[0])
    if not value or _NO_SOURCE.match(fold(value)) or value.isdigit():
        return None
    return value[:MAX_VALUE]


def _without_writer(name: str) -> str:
    """Take off who wrote, where the name follows that of the outlet at once: 青岚日报余海."""
    if len(name) <= 4 or is_outlet(name):
        return name
    lengths = (n for n in (3, 2) if is_person(name[-n:]) and is_outlet(name[:-n]))
    length = next(lengths, 0)
    return name if not length or _CHANNEL.fullmatch(name[-length:]) else name[:-length]


def _part_writers(value: str) -> tuple[str, str]:
    """Part an outlet from the persons behind it, each in full: 青岚日报 王大明."""
    outlet, _, rest = value.partition(" ")
    names = read_persons(rest) if rest and is_outlet(outlet) else []
    return (outlet, " ".join(names)) if names and all(map(is_full_name, names)) else (value, "")


def _before_date(value: str) -> str:
    found = DATE.search(fold(value))
    return value[: found.start()] if found else value


def _bare(value: str) -> str:
    """Take off signs at both ends, but not what closes a bracket inside: 云川文明網(wǎng)."""
    bare = value.strip(_EDGES)
    for opening, closing in ("()", "（）"):
        if bare.count(opening) > bare.count(closing) and f"{bare}{closing}" in value:
            bare += closing
    if bare.count('"') == 1 and f'"{bare}' in value:
        bare = f'"{bare}'
    return bare


def _unwrap(value: str) -> str:
    """Take off title marks round a whole name: 《理财周刊》, but not 光明网-《光明日报》."""
    whole = value.startswith("《") and value.find("》") == len(value) - 1
    unbalanced = value.count("《") != value.count("》")
    return value.strip("《》") if whole or unbalanced else value


def clean_persons(value: str) -> str | None:
    """Return names separated by spaces, without roles such as 本报记者."""
    value = _COUNTRY.sub("", _STAFF_NUMBER.sub("", _before_date(value))).strip(_EDGES)
    value = value.removesuffix("等").rstrip()
    if _COMMENTATOR.fullmatch(value):
        return value
    value = _ROLE.sub(" ", value).strip(_EDGES)
    if _NOBODY.match(value) or "=" in value:
        return None
    if "文" in value and (words := _WORDS_BY.match(value)):
        value = words[1]
    for text in (value, _CREDITED.sub("", value).strip(_EDGES), re.split("[(（]", value)[0]):
        if names := read_persons(text):
            return " ".join(names)
    if names_only := _supplier(value)[0] or " ".join(read_signers(value)):
        return names_only
    value = re.split(r"\s{2,}", value)[0].strip(_EDGES)
    return " ".join(value.split()) if value and len(value) <= 40 else None


def _parts(text: str, folded: str, labels: list[re.Match[str]]) -> list[_Part]:
    """Cut a byline at its labels; what stands before the first one is free."""
    parts = [_Part("free", text[: labels[0].start() if labels else len(text)], 0)]
    for label, following in zip_longest(labels, labels[1:]):
        end = following.start() if following else len(text)
        value, rest = _value(text[label.end() : end], folded[label.end() : end])
        parts.append(_Part(label.lastgroup or "other", value, label.end()))
        if rest.strip():
            parts.append(_Part("free", rest, end - len(rest)))
    return parts


def _value(text: str, folded: str) -> tuple[str, str]:
    """Split what follows a label into its value, perhaps on the next line, and what is left."""
    lead = len(folded) - len(folded.lstrip(" \n:[|"))
    found = _VALUE_END.search(folded, lead)
    end = found.start() if found else len(text)
    return text[lead:end], text[end:]


def _authors(parts: list[_Part]) -> list[str]:
    """What stands after labels of an author, but not the employer in 作者：云川日报记者 王大明."""
    following = [*(part.kind for part in parts[1:]), ""]
    rest = [*(part.value for part in parts[1:]), ""]
    return [
        _supplier(part.value)[0] if part.kind == "supplier" else part.value + _more(part, other)
        for part, kind, other in zip(parts, following, rest, strict=True)
        if part.kind == "supplier"
        or (part.kind == "author" and (kind != "reporter" or read_persons(part.value)))
    ]


def _more(author: _Part, rest: str) -> str:
    """The persons that go on with those of a label: 作者：余海；卓丽."""
    is_list = rest[:1] in (";", "；") and read_persons(author.value) and read_persons(rest[1:])
    return f"、{rest[1:]}" if is_list else ""


def _sources(parts: list[_Part]) -> list[str]:
    """What stands after labels of a source; who supplied a text (供稿) may be a person instead."""
    return [
        _supplier(part.value)[1] if part.kind == "supplier" else part.value
        for part in parts
        if part.kind in ("source", "supplier")
    ]


def _supplier(value: str) -> tuple[str, str]:
    """Part the persons who supplied a text from their office: 白石镇文明办 余海."""
    words = _before_date(value).split()
    offices = [word for word in words if _WHENCE.match(word) or is_outlet(word)]
    names = read_persons(" ".join(word for word in words if word not in offices))
    return (" ".join(names), " ".join(offices)) if names else ("", value)


def _dates(folded: str, labels: list[re.Match[str]]) -> dict[str, When]:
    """The first date under each kind of label; ``free`` where its label is none of a date."""
    dates: dict[str, When] = {}
    for when, match in find_dates(folded):
        before = [label for label in labels if label.end() <= match.start()]
        near = before[-1] if before and match.start() - before[-1].end() <= 6 else None
        kind = (
            near.lastgroup
            if near and near.lastgroup in ("date", "updated", "skip_date", "today")
            else "free"
        )
        # A bare 时间 below the publish date is that of an event.
        if kind == "date" and near and "free" in dates and _BARE_TIME.match(near[0]):
            kind = "free"
        if kind == "free" and folded[match.start() - 1 : match.end() + 1] == f"({match[0]})":
            kind = "bracketed"  # of a meeting or decree, as a title has it below
        if kind == "date" and near and _PUBLISHED.match(near[0]):
            kind = "published"
        dates.setdefault(kind or "free", when)
    if "published" in dates:
        dates["date"] = dates["published"]
    return dates


def _beside_date(text: str, folded: str) -> tuple[list[str], list[str]]:
    """Return what stands unlabelled on the line of the first date, and on the lines next to it."""
    found = DATE.search(folded) or _NO_YEAR.search(folded)
    if not found:
        return [], []
    start, end = folded.rfind("\n", 0, found.start()) + 1, folded.find("\n", found.end())
    end = len(text) if end < 0 else end
    sides = (text[found.end() : end], text[start : found.start()])
    near = (*text[:start].strip().split("\n")[:-3:-1], *text[end:].strip().split("\n")[:2])
    return [v for side in sides for v in _unlabelled(side)], [
        v for t in near for v in _unlabelled(t)
    ]


def _unlabelled(text: str) -> list[str]:
    """The pieces of a text before its first label."""
    if "】" in text or "]" in text:
        text = _BUTTONS.sub("|", text)
    label = _LABEL.search(fold(text))
    without = text[: label.start()] if label else text
    parts = _BORDER.split(without)
    return [piece for part in parts for one in _signed(part) if (piece := _bare(one))]


def _signed(text: str) -> list[str]:
    """Part a person from an outlet: 余海/云川日报."""
    parts = _SLASH.split(text)
    is_signed = (
        len(parts) > 1
        and any(map(read_persons, parts))
        and any(is_outlet(_bare(part)) for part in parts)
    )
    return parts if is_signed else [text]


def _in_source(parts: list[_Part]) -> str | None:
    """The persons who stand behind an outlet with nothing but a space between."""
    values = (_bare(_before_date(part.value)) for part in parts if part.kind == "source")
    return next(filter(None, (_part_writers(value)[1] for value in values)), None)


def _behind(parts: list[_Part]) -> str | None:
    """The persons who stand without a label behind the source: 来源：云川日报 | 王大明."""
    for source, part in pairwise(parts):
        is_behind = (source.kind, part.kind) == ("source", "free")
        names = read_persons(_bare(part.value)) if is_behind else []
        if names and all(map(is_full_name, names)):
            return " ".join(names)
    return None


def find_reporter(text: str) -> tuple[str | None, list[str]]:
    """Return the reporter of a form such as 【云川日报／记者王大明／云川报导】, and the outlet."""
    found = _REPORT.search(fold(text)) if "者" in text else None
    names = read_persons(text[slice(*found.span("names"))], sure=True) if found else []
    if not found or not names:
        return None, []
    outlet = text[slice(*found.span("outlet"))] if found["outlet"] else ""
    return " ".join(names), [outlet] if outlet else []


def _reporters(value: str) -> list[str]:
    """The persons after a 记者 without colon; anything else there is no name."""
    value = _ROLE.sub(" ", _before_date(value).partition("《")[0]).strip(_EDGES)
    return read_persons(_CREDITED.sub("", value), sure=True)


def _loose_persons(values: list[str]) -> str | None:
    for value in values:
        value = _ROLE.sub(" ", value)
        if names := read_persons(value):
            return " ".join(names)
        words = [
            word
            for word in value.split()
            if not (is_outlet(word.removesuffix("讯")) or _WHENCE.match(word))
        ]
        names = read_persons(" ".join(words))
        if names and all(map(is_full_name, names)):
            return " ".join(names)
    return None


def is_full_name(name: str) -> bool:
    """Whether a name has three characters, as few words do that begin with those of surnames."""
    return len(name) == 3 and not _NO_NAME.search(name)


def are_written_as_names(names: Sequence[str], line: str) -> bool:
    """Whether a line names persons and nothing else: each in full, or spaced out to that width.

    Of several one in full is enough, and of any an office before them.
    """
    if _OFFICER.match(line) or (len(names) > 1 and any(map(is_full_name, names))):
        return True
    return all(is_full_name(name) or " ".join(name) in line for name in names)


def read_signers(line: str) -> list[str]:
    """Return the persons of a line; one may stand behind an office: 白石镇党委书记 王大明."""
    found = _OFFICER.match(line)
    return read_persons(line[found.end() :] if found else line)


def _alone(text: str, folded: str) -> str | None:
    """The persons of a line next to that of the first date; below it an outlet may be between.

    They must have three characters each, unless a sign says that they wrote: ◎ 余海.
    """
    found = DATE.search(folded)
    if not found:
        return None
    above = text[: found.start()].split("\n")[:-1]
    below = text[found.end() :].split("\n", 3)[1:3]
    below = below[1:] if below and is_outlet(below[0].strip()) else below[:1]
    signed_lines = (line for line in text.split("\n") if line.startswith(("□", "◎")))
    for line in (*above[-1:], *below, *signed_lines):
        signed = line.lstrip(_SIGNS)
        names = read_signers(signed)
        is_name = signed != line.lstrip() or are_written_as_names(names, line)
        if names and is_name and not _LABEL.search(fold(line)):
            return " ".join(names)
    return None


def _outlet(values: list[str]) -> str | None:
    for value in values:
        for word in (value, *re.split(r"[\s|]+", value)):
            name = _OF_ISSUE.sub("", _unwrap(_bare(word)))
            if name.endswith("讯") and is_outlet(name[:-1]):
                return name[:-1]
            if is_outlet(name) and not _PAGE.match(name):
                return name
            if len(name) > 4 and name.endswith("供稿"):
                return name.removesuffix("供稿").rstrip()
            if (alone := _without_writer(name)) != name:
                return alone
            if name[-1:].isdigit() and is_outlet(bare := name.rstrip("0123456789")):
                return bare  # a counter follows
    return None


def _beside(on_line: list[str]) -> str | None:
    """The first word next to the date, where it may be the name of an account."""
    word = next((w for value in on_line for w in value.split() if not _PAGE.fullmatch(w)), "")
    return word if _ACCOUNT.match(word) and not is_person(word) else None
