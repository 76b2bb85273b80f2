"""Names of persons and of outlets, told apart by how they are written."""

import re

from article.folding import fold
from article.patterns import regex
from article.remembering import remembered

_SURNAMES = (
    "萧常赖洪荀钮桓隗濮竺逄郏巢贝诸"
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文"
    "牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛"
    "曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏"
    "席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀"
    "郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣"
    "晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎"
    "勾茅利于呙居揭干但尉斯元束檀衣信展阴昝智幸奉植衡富尧闭由揚劉陳張黃趙吳孫馬羅鄭許韓馮鄧蕭葉蘇呂盧譚賈鄒賴鍾"
)
_COMPOUND = tuple(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 "
    "司徒 夏侯 端木 南宫 宇文 呼延 赫连 申屠 钟离 濮阳".split()
)
_HAN = regex(r"\p{Han}{2,4}\Z")
_FOREIGN = regex(r"\p{Han}{1,8}·(?:\p{Han}|·){1,12}\Z")
_NOT_PERSON = regex(
    r"""
        (?:
            报 | 网 | 社 | 台 | 刊 | 部 | 局 | 委 | 办 | 厅 | 处 | 站 | 院 | 校 | 会 | 市 | 省
            | 县 | 区 | 镇 | 乡 | 村 | 者 | 组 | 室 | 团 | 队 | 司 | 讯 | 所 | 馆 | 员 | 小学
            | 中学 | 大学 | 学院 | 支部 | 工会 | 记者 | 编辑 | 报道 | 新闻 | 时间 | 日期 | 来源
            | 发布 | 评论 | 中心 | 文明 | 公司 | 关注 | 关闭 | 阅读 | 点击 | 手记 | 札记 | 简介
            | 方案 | 安排 | 计划 | 章程 | [金银铜]奖 | 观察 | 调查 | 见闻 | 体验 | 文明[科股]
            | 采[访写] | 整理 | 综合 | 宣传 | 班
            | 媒体 | 周[一二三四五六日末] | [公农阳阴]历 | 公元 | 信息 | 单位 | 文集 | (?<!.)原文
            | 石家庄 | 张家[口界港] | 秦皇岛 | 马鞍山 | 连云港 | 景德镇 | 都江堰 | 诸暨 | 巢湖
            | 石嘴山 | 平顶山 | 洪[湖泽洞雅] | 桓[仁台]
            | 谢谢[您你]? | 老师 | 女士 | 先生 | 同志 | 经理
            | 安徽 | 江苏 | 江西 | 云南 | 甘肃 | 宁夏  # where an account posts from (IP属地)
        )\Z
    """,
    re.X,
)
_OUTLET = regex(
    r"""
        (?:
            \p{Han}[报社] | 在线 | 新闻 | (?:\p{Han}|[A-Za-z\d])网
            | 电视台 | 广播台 | 电台 | 总台 | 客户端 | 发布
            | [财財][经經] | 周刊 | 杂志 | 科技 | 融媒体中心 | 融媒 | 频道 | 宣传部
            | 政府 | 委员会 | 办公室 | [工省市县区州旗团]委 | 公众号
            | 文明(?:办|实践[中心站所]{1,2}|\p{Han}{2}) | \p{Han}{2}文明
            | [新全融]媒体 | 支队 | 观察 | 网络版 | 电子版 | 数字报
        )(?:
            \(?(?:记者|综合)\)?
            | \([a-zāáǎàēéěèīíǐìōóǒòūúǔùü]{1,6}\)  # pinyin that mirrors splice in
        )?\Z
    """,
    re.X,
)
# Or a class of pupils: 四（2）班.
_OFFICE = regex(
    r"\p{Han}{2,16}(?:[省市县区州旗镇乡村局办委部院校会社心站所处科股队司]|街道)\Z|[^\s:：]{1,8}[班级]\Z"
)
# Who wrote and who took the pictures are one: （文/图 李新民）.
_WORDS_AND_PICTURES = regex(r"[文图][/／、][文图摄]")
# 余海和卓丽 are two, and so are 余 海与卓 丽, but 李和平 and 李玉和 are one.
_BETWEEN = regex(
    r"""
        (?:
            [\s、,，/;；|&] | (?<!\p{Han})[和与]
            | (?:(?<=\p{Han}{2})|(?<=(?<!\p{Han})\p{Han}\s\p{Han}))
              [和与](?=\p{Han}{2}|\p{Han}\s\p{Han}(?!\p{Han}))
        )+
    """,
    re.X,
)
_CLAUSE = regex(r"[。！？；，!?;,\s]|订阅|下载|点击|首页")


@remembered(1024)
def is_person(text: str) -> bool:
    """Whether a text is written like one person's name.

    >>> is_person("欧阳文静"), is_person("鄂州日报"), is_person("本刊编辑部")
    (True, False, False)
    """
    if _FOREIGN.match(text):
        return True
    if not _HAN.match(text) or _NOT_PERSON.search(text):
        return False
    if text.startswith(_COMPOUND):
        return len(text) > 2
    return len(text) <= 3 and text[0] in _SURNAMES


def read_persons(text: str, *, sure: bool = False) -> list[str]:
    """Return the persons of a list such as ``张三、李 四``, or nothing where one part is none.

    A name may be written with a space after its first character. ``sure`` says that a label such as
    记者 stands before the list, so that names without a common surname count too.

    >>> read_persons("王乐文 方 敏"), read_persons("荆州日报 张三"), read_persons("文/图 王乐文")
    (['王乐文', '方敏'], [], ['王乐文'])
    """
    parts = _BETWEEN.split(_WORDS_AND_PICTURES.sub(" ", text).strip())
    names: list[str] = []
    while parts:
        part = parts.pop(0)
        longest = 2 if part in _SURNAMES and part not in "文由" else 1
        is_first = len(part) == 1 or part in _COMPOUND
        if is_first and parts and len(parts[0]) <= longest:
            part += parts.pop(0)
        if not (is_person(part) or (sure and _HAN.match(part) and not _NOT_PERSON.search(part))):
            return []
        names.append(part)
    return names


@remembered(1024)
def is_outlet(text: str) -> bool:
    """Whether a text can only be the name of a medium or an office, such as 鄂州日报."""
    return 3 <= len(text) <= 24 and not _CLAUSE.search(text) and bool(_OUTLET.search(fold(text)))


def is_employer(text: str) -> bool:
    """Whether a text is for whom a person may write: an outlet, or an office by its last word.

    >>> is_employer("青岚日报"), is_employer("白石镇"), is_employer("张建州")
    (True, True, False)
    """
    return is_outlet(text) or (_OFFICE.match(text) is not None and not is_person(text))
