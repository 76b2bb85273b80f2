"""Sources and persons in what a label says: without roles, signs, and what stands behind."""

import re
from collections.abc import Sequence

from article.facts.dates import DATE
from article.facts.names import is_employer, is_outlet, is_person, read_persons
from article.folding import fold
from article.patterns import regex
from article.remembering import remembered

MAX_VALUE = 80
# Where an account posts from, which portals set behind its name.
_REGION = r"""
    (?:
        北京 | 天津 | 河北 | 山西 | 内蒙古 | 辽宁 | 吉林 | 黑龙江 | 上海 | 江苏 | 浙江 | 安徽 | 福建
        | 江西 | 山东 | 河南 | 湖北 | 湖南 | 广东 | 广西 | 海南 | 重庆 | 四川 | 贵州 | 云南 | 西藏
        | 陕西 | 甘肃 | 青海 | 宁夏 | 新疆
    )
"""
POSTED_FROM = regex(rf"\s{_REGION}\Z|{_REGION}(?=举报)", re.X)
_COUNTER = regex(r"(?<=\p{Han})\s?\d+(?:\.\d+)?[万wW]?\+?\Z")
_STAFF_NUMBER = regex(r"\s[A-Za-z]{1,4}\d{2,8}\Z")  # of the editors of portals
_EDGES = " \t\u3000\xa0()（）[]［］【】〔〕〖〗「」:：|｜丨/／,，;；、。-—–·>»<\"'?？\u200b"
# What a site's system prints where nothing was put in, or did not put in: null, {$source}.
_UNFILLED = r"null|undefined|none|nan|[{$%<].*|!--.*"
_NO_SOURCE = regex(
    rf"""
        (?:
            本站 | 本网 | 互联网 | 网络 | 网路 | 转载 | 转载文章 | 资料图 | 未知 | 不详 | 无
            | 原创 | 佚名 | (?:本[站网])?综合 | 其他 | 其它 | 网上 | 本站原创 | 本站整理 | 本站编辑
            | 网络整理 | 网站编辑 | 暂无 | (?:系统|超级)?管理员 | admin | n/a | {_UNFILLED}
            | \w+=.*  # markup
            | https?://.* | 访问次数 | 网络转载 | 本网站 | 站内 | 见文末 | 如图 | 点击 | \d+
        )\Z
    """,
    re.X | re.I,
)
_NOBODY = regex(
    r"(?:(?:佚名|匿名|未知|不详|暂?无|本站|网站)?(?:(?:系统|超级)?管理员|小编|编辑部?|admin|root)?|"
    rf"n/a|{_UNFILLED})\Z",
    re.I,
)
_ROLE = regex(
    r"""
        (?:
            本报 | 本网 | 本刊 | 本台 | 特约 | 特派 | 实习 | 见习 | 首席 | 全媒体 | 融媒体?
            | 总台央视 | 总台 | 驻站 | \p{Han}{2,8}(?:日报|晚报|网|社|报)
        )?(?:[全融新]媒体?)?(?:记者|通讯员|评论员|撰稿人|特约|实习生)\s?:?
    """,
    re.X,
)
COMMENTATOR = regex(r"(?:本[报网刊台]|\p{Han}{2,8}[报网社])评论员")  # nobody else signs
_TITLE = regex(r"\p{Han}{4,}(?:会员|理事|主席|主任|书记|教师|干部)")
# Behind an outlet: its page, such as A01版, a day without a year, or a counter.
_BEHIND_SOURCE = regex(
    r"""
        (?<=[报刊])\s?[(（]?第?\s?[A-Z\d]{1,4}\s?版[)）]?\Z
        | \s(?:1[0-2]|0[1-9])[-/](?:3[01]|[12]\d|0[1-9])\Z | \s\d{1,2}/\d{1,2}/20\d\d\Z
        | \s(?:已阅)?\s?\d+\s?次\Z | \s\d+\s?(?:分钟|小时|天|个?月)前\Z
        | (?<=.)\s?[(（]?\s?(?:https?://|www\.)[\w./:?=&%-]+[)）]?\Z
        | (?<=\p{Han})(?:\s+[(（]?(?!(?:19|20)\d\d\b)\d+(?:\.\d)?万?\+?[)）]?)+\Z
    """,
    re.X,
)
# Editions and channels that begin with the character of a surname.
_PAGE_NAME = regex(
    r"""
        国[际内] | 时[政评尚] | 文[化旅艺明] | 党[建史政] | 要闻 | 高[清端] | 广[告角] | 金[融句]
        | 安全 | 康养 | 成[人长] | 农[业村] | 房产 | 汽车 | 游[戏记] | 温馨 | 华[人侨] | 方[言略]
        | 原创 | 海外版 | 农村版 | 全[文国] | 包[装括] | 关[注于] | 和[美谐] | 乐[活享] | 时[事代光]
    """,
    re.X,
)
# Cities that are written like short names.
_CITY = regex(
    r"""
        武汉 | 唐山 | 邢台 | 安[阳庆康顺] | 宣城 | 黄[冈石山] | 江门 | [温常梅郑荆柳贺池宿徐]州
        | 荆门 | 常德 | 金华 | 吕梁 | 阳[泉江] | 岳阳 | 桂林 | 成都 | 巴中 | 乐山 | 曲靖 | 包头
        | 乌海 | 吴忠 | 商[洛丘] | 焦作 | 许昌 | 周口 | 南[阳京昌宁通充平] | 宁[波德] | 龙岩
        | 沈阳 | 伊春 | 吉安 | 盘锦 | 毕节 | 邵阳 | 惠州 | 莱芜
    """,
    re.X,
)
_OFFICER = regex(
    r"""
        (?:\p{Han}|、){0,24}
        (?:
            (?:书记|主任|[省市县区乡镇部局厅处科所校院会站社队馆台]长|教授|主席|会员|代表)
            | (?:小学|中学|学校)\S{0,10}  # 实验小学四（2）班
        )\s+
    """,
    re.X,
)
_COUNTRY = regex(r"[\[(（［〔【]?\p{Han}{1,2}[\])）］〕】](?=\p{Han}+·)")  # [美]
# What a line of three characters may end in otherwise, such as 全媒体, 文化馆 and 谢谢您.
_NO_NAME = regex(r"[体馆图版类界栏页题词量感表册榜单完科股您你]\Z")
_WORDS_BY = regex(r"([\w·\s、]{2,20}?)\s?[/／]\s?文(?=[\s;；])")  # 余海/文 卓丽/图
_EMPLOYED = regex(r"([^\s记]{3,16})记者\s?((?:\p{Han}|[·、]){2,12})")  # 青岚日报记者余海
_CREDITED = regex(
    r"(?:\s?[/／]?\s?(?:文[/／、][图摄]|[图摄][/／、]文|[文摄图]|(?:摄影)?报道|摄影|著|编译|综合))\Z"
)


@remembered(256)
def clean_source(value: str) -> str | None:
    """Return an outlet's name from what follows its label, or None where it is none."""
    value = _BEHIND_SOURCE.sub("", unwrap(bare(before_date(value))))
    value = POSTED_FROM.sub("", value)
    value = without_writer(part_writers(value)[0])
    if not value or _NO_SOURCE.match(fold(value)) or value.isdigit():
        return None
    return value[:MAX_VALUE]


def without_writer(name: str) -> str:
    """Take off who wrote, where the name follows that of the outlet at once: 青岚日报余海."""
    if len(name) <= 4 or is_outlet(name):
        return name
    lengths = (n for n in (3, 2) if is_person(name[-n:]) and is_outlet(name[:-n]))
    length = next(lengths, 0)
    return name if not length or is_page_name(name[-length:]) else name[:-length]


def part_writers(value: str) -> tuple[str, str]:
    """Part an outlet from the persons behind it, each in full: 青岚日报 王大明.

    Behind a newspaper names may be short, if they are none of its pages: 青岚日报 余海. Who took
    pictures is left out: 青岚网 余海/文 卓丽/图.
    """
    if "记者" in value and (employed := _EMPLOYED.fullmatch(value)) and is_outlet(employed[1]):
        return employed[1], " ".join(read_persons(employed[2], sure=True))
    outlet, _, rest = value.partition(" ")
    words = _WORDS_BY.match(f"{rest} ") if "文" in rest else None
    names = read_persons(words[1] if words else rest) if rest and is_employer(outlet) else []
    is_paper = outlet.endswith(("报", "報")) and not any(map(is_page_name, names))
    is_named = bool(names) and (bool(words) or is_paper or all(map(is_full_name, names)))
    return (outlet, " ".join(names)) if is_named else (value, "")


def is_page_name(name: str) -> bool:
    """Whether what looks like a person's name is that of a page, channel or city, such as 时政."""
    return (_PAGE_NAME.fullmatch(name) or _CITY.fullmatch(name)) is not None


def before_date(value: str) -> str:
    """Return what stands before the first date."""
    found = DATE.search(fold(value))
    return value[: found.start()] if found else value


def bare(value: str) -> str:
    """Take off signs at both ends, but not what closes a bracket inside: 云川文明網(wǎng)."""
    bare = value.strip(_EDGES)
    if not bare or bare == value:
        return bare
    for opening, closing in ("()", "（）"):
        if bare.count(opening) > bare.count(closing) and f"{bare}{closing}" in value:
            bare += closing
    if bare.count('"') == 1 and f'"{bare}' in value:
        bare = f'"{bare}'
    return bare


def unwrap(value: str) -> str:
    """Take off title marks round a whole name: 《理财周刊》, but not 光明网-《光明日报》."""
    whole = value.startswith("《") and value.find("》") == len(value) - 1
    unbalanced = value.count("《") != value.count("》")
    return value.strip("《》") if whole or unbalanced else value


@remembered(256)
def clean_persons(value: str) -> str | None:
    """Return names separated by spaces, without roles such as 本报记者."""
    value = _COUNTRY.sub("", _STAFF_NUMBER.sub("", before_date(value))).strip(_EDGES)
    value = _COUNTER.sub("", value)
    value = value.removesuffix("等").rstrip()
    if COMMENTATOR.fullmatch(value):
        return value
    value = _ROLE.sub(" ", value).strip(_EDGES)
    if _NOBODY.match(value) or "=" in value:
        return None
    if "文" in value and (words := _WORDS_BY.match(value)):
        value = words[1]
    for text in (value, _CREDITED.sub("", value).strip(_EDGES), re.split("[(（:：,，]", value)[0]):
        if names := read_persons(text):
            return " ".join(names)
    if "、" in value and (names := read_persons(value, sure=True)) and any(map(is_person, names)):
        return " ".join(names)  # one among them has no common surname
    if names_only := part_supplier(value)[0] or " ".join(read_signers(value)):
        return names_only
    value = re.split(r"\s{2,}", value)[0].strip(_EDGES)
    return " ".join(value.split()) if value and len(value) <= 40 else None


def part_supplier(value: str) -> tuple[str, str]:
    """Part the persons who supplied a text from their office: 白石镇文明办 余海."""
    words = bare(before_date(value)).split()
    offices = [word for word in words if is_employer(unwrap(word)) or _TITLE.fullmatch(word)]
    names = read_persons(" ".join(word for word in words if word not in offices))
    return (" ".join(names), " ".join(offices)) if names else ("", value)


def without_role(value: str) -> str:
    """Take off 记者 and the like before a name, and what it did behind."""
    return _CREDITED.sub("", _ROLE.sub(" ", before_date(value)).strip())


def read_reporters(value: str) -> list[str]:
    """The persons after a 记者 without colon; anything else there is no name."""
    value = _ROLE.sub(" ", before_date(value).partition("《")[0]).strip(_EDGES)
    return read_persons(_CREDITED.sub("", value), sure=True)


def find_persons(values: list[str]) -> str | None:
    """Return the persons of the first value that names any, perhaps beside an outlet."""
    for value in values:
        if COMMENTATOR.fullmatch(value):
            return value
        value = _ROLE.sub(" ", value)
        if "文" in value and (by := _WORDS_BY.match(f"{value} ")):
            value = by[1]
        if names := read_persons(value):
            if any(map(is_page_name, names)):
                continue
            return " ".join(names)
        words = [word.removesuffix("讯") for word in value.split() if word != "原创"]
        words = [word for word in words if not is_employer(word)]
        names = read_persons(" ".join(words))
        if names and (all(map(is_full_name, names)) or part_writers(value)[1]):
            return " ".join(names)
    return None


def read_signers(line: str) -> list[str]:
    """Return the persons of a line; one may stand behind an office: 白石镇党委书记 王大明."""
    found = _OFFICER.match(line)
    return read_persons(line[found.end() :] if found else line)


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
