"""Articles with known truth for the benchmarks: reports, reprints in ten kinds of edit, notices.

Everything is made from a grammar and a seed: the same seed gives the same corpus. A notice is a
form filled in by a city; another city's is as like it as a reprint, and is none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from opencc import OpenCC

CITIES = (
    "石家庄 唐山 保定 太原 大同 包头 沈阳 大连 鞍山 长春 吉林 哈尔滨 南京 苏州 无锡 徐州 扬州 "
    "杭州 宁波 温州 绍兴 "
    "合肥 芜湖 福州 厦门 泉州 南昌 赣州 济南 青岛 烟台 潍坊 郑州 洛阳 开封 武汉 襄阳 宜昌 鄂州 "
    "长沙 岳阳 衡阳 广州 "
    "佛山 珠海 南宁 桂林 柳州 海口 成都 绵阳 宜宾 贵阳 遵义 昆明 大理 西安 宝鸡 延安 兰州 天水 "
    "西宁 银川 三明 六安"
).split()
DISTRICTS = (
    "东城区 新华区 桥西区 鼓楼区 江岸区 武昌区 梁子湖区 高新区 临川区 天河区 秀英区 武侯区 "
    "雨花区 岳麓区 金水区 "
    "长丰县 平山县 桐城县 大冶县 宁乡县 安吉县 德清县 永春县 寿县 当阳市 枣阳市 义乌市 昆山市 "
    "晋江市 寿光市 "
    "青龙镇 古城镇 柳林镇 大寨乡 白沙乡 红旗村 小岗村 杨柳村 石桥村 荷花村"
).split()
_BODIES = (
    "文明办 志愿服务联合会 团委 妇联 教育局 文化馆 图书馆 融媒体中心 司法局 民政局 总工会 "
    "退役军人事务局 交警支队"
).split()
_PEOPLE = (
    "志愿者 党员干部 青年学生 社区居民 退休教师 网格员 返乡大学生 民间艺人 医务人员 退役军人 "
    "非遗传承人 快递小哥 "
    "老党员 小学生 企业职工 道德模范 驻村书记 文艺骨干 巾帼宣讲员 热心市民"
).split()
_ACTIONS = (
    "开展 组织 举办 启动 推出 策划 走进社区开展 深入乡村开展 联合举办 利用周末开展 冒雨开展 "
    "精心组织 创新开展 "
    "广泛开展 集中开展 接力开展 自发组织 带头参加 全程保障 持续推进"
).split()
_THINGS = (
    "文明交通劝导 关爱留守儿童 送戏下乡 垃圾分类宣传 经典诵读 移风易俗宣讲 义诊 家风故事分享 "
    "河道清洁 敬老助餐 "
    "红色研学 禁毒宣传 法律咨询 防溺水教育 农技培训 心理疏导 全民阅读 非遗体验 清明祭英烈 "
    "爱心助考 文明餐桌倡议 "
    "邻里节 百姓宣讲 科普进校园 公益电影放映 集体婚礼 好人发布 双拥慰问 无偿献血 反诈宣传"
).split()
_PLACES_OF = (
    "广场 文化礼堂 实践站 农家书屋 校园 养老院 公园 集市 村口大树下 便民服务大厅 图书馆 "
    "体育馆 车站 医院门口 工地"
).split()
_RESULTS = (
    "受到群众一致好评 让居民感受到家门口的温暖 把服务送到了百姓心坎上 推动新风吹进千家万户 "
    "带动更多人加入志愿队伍 "
    "解决了一批急难愁盼问题 让老传统焕发新活力 为城市增添了一抹亮色 现场气氛热烈而有序 "
    "赢得阵阵掌声 引来过往行人驻足 "
    "孩子们听得津津有味 拉近了干群之间的距离 成为当地一道靓丽风景 使文明理念更加深入人心 "
    "形成了人人参与的良好氛围"
).split()
_OPENINGS = (
    "近日 日前 连日来 周末 清晨 入夏以来 春节期间 开学之际 当天上午 活动当天 今年以来 据了解 "
    "随后 与此同时 在现场 傍晚时分"
).split()
_FEELINGS = (
    "真方便 太贴心了 学到了不少知识 心里暖洋洋的 以后还要来 孩子进步很大 日子越过越有滋味 "
    "邻居们走动更勤了 办事少跑了腿 这是应该做的"
).split()
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_GIVEN = (
    "建国 秀英 志强 丽华 晓明 海燕 国庆 桂兰 文博 思远 春梅 俊杰 雨桐 玉珍 立军 小芳 振华 "
    "婷婷 长河 素芬 一鸣 佳怡"
).split()
_MANNERS = (
    "用心用情 一丝不苟 手把手 挨家挨户 面对面 不厌其烦 热情洋溢 有条不紊 轮流 自掏腰包 主动 "
    "耐心细致"
).split()
_VERBS = (
    "讲解政策 打扫院落 修理家电 清理小广告 整理书籍 排练节目 发放倡议书 登记需求 护送老人 "
    "辅导作业 擦拭护栏 种植花草 分发粽子 书写春联"
).split()
_ABSTRACT = (
    "乡风文明 城市温度 基层治理 家庭美德 职业道德 诚信建设 志愿精神 文化自信 公共秩序 校园风气 "
    "网络文明 生态环境 "
    "民生福祉 邻里关系 节俭风尚 红色基因 阅读氛围 助人风气 社区共治 传统技艺"
).split()


@dataclass(frozen=True, slots=True)
class Document:
    """An article; ``story`` is the number of the document that it reprints, its own if none.

    ``kind`` is ``report``, ``notice``, or the edit that made a reprint. ``city`` is that of a
    notice or of its reprint.
    """

    number: int
    title: str
    body: str
    story: int
    kind: str
    city: str | None = None


def documents(count: int, seed: int = 1) -> Iterator[Document]:
    """Yield documents as they arrive: 15 % reprints, 8 % notices, the rest reports."""
    random = Random(seed)
    reports: list[Document] = []
    notices: list[Document] = []
    for number in range(count):
        lot = random.random()
        if lot < 0.15 and len(reports) > 20 and notices:
            kind = random.choice(list(EDITS))
            origin = random.choice(notices if kind == "notice reprint" else reports)
            body = EDITS[kind](random, origin.body)
            yield Document(number, origin.title, body, origin.number, kind, origin.city)
        elif lot < 0.23:
            city = random.choice(CITIES)
            title, body = notice(random, city)
            notices.append(Document(number, title, body, number, "notice", city))
            yield notices[-1]
        else:
            title, body = report(random)
            reports.append(Document(number, title, body, number, "report"))
            yield reports[-1]


def report(random: Random, characters: int | None = None) -> tuple[str, str]:
    """Return title and body of a report of about that many characters, 820 in the mean."""
    wanted = characters or int(random.lognormvariate(6.6, 0.45))
    paragraphs, length = [], 0
    while length < wanted:
        paragraph = "".join(sentence(random) for _ in range(random.randint(2, 5)))
        paragraphs.append(paragraph)
        length += len(paragraph)
    pick = random.choice
    return f"{pick(CITIES)}：{pick(_THINGS)}{pick(_RESULTS)}", "\n".join(paragraphs)


def sentence(random: Random) -> str:
    """Return one sentence; a third of them hold a number, a date or a place."""
    pick = random.choice
    return pick(_SENTENCES)(random, pick)


def _name(random: Random) -> str:
    return random.choice(_SURNAMES) + random.choice(_GIVEN)


Pick = Callable[..., str]
_SENTENCES: list[Callable[[Random, Pick], str]] = [
    lambda r, p: f"{p(_OPENINGS)}，{p(_BODIES)}{p(_ACTIONS)}{p(_THINGS)}活动，{p(_RESULTS)}。",
    lambda r, p: (
        f"{p(_OPENINGS)}，{p(CITIES)}市{p(DISTRICTS)}{p(_ACTIONS)}“{p(_THINGS)}”主题活动。"
    ),
    lambda r, p: (
        f"{r.randint(1, 12)}月{r.randint(1, 28)}日，{p(_PEOPLE)}在{p(_PLACES_OF)}"
        f"{p(_MANNERS)}地{p(_VERBS)}。"
    ),
    lambda r, p: f"{p(_PEOPLE)}{_name(r)}说：“{p(_THINGS)}办到了家门口，{p(_FEELINGS)}！”",
    lambda r, p: (
        f"截至目前，已有{r.randint(100, 9999)}名{p(_PEOPLE)}参与{p(_THINGS)}，{p(_RESULTS)}。"
    ),
    lambda r, p: (
        f"{p(_PEOPLE)}们{p(_MANNERS)}地{p(_VERBS)}，有的还帮忙{p(_VERBS)}，{p(_RESULTS)}。"
    ),
    lambda r, p: f"为了提升{p(_ABSTRACT)}，{p(_BODIES)}把{p(_THINGS)}与{p(_THINGS)}结合起来。",
    lambda r, p: (
        f"{p(_ABSTRACT)}怎么抓？{p(_BODIES)}的办法是从{p(_THINGS)}做起，让{p(_ABSTRACT)}看得见。"
    ),
    lambda r, p: f"“{p(_FEELINGS)}。”{p(_PEOPLE)}{_name(r)}在{p(_PLACES_OF)}告诉记者。",
    lambda r, p: (
        f"{p(DISTRICTS)}共建成{p(_PLACES_OF)}{r.randint(12, 480)}个，{p(_THINGS)}覆盖率达"
        f"{r.randint(61, 98)}.{r.randint(1, 9)}%。"
    ),
    lambda r, p: (
        f"下一步，{p(_BODIES)}将继续围绕{p(_ABSTRACT)}，{p(_ACTIONS)}{p(_THINGS)}，{p(_RESULTS)}。"
    ),
    lambda r, p: (
        f"{_name(r)}{p(_MANNERS)}地为{p(_PEOPLE)}{p(_VERBS)}，一忙就是{r.randint(2, 30)}年。"
    ),
    lambda r, p: (
        f"{p(_PLACES_OF)}里，{p(_PEOPLE)}正在{p(_VERBS)}；{p(_PLACES_OF)}旁，{p(_PEOPLE)}忙着{p(_VERBS)}。"
    ),
    lambda r, p: (
        f"{p(_OPENINGS)}，{p(_PEOPLE)}{_name(r)}又来到{p(_PLACES_OF)}，{p(_MANNERS)}地{p(_VERBS)}，{p(_RESULTS)}。"
    ),
]


def _cut(random: Random, body: str) -> str:
    sentences = split(body)
    kept = max(2, int(len(sentences) * random.uniform(0.5, 0.9)))
    start = random.choice([0, random.randint(0, len(sentences) - min(kept, len(sentences)))])
    return "".join(sentences[start : start + kept])


def _edit(random: Random, body: str) -> str:
    share = random.uniform(0.05, 0.2)
    return "".join(
        _changed(random, part) if random.random() < share else part for part in split(body)
    )


def _changed(random: Random, text: str) -> str:
    """Change one sentence: drop it, write another, change its words or add one."""
    lot = random.random()
    if lot < 0.2:
        return ""
    if lot < 0.4:
        return sentence(random)
    if lot < 0.6:
        return text + sentence(random)
    at = random.randrange(max(1, len(text) - 4))
    return text[:at] + random.choice(_MANNERS) + text[at + random.randint(0, 4) :]


def _prefix(random: Random, body: str) -> str:
    dateline = f"{random.choice(CITIES)}{random.choice(['日报', '晚报', '文明网'])}讯"
    return f"{dateline}（记者 {_name(random)} 通讯员 {_name(random)}）{body}"


def _credit(random: Random, body: str) -> str:
    source = f"{random.choice(CITIES)}日报"
    return f"{body}\n（来源：{source}　作者：{_name(random)}　编辑：{_name(random)}）"


_PUNCTUATION = str.maketrans("，。！？；：“”（）", ',.!?;:""()')


def _punctuation(random: Random, body: str) -> str:
    joined = body.replace("\n", random.choice(["", "\n\n", "\n\u3000\u3000"]))
    lot = random.random()
    if lot < 0.5:
        return joined.translate(_PUNCTUATION)
    return joined.replace("“", "「").replace("”", "」").replace("，", "， ").replace("。", "．")


@cache
def _traditional_converter() -> OpenCC:
    return OpenCC("s2tw")


def _traditional(random: Random, body: str) -> str:
    converted: str = _traditional_converter().convert(body)
    return converted


def _part(random: Random, body: str) -> str:
    """Put the body into a longer article: another report, one to four times as long, round it."""
    length = len(body) * random.uniform(1, 4)
    before = report(random, int(length * random.random()) + 1)[1]
    after = report(random, int(length * random.random()) + 1)[1]
    return f"{before}\n{body}\n{after}"


def _mixed(random: Random, body: str) -> str:
    for edit in random.sample([_cut, _edit, _prefix, _credit, _punctuation, _traditional], 3):
        body = edit(random, body)
    return body


def _heavy(random: Random, body: str) -> str:
    """Keep half to seven tenths of the sentences, rewrite some of these, move one."""
    sentences = split(body)
    kept = [part for part in sentences if random.random() < random.uniform(0.5, 0.7)] or sentences
    kept = [_changed(random, part) if random.random() < 0.15 else part for part in kept]
    kept.insert(random.randrange(len(kept)), kept.pop(random.randrange(len(kept))))
    return "".join(kept)


def _notice_reprint(random: Random, body: str) -> str:
    return random.choice([_prefix, _credit, _punctuation, _edit])(random, body)


EDITS: dict[str, Callable[[Random, str], str]] = {
    "cut": _cut,
    "edit": _edit,
    "prefix": _prefix,
    "credit": _credit,
    "punctuation": _punctuation,
    "traditional": _traditional,
    "part": _part,
    "mixed": _mixed,
    "heavy": _heavy,
    "notice reprint": _notice_reprint,
}


def split(body: str) -> list[str]:
    """Return the sentences of a body, each with its punctuation and line end."""
    parts, begun = [], ""
    for at, char in enumerate(body):
        begun += char
        if char in "。！？!?\n" or (char in ".．" and not body[at + 1 : at + 2].isdigit()):
            parts.append(begun)
            begun = ""
    return [*parts, begun] if begun else parts


def notice(random: Random, city: str) -> tuple[str, str]:
    """Return title and body of a notice: a form with a city, days, numbers and a telephone."""
    title, body = random.choice(_FORMS)
    slots = {
        "city": city,
        "district": random.choice(DISTRICTS),
        "other": random.choice(DISTRICTS),
        "year": random.randint(2018, 2026),
        "month": random.randint(1, 12),
        "day": random.randint(1, 28),
        "last": f"{random.randint(1, 12)}月{random.randint(1, 28)}日",
        "people": random.randint(12, 9800),
        "teams": random.randint(3, 420),
        "rate": f"{random.randint(60, 99)}.{random.randint(1, 9)}%",
        "phone": f"0{random.randint(310, 999)}-{random.randint(2000000, 8999999)}",
        "name": _name(random),
    }
    return title.format(**slots), body.format(**slots)


_FORMS = [
    (
        "{city}市关于开展文明城市创建问卷调查的公告",
        "{city}市民朋友们：\n根据工作安排，{year}年{month}月{day}日至{last}，"
        "我市将在{district}、{other}等地开展文明城市创建问卷调查。"
        "本次调查采取入户访问与街头拦访相结合的方式，计划发放问卷{people}份，"
        "由{teams}支调查队负责实施。"
        "调查内容包括公共环境、公共秩序、人际关系和志愿服务等方面，请广大市民如实填写，积极配合。"
        "调查人员上门时将主动出示证件，不收取任何费用，所有信息严格保密。"
        "如有疑问，请拨打咨询电话{phone}，联系人{name}。"
        "\n{city}市精神文明建设指导委员会办公室\n{year}年{month}月{day}日",
    ),
    (
        "{city}市“身边好人”推荐活动通知",
        "各县（市、区）文明办，市直各单位：\n为深入挖掘群众身边的凡人善举，"
        "{city}市决定开展{year}年度“身边好人”推荐活动，现将有关事项通知如下。\n"
        "一、推荐类别。分为助人为乐、见义勇为、诚实守信、敬业奉献、孝老爱亲五类。\n"
        "二、推荐名额。每个县（市、区）推荐{teams}人，市直单位推荐不超过{people}人，"
        "其中基层一线比例不低于{rate}。\n"
        "三、推荐程序。采取逐级推荐、组织审核、媒体公示的办法，公示时间不少于五个工作日。\n"
        "四、报送要求。请于{month}月{day}日前将推荐表和事迹材料报送至{district}行政中心，"
        "逾期不再受理。\n"
        "联系人：{name}，联系电话：{phone}。\n{city}市文明办\n{year}年{month}月{day}日",
    ),
    (
        "{city}发布高温天气志愿服务倡议书",
        "全市广大志愿者：\n连日来，{city}持续高温，户外劳动者仍坚守岗位。"
        "我们向全市志愿者发出如下倡议：\n"
        "关爱一线，传递清凉。就近就便为环卫工人、快递小哥、交通民警送去饮水和防暑药品，"
        "让城市更有温度。\n"
        "守望邻里，温暖老人。主动走访独居老人和困难家庭，帮助检查用电安全，提醒按时用药。\n"
        "文明出行，维护秩序。在路口和公交站点开展劝导服务，引导市民有序通行。\n"
        "让我们携起手来，用爱心和汗水守护共同的家园！"
        "\n{city}志愿服务联合会\n{year}年{month}月{day}日",
    ),
    (
        "{city}市{month}月文明交通专项整治情况通报",
        "{month}月{day}日，{city}市通报文明交通专项整治情况。"
        "全市共出动警力和志愿者{people}人次，设置劝导点{teams}个，"
        "纠正不文明行为若干，非机动车头盔佩戴率达到{rate}。从检查情况看，"
        "{district}、{other}工作扎实，主要路口秩序明显好转。"
        "通报指出，个别路段仍然存在乱停乱放、随意横穿马路等现象，要坚持问题导向，压实各方责任，"
        "完善长效机制。"
        "通报要求，各地各部门要把文明交通作为创建工作的重要抓手，加强宣传引导和执法检查，"
        "推动形成人人参与、人人尽责的良好局面。",
    ),
    (
        "{city}市图书馆暑期延长开放时间的通知",
        "亲爱的读者：\n为满足广大青少年暑期阅读需求，"
        "{city}市图书馆自{month}月{day}日起延长开放时间至晚间九点，{last}恢复正常。"
        "期间将举办读书分享、绘本故事、科普讲座等活动{teams}场，预计服务读者{people}人次。"
        "位于{district}的分馆同步开放，请读者自觉遵守馆内秩序，保持安静，爱护书籍。"
        "入馆请出示身份证或读者证，未满十岁儿童须由家长陪同。如遇特殊情况调整，将另行公告。"
        "咨询电话：{phone}。\n{city}市图书馆\n{year}年{month}月{day}日",
    ),
    (
        "{city}市新时代文明实践志愿服务项目大赛获奖名单公示",
        "经基层推荐、专家评审、社会公示，"
        "{city}市{year}年新时代文明实践志愿服务项目大赛评选工作已经完成，现将结果予以公示。"
        "本次大赛共收到申报项目{people}个，评出金奖三个、银奖六个、铜奖十个，"
        "优秀组织奖{teams}个，{district}和{other}获最佳组织奖。"
        "公示期为{month}月{day}日至{last}。公示期间，如对获奖项目有异议，请以书面形式反映，"
        "单位须加盖公章，个人须署真实姓名。"
        "反映情况要实事求是，便于调查核实。我们将严格遵守工作纪律，履行保密义务。联系人："
        "{name}，电话：{phone}。\n{city}市文明办",
    ),
    (
        "致{city}学生家长的一封信",
        "尊敬的家长朋友：\n暑假将至，为了孩子们的安全，我们恳请您认真履行监护职责。\n"
        "教育孩子做到不私自下水游泳，不擅自与他人结伴游泳，不在无家长或教师带领的情况下游泳，"
        "不到无安全设施的水域游泳。\n"
        "教育孩子遵守交通规则，不在道路上追逐打闹，不满十二周岁不骑自行车上路，乘车系好安全带。\n"
        "引导孩子合理安排作息，适度使用手机，多读好书，多做家务，多参加户外活动和志愿服务。\n"
        "祝您的孩子度过一个平安快乐的假期！\n{city}市教育局\n{year}年{month}月{day}日",
    ),
    (
        "{city}市招募大型活动志愿者",
        "{city}马拉松将于{year}年{month}月{day}日在{district}鸣枪开跑，"
        "现面向社会公开招募志愿者{people}名。\n"
        "招募条件：年满十八周岁，身体健康，热心公益，能够全程参加培训和服务，"
        "具有外语或急救特长者优先。\n"
        "服务岗位：赛道引导、物资发放、医疗协助、文明观赛劝导等{teams}类。\n"
        "报名方式：即日起至{last}，登录志愿服务信息系统填写报名表，"
        "审核通过后将以短信通知面试时间。\n"
        "志愿者将获得服装、保险、餐饮补助和服务时长认定。"
        "咨询电话{phone}（工作日上午九点至下午五点）。",
    ),
]
