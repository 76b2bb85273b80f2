"""Bylines in the forms that sites print them."""

import pytest

from article.facts.byline import read_byline
from article.facts.credit import find_credit, find_editor, find_reporters
from article.model import Article, published_text
from article.reading import read_article

# text; published, source or outlet, author, editor. | stands for the border of an element.
BYLINES = [
    ("发表时间：2025-05-23 来源：中国文明网", "2025-05-23", "中国文明网", None, None),
    ("发表时间：2021-12-27来源：中国文明网", "2021-12-27", "中国文明网", None, None),
    (
        "发表时间： 2024-01-02 来源： 青岚文明网 字体：[大][中][小] [打印] [关闭]",
        "2024-01-02", "青岚文明网", None, None,
    ),
    (
        "发布时间：2024-05-06 10:20:30 来源：大众网",
        "2024-05-06T10:20:30+08:00", "大众网", None, None,
    ),
    ("时间：2021-12-11     来源：文明贵州", "2021-12-11", "文明贵州", None, None),
    (
        "发表时间:2019-04-26 20:56 来源:成都文明网 责任编辑:唐蓉",
        "2019-04-26T20:56:00+08:00", "成都文明网", None, "唐蓉",
    ),
    ("重庆文明网2016年  08月15日10:57:36", "2016-08-15T10:57:36+08:00", "重庆文明网", None, None),
    (
        "發表時間:2020-09-03 08:41    來源:宜昌文明網",
        "2020-09-03T08:41:00+08:00", "宜昌文明網", None, None,
    ),
    (
        "http://a.example?2022-05-31 11:01:24 來源:文明風 責任編輯:林榕",
        "2022-05-31T11:01:24+08:00", "文明風", None, "林榕",
    ),
    (
        "http://a.example?2012-08-27 10:27? 余海 卓丽?來源:福州日報    我來說兩句",
        "2012-08-27T10:27:00+08:00", "福州日報", "余海 卓丽", None,
    ),
    (
        "2025|07/12|10:15:59|来源：新华每日电讯|字体：",
        "2025-07-12T10:15:59+08:00", "新华每日电讯", None, None,
    ),
    (
        "2022-07-12 10:18:49 来源: 中国文明网 评论:0 点击:  收藏",
        "2022-07-12T10:18:49+08:00", "中国文明网", None, None,
    ),
    (
        "2024年05月10日06:58 | 来源： 人民网－人民日报",
        "2024-05-10T06:58:00+08:00", "人民网－人民日报", None, None,
    ),
    (
        "来源： 光明网-《光明日报》 2024-05-20 03:15",
        "2024-05-20T03:15:00+08:00", "光明网-《光明日报》", None, None,
    ),
    ("来源：新华社|作者：|2023-12-01 14:43", "2023-12-01T14:43:00+08:00", "新华社", None, None),
    ("2025-3-28 09:20| 发布者: admin| 查看: 88| 来自: 青岚日报",
     "2025-03-28T09:20:00+08:00", "青岚日报", None, None),
    ("发布者：青岚日报|发布时间：2025-03-28|浏览次数：", "2025-03-28", "青岚日报", None, None),
    ("发布者：唐蓉|发布时间：2025-03-28|浏览次数：", "2025-03-28", None, None, None),
    ("发表于 2025-03-28 分类于 志愿服务", "2025-03-28", None, None, None),
    (
        "11/29/2025 10:22:00 PM 来源：青岚日报",
        "2025-11-29T22:22:00+08:00", "青岚日报", None, None,
    ),
    ("3/4/2025 12:05:00 AM 来源：青岚日报", "2025-03-04T00:05:00+08:00", "青岚日报", None, None),
    ("3/4/2025 来源：青岚日报", None, "青岚日报", None, None),
    ("发布于2025年3月28日 由管理员", "2025-03-28", None, None, None),
    (
        "发布：2025-03-28 作者：青岚日报全媒体记者 余海 通讯员 卓丽",
        "2025-03-28", None, "余海 卓丽", None,
    ),
    ("2025-03-28 来源：青岚日报 责编：张三 见习编辑：李四", "2025-03-28", "青岚日报", None, "张三"),
    ("2005-04-27 14:32更新 来源：转载文章", "2005-04-27T14:32:00+08:00", None, None, None),
    ("AUTO.PORTAL.EXAMPLE 2005年05月13日14:15", "2005-05-13T14:15:00+08:00", None, None, None),
    ("2005年3月11日12:12 来源：[ 人民网 ]", "2005-03-11T12:12:00+08:00", "人民网", None, None),
    ("2005年03月31日03:18 北京娱乐信报", "2005-03-31T03:18:00+08:00", "北京娱乐信报", None, None),
    ("作者： 余海 时间： 2005-08-22 19:13:18", "2005-08-22T19:13:18+08:00", None, "余海", None),
    (
        "(|2012-06-04 09:20:26|) 稿件来源：|河北日报",
        "2012-06-04T09:20:26+08:00", "河北日报", None, None,
    ),
    ("2005-01-14 17:02:30 | 来源:", "2005-01-14T17:02:30+08:00", None, None, None),
    ("来源： 发布时间：2024-01-02 浏览次数：", "2024-01-02", None, None, None),
    ("来源：东湖晚报 关键字： 文明 实践 作者： 2024-01-02", "2024-01-02", "东湖晚报", None, None),
    ("稿件来源：|鹤城晚报|2021-1-5|责任编辑：|李 四", "2021-01-05", "鹤城晚报", None, "李四"),
    (
        "发布时间：2024-03-08 10:11 成文日期：2024年03月01日",
        "2024-03-08T10:11:00+08:00", None, None, None,
    ),
    ("成文日期：2024年03月01日 发布日期：2024-03-08", "2024-03-08", None, None, None),
    ("发布时间：2024-03-08 00:00:00 来源：青岚日报", "2024-03-08", "青岚日报", None, None),
    (
        "发布时间：2024-03-08 10∶11 来源：青岚日报",
        "2024-03-08T10:11:00+08:00", "青岚日报", None, None,
    ),
    ("发布时间：２０２４－０３－０８ 来源：青岚日报", "2024-03-08", "青岚日报", None, None),
    ("二〇二六年三月五日", "2026-03-05", None, None, None),
    ("二○二六年十二月二十五日 来源：青岚日报", "2026-12-25", "青岚日报", None, None),
    ("发布时间：二零二四年十月三十一日 作者：余海", "2024-10-31", None, "余海", None),
    ("青岚日报 一九九八年五月十日", "1998-05-10", "青岚日报", None, None),
    ("二〇二六年十三月五日 来源：青岚日报", None, "青岚日报", None, None),
    ("【青岚日报／记者王大明／青岚报道】2012/05/03", "2012-05-03", "青岚日报", "王大明", None),
    ("来源：青岚日报(记者余海) 2025-08-01", "2025-08-01", "青岚日报", "余海", None),
    (
        "作者：本报记者 余海 通讯员 卓丽 来源：青岚日报 2025-08-01",
        "2025-08-01", "青岚日报", "余海 卓丽", None,
    ),
    ("来源：青岚图片网 作者：佚名 2025-08-01", "2025-08-01", "青岚图片网", None, None),
    ("记者联系记者|余海指挥乐团 来源：青岚日报 2025-08-01", "2025-08-01", "青岚日报", None, None),
    ("今天是2025年9月1日 星期一", None, None, None, None),
    ("发布时间：20250801 来源：青岚日报", "2025-08-01", "青岚日报", None, None),
    ("日期：20250801 10:20 编号：20250731", "2025-08-01T10:20:00+08:00", None, None, None),
    ("编号：20250731 来源：青岚日报", None, "青岚日报", None, None),
    ("来源青岚日报作者余海编辑唐蓉2025-08-01", "2025-08-01", "青岚日报", "余海", "唐蓉"),
    ("来源青岚日报作者余海 2025-08-01", "2025-08-01", "青岚日报", "余海", None),
    ("2025-08-01 来源：青岚日报 撰文 余海 摄影 卓丽", "2025-08-01", "青岚日报", "余海", None),
    ("青岚日报 08-01 10:20", None, "青岚日报", None, None),
    ("［2025-08-01］［来源：青岚日报］［作者：余海］", "2025-08-01", "青岚日报", "余海", None),
    ("2025-08-01周五 来源：青岚日报", "2025-08-01", "青岚日报", None, None),
    ("文｜余海 图｜卓丽 来源｜青岚日报 2025-08-01", "2025-08-01", "青岚日报", "余海", None),
    ("编辑/唐蓉 审核/卓丽 来源/青岚日报 2025-08-01", "2025-08-01", "青岚日报", None, "唐蓉"),
    ("2025-08-01 青岚日报 王大明", "2025-08-01", "青岚日报", "王大明", None),
    ("2025-08-01 青岚日报 安徽", "2025-08-01", "青岚日报", None, None),
    ("公历2025-08-01 青岚日报", "2025-08-01", "青岚日报", None, None),
    ("创建时间：2025-07-30 发布时间：2025-08-01", "2025-08-01", None, None, None),
    ("二Ｏ二五年八月一日 青岚日报", "2025-08-01", "青岚日报", None, None),
    ("2025-08-01 来源：青岚日报 供稿：余海", "2025-08-01", "青岚日报", "余海", None),
    ("2025-08-01 供稿：青岚县教育局", "2025-08-01", "青岚县教育局", None, None),
    ("投稿人：余海 2025-08-01", "2025-08-01", None, "余海", None),
    ("转载自：青岚日报 2025-08-01", "2025-08-01", "青岚日报", None, None),
    ("报送单位：青岚县教育局 2025-08-01", "2025-08-01", "青岚县教育局", None, None),
    ("发布单位：青岚县教育局 2025-08-01 发布人：余海", "2025-08-01", "青岚县教育局", None, None),
    ("作　者|余海|日　期|2025-08-01", "2025-08-01", None, "余海", None),
    ("访谈时间：2025-07-30 发布时间：2025-08-01", "2025-08-01", None, None, None),
    ("2025·08·01 来源：青岚日报", "2025-08-01", "青岚日报", None, None),
    ("二零二五年八月廿一日 青岚日报", "2025-08-21", "青岚日报", None, None),
    ("2025-08-01 10:20 · 安徽", "2025-08-01T10:20:00+08:00", None, None, None),
    ("2025-08-01 余海/青岚日报", "2025-08-01", "青岚日报", "余海", None),
    ("青岚日报/余海 2025-08-01", "2025-08-01", "青岚日报", "余海", None),
    ("2025-08-01 / 青岚日报 / 王大明 / 阅读 88", "2025-08-01", "青岚日报", "王大明", None),
    ("青岚日报讯 记者王大明 2025-08-01", "2025-08-01", "青岚日报", "王大明", None),
    ("2025-08-01 【打印】【关闭】 青岚日报", "2025-08-01", "青岚日报", None, None),
    ("图文：余海 2025-08-01 来源：青岚日报", "2025-08-01", "青岚日报", "余海", None),
    ("2025-08-01 图/文 余海 来源：青岚日报", "2025-08-01", "青岚日报", "余海", None),
    ("来源：青岚县文明办 公开日期：2025-08-01", "2025-08-01", "青岚县文明办", None, None),
    ("清溪镇 王大明 2025-08-01", "2025-08-01", None, "王大明", None),
    ("原创 王大明 青岚日报 2025-08-01", "2025-08-01", "青岚日报", "王大明", None),
    (
        "本报记者 余海《青岚日报》（2025年08月01日 第 11 版）",
        "2025-08-01", "青岚日报", "余海", None,
    ),
    ("2025-08-01 来源：文明青岚 河北 举报", "2025-08-01", "文明青岚", None, None),
    ("2025-08-01 来源：青岚人说河北举报", "2025-08-01", "青岚人说", None, None),
    ("2025-08-01 来源：青岚新闻网余海", "2025-08-01", "青岚新闻网", None, None),
    ("2025-08-01 来源：青岚新闻网王大明", "2025-08-01", "青岚新闻网", None, None),
    ("2025-08-01 来源：青岚新闻网客户端", "2025-08-01", "青岚新闻网客户端", None, None),
    ("2025-08-01 10:20:4439青岚网", "2025-08-01T10:20:44+08:00", "39青岚网", None, None),
    ('作者： size="20" 2025-08-01', "2025-08-01", None, None, None),
    (
        "青岚電台-財經|2025年8月1日週五 上午8:21",
        "2025-08-01T08:21:00+08:00", "青岚電台-財經", None, None,
    ),
    ("2025-08-01青岚日报8812", "2025-08-01", "青岚日报", None, None),
    ("日期：2025-08-01 文章来源：宣传部 文章作者：余海", "2025-08-01", "宣传部", "余海", None),
    (
        "供稿部门：青岚县公路中心 供稿人：余海 2025-08-01",
        "2025-08-01", "青岚县公路中心", "余海", None,
    ),
    ("作者：余海 编辑：系统管理员 2025-08-01", "2025-08-01", None, "余海", None),
    ("2025-08-01 | 青岚日报 | 作者 余海", "2025-08-01", "青岚日报", "余海", None),
    (
        "[ 来源 ]：青岚日报 [ 作者 ]：余海 [ 日期 ]：2025-08-01",
        "2025-08-01", "青岚日报", "余海", None,
    ),
    ("2025-08-01 来源：青岚日报 有12人参与", "2025-08-01", "青岚日报", None, None),
    ("2025-08-01 编辑录入：唐蓉", "2025-08-01", None, None, "唐蓉"),
    ("作者/出处：余海 2025-08-01", "2025-08-01", None, "余海", None),
    ("作者/来源：青岚日报 2025-08-01", "2025-08-01", "青岚日报", None, None),
    ("2025-08-01 供稿：文明科 余海", "2025-08-01", "文明科", "余海", None),
    ("作者：余 海青 2025-08-01", "2025-08-01", None, "余海青", None),
    (
        "本报实习生 余海 王大明|本报记者 卓丽|2025-08-01 青岚日报",
        "2025-08-01", "青岚日报", "余海 王大明 卓丽", None,
    ),
    ("发布日期2025-08-01|来源青岚县教育局|浏览310", "2025-08-01", "青岚县教育局", None, None),
    ("01|2025-08|来源：青岚日报", "2025-08-01", "青岚日报", None, None),
    ("012025.08|来源：青岚日报", "2025-08-01", "青岚日报", None, None),
    ("2025-08-01 来源青岚县教育局", "2025-08-01", "青岚县教育局", None, None),
    ("08/012025|来源：青岚日报", "2025-08-01", "青岚日报", None, None),
    ("08/01|2025|来源：青岚日报", "2025-08-01", "青岚日报", None, None),
    ("浏览：12 2025-08-01 青岚日报", "2025-08-01", "青岚日报", None, None),
    ("2025-08-01 来源：size=\"20\"", "2025-08-01", None, None, None),
    ("2025-08-01 订阅精彩青岚新闻", "2025-08-01", None, None, None),
    ("2025-08-01 综合自：青岚日报、云川日报", "2025-08-01", "青岚日报、云川日报", None, None),
    ("Date: 2025-08-01 / From：青岚日报 / Views：12", "2025-08-01", "青岚日报", None, None),
    ("2025-08-01 Source：青岚日报", "2025-08-01", "青岚日报", None, None),
    ("2025-08-01 信息员：余海 审核：唐蓉", "2025-08-01", None, "余海", None),
    ("拟稿：余海 核稿：唐蓉 签发：卓丽 2025-08-01", "2025-08-01", None, "余海", None),
    ("撰　稿：|余　海|2025-08-01", "2025-08-01", None, "余海", None),
    ("作者：白石镇 余海 2025-08-01", "2025-08-01", None, "余海", None),
    ("作者：青岚县委宣传部 2025-08-01", "2025-08-01", None, "青岚县委宣传部", None),
    ("2025-08-01 青岚日报第5版", "2025-08-01", "青岚日报", None, None),
    ("2025-08-01 来源：青岚日报 查看原文", "2025-08-01", "青岚日报", None, None),
    ("青岚日报 记者余海 2025-08-01", "2025-08-01", "青岚日报", "余海", None),
    ("青岚日报 记者余海 通讯员卓丽 2025-08-01", "2025-08-01", "青岚日报", "余海 卓丽", None),
    ("青岚日报 记者王大明 摄影报道 2025-08-01", "2025-08-01", "青岚日报", "王大明", None),
    ("2025-08-01 来源：青岚日报 【中 英】 A- A+", "2025-08-01", "青岚日报", None, None),
    ("2025-08-01 来源：【青岚日报】", "2025-08-01", "青岚日报", None, None),
    ("青岚日报 3小时前", None, "青岚日报", None, None),
    ("昨天 10:20 青岚日报", None, "青岚日报", None, None),
    ("2025-08-01 9:8:5 青岚日报", "2025-08-01T09:08:05+08:00", "青岚日报", None, None),
    ("2025年8月1日9时8分 青岚日报", "2025-08-01T09:08:00+08:00", "青岚日报", None, None),
    ("2025-08-01 比分3:1 青岚日报", "2025-08-01", "青岚日报", None, None),
    ("青岚日报 记者走基层 2025-08-01", "2025-08-01", "青岚日报", None, None),
    ("青岚日报2025-08-012.3万阅读", "2025-08-01", "青岚日报", None, None),
    ("青岚日报2025-08-01128次浏览", "2025-08-01", "青岚日报", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "source", "author", "editor"), BYLINES)
def test_a_byline_is_read(
    text: str, published: str | None, source: str | None, author: str | None, editor: str | None
) -> None:
    byline = read_byline(text.replace("|", "\n") if " | " not in text else text)
    assert published_text(byline.published) == published
    assert (byline.source or byline.outlet, byline.author, byline.editor) == (
        source,
        author,
        editor,
    )


CREDITS = [
    ("志愿者一直忙到傍晚。（鄂州日报）", "鄂州日报"),
    ("志愿者一直忙到傍晚。(来源：广州市文明办)", "广州市文明办"),
    ("志愿者一直忙到傍晚。（湖北日报 记者余海、通讯员卓丽）", "湖北日报 记者余海、通讯员卓丽"),
    ("志愿者一直忙到傍晚。（余海）", "余海"),
    ("来源：青岚发布", "青岚发布"),
    ("青岚日报 2024年3月5日", "青岚日报"),
    ("《青岚日报》（2024年03月05日 09版）", "青岚日报"),
    ("（青岚日报 二〇二四年三月五日 第3版）", "青岚日报"),
    ("青岚日报社工会 2024年3月5日起搬迁", None),
    ("志愿者一直忙到傍晚（见右图）", None),
    ("志愿者一直忙到傍晚。（责任编辑：余海）", None),
    ("志愿者一直忙到傍晚。", None),
]


@pytest.mark.parametrize(("paragraph", "credit"), CREDITS)
def test_the_end_of_a_text_credits_its_first_printer(paragraph: str, credit: str | None) -> None:
    assert find_credit(["第一段写了很多事情，写得很长很长。" * 5, paragraph]) == credit


EDITORS = [
    ("编辑：张三责任编辑：李四", "张三"),
    ("责任编辑：张 三", "张三"),
    ("【责任编辑：张三】", "张三"),
    ("（ 责任编辑：张三 ）", "张三"),
    ("(责编：张三、李四)", "张三 李四"),
    ("[ 责编：张三", "张三"),
    ("( 责任编辑:张三    新闻报料:000-0000 )", "张三"),
    ("编辑：张三 校对：李四 审核：王五", "张三"),
    ("他当过编辑，也当过记者。", None),
    ("编辑丨张三", "张三"),
    ("编辑/张三", "张三"),
    ("（责任编辑：张三　见习编辑：李四）", "张三"),
    ("网编：张三", "张三"),
    ("责任编辑：张三0评论", "张三"),
    ("责编 张三 二审 李四 终审 王五", "张三"),
    ("责编：张三 / 审核：李四 / 监制：王五", "张三"),
    ("编辑：“你写得真好。”", None),
    ("责任编辑：张三 PN269", "张三"),
    ("编辑 张三 ｜ 排版 李四", "张三"),
    ("【编辑】：张三", "张三"),
    ("【编辑】张三", "张三"),
    ("[责任编辑]：张 三", "张三"),
    ("见习编辑：李四 责任编辑：张三", "张三"),
    ("见习编辑：张三", "张三"),
]


@pytest.mark.parametrize(("line", "editor"), EDITORS)
def test_an_editor_is_named_in_many_brackets(line: str, editor: str | None) -> None:
    assert find_editor([line]) == editor


REPORTERS = [
    (["本报记者 余海 卓丽", "正文。"], "余海 卓丽"),
    (["青岚日报讯（记者 余海 通讯员 卓丽）清晨，志愿者出发了。"], "余海 卓丽"),
    (["正文很长。", "（记者 余海）"], "余海"),
    (["青岚日报记者 余海 卓文攀", "正文。"], "余海 卓文攀"),
    (["青岚日报记者 余海 文/图", "正文。"], "余海"),
    (["正文很长。", "□ 本报记者 余海"], "余海"),
    (["记者近日走进社区，看到志愿者正在忙碌。"], None),
    (["正文很长。", "（文/图 余海）"], "余海"),
    (["正文很长。", "（余海 文/图）"], "余海"),
    (["正文很长。", "图文：余海 卓丽"], "余海 卓丽"),
    (["正文很长。", "文｜余海"], "余海"),
    (["正文很长。", "撰文丨余海 摄影丨卓丽"], "余海"),
    (["正文很长。", "记者丨余海 卓丽"], "余海 卓丽"),
    (["正文很长。", "供稿人：余海"], "余海"),
    (["正文很长。", "记者/余海"], "余海"),
    (["正文很长。", "通讯员：余海 审核：卓丽"], "余海"),
    (["正文很长。", "供稿人：清溪小学"], None),
    (["正文很长。", "作者：青岚日报云新闻记者 余海"], "余海"),
    (["正文很长。", "撰稿：青岚融媒 余海 卓丽"], "余海 卓丽"),
    (["正文很长。", "（来源：青岚发布 作者：余海）"], "余海"),
    (["正文很长。", "（稿源：青岚日报；文：余海）"], "余海"),
    (["正文很长。", "（记者 余海 实习生 卓丽）"], "余海 卓丽"),
    (["正文很长。", "（清溪镇 余海）"], "余海"),
    (["正文很长。", "（青岚县 文明办）"], None),
    (["□ 余海", "正文很长。"], "余海"),
    (["□ 高质量发展", "正文很长。"], None),
    (["青岚文明网讯（余海）清晨，志愿者出发了。"], "余海"),
    (["青岚网消息（记者 余海）：清晨，志愿者出发了。"], "余海"),
    (["正文很长。", "（余海 作者单位：青岚县委宣传部）"], "余海"),
    (["正文很长。", "（余海，作者系青岚县委宣传部副部长）"], "余海"),
    (["正文很长。", "（作者：余海，系青岚县委宣传部副部长）"], "余海"),
    (["正文很长。", "（作者余海系青岚县委宣传部副部长）"], "余海"),
    (["正文很长。", "（作者 余海）"], "余海"),
    (["正文很长。", "（执笔：余海）"], "余海"),
    (["正文很长。", "作者：余海（系青岚日报记者）"], "余海"),
    (["正文很长。", "（作者余海、卓丽分别系青岚县委党校教授、讲师）"], "余海 卓丽"),
    (["正文很长。", "（撰稿人：余海 审稿人：卓丽）"], "余海"),
    (["正文很长。", "（作者单位：青岚县委党校）"], None),
    (["正文很长。", "（作者系中文系教师）"], None),
    (["青岚网讯（通讯员 余海 报道）清晨，志愿者出发了。"], "余海"),
    (["正文很长。", "志愿者一直忙到傍晚。（余海/文 卓丽/图）"], "余海"),
    (["整理：本报记者 余海", "正文很长。"], "余海"),
    (["采写：余海 卓丽", "正文很长。"], "余海 卓丽"),
    (["正文很长。", "作者 余海 卓丽"], "余海 卓丽"),
    (["正文很长。", "作者 简介"], None),
    (["△市长简·安", "正文。"], None),
    (["记者手记", "正文。"], None),
    (["本报记者调查", "正文。"], None),
]


@pytest.mark.parametrize(("paragraphs", "names"), REPORTERS)
def test_reporters_sign_their_text(paragraphs: list[str], names: str | None) -> None:
    found = find_reporters(paragraphs)
    assert (found[0] if found else None) == names


SPLICED = [
    (
        "發(fā)布時(shí)間：2025-08-01 來源：雲川文明網(wǎng) 責(zé)任編輯：余海",
        "雲川文明網(wǎng)",
        "余海",
    ),
    ("時(shí)間:2025-08-01 來(lái)源:鄂州日報(bào)", "鄂州日報(bào)", None),
    ("2025-08-01 雲川文明網(wǎng)", "雲川文明網(wǎng)", None),
]


@pytest.mark.parametrize(("text", "source", "editor"), SPLICED)
def test_an_outlet_keeps_the_pinyin_spliced_into_it(
    text: str, source: str, editor: str | None
) -> None:
    byline = read_byline(text)
    assert (byline.source or byline.outlet, byline.editor) == (source, editor)
    assert published_text(byline.published) == "2025-08-01"


TITLE = "云川河的三年之变"
LINES = ["秋日的云川河畔，芦花似雪，一幅人水和谐的画卷徐徐展开。"] * 2 + [
    "三年前，这里还是垃圾遍地的荒滩，当地干部带领群众清淤疏浚。",
]


def read(above: str, body: str = "", *, url: str = "http://a.example/1.html") -> Article:
    text = body or "".join(f"<p>{line}</p>" for line in LINES)
    html = f"<title>{TITLE}_云川网</title>{above}<div class=n>{text}</div>"
    return read_article(f"<meta charset=utf-8>{html}".encode(), url)


@pytest.mark.parametrize(
    ("above", "author"),
    [
        (f"<h1>{TITLE}</h1><p>王大明</p><p>2025-08-01 云川日报</p>", "王大明"),
        (f"<h1>{TITLE}</h1><p>2025-08-01 云川日报</p><p>王大明 李文秀</p>", "王大明 李文秀"),
        (f"<h1>{TITLE}</h1><li>2025-08-01</li><li>云川日报</li><li>王大明</li>", "王大明"),
        (f"<h1>{TITLE}</h1><p>2025-08-01 云川日报</p><p>索引号</p>", None),
        (f"<h1>{TITLE}</h1><p>全媒体</p><p>2025-08-01 云川日报</p>", None),
        (f"<h1>{TITLE}</h1><p>时政</p><p>2025-08-01 云川日报</p>", None),
        (f"<h1>{TITLE}</h1><p>余　海</p><p>2025-08-01 云川日报</p>", "余海"),
        (f"<h1>{TITLE}</h1><p>县委书记 王大明</p><p>2025-08-01 云川日报</p>", "王大明"),
        (f"<h1>{TITLE}</h1><p>云川县委书记、县长　余　海</p><p>2025-08-01</p>", "余海"),
        (f"<p>2025-08-01 A03版</p><h1>{TITLE}</h1><p>文/图 本报记者 王大明</p>", "王大明"),
    ],
)
def test_persons_may_stand_on_a_line_of_their_own(above: str, author: str | None) -> None:
    assert read(above).author == author


@pytest.mark.parametrize("line", ["◎　余　海", "□余海", "■ 余海 卓丽"])
def test_a_sign_tells_who_wrote(line: str) -> None:
    named = "余海 卓丽" if "卓" in line else "余海"
    assert read(f"<p>{line}</p><p>青岚日报　2025年8月1日　第5版</p>").author == named


def test_whom_a_text_is_about_is_not_its_author() -> None:
    above = f"<h1>{TITLE}</h1><p>王大明</p><p>2025-08-01 云川日报</p>"
    assert read(above, "<p>王大明是护河员，王大明每天沿着河岸走上二十里。</p>" * 2).author is None


SIGNED = [
    (["王大明"], "王大明"),
    (["王大明、李文秀"], "王大明 李文秀"),
    (["云川河边", "——护河侧记", "王大明"], "王大明"),
    (["高质量"], None),
    (["余　海"], "余海"),
    (["云川县委宣传部部长　王大明"], "王大明"),
    (["余海"], None),
    (["方　案"], None),
    (
        [
            "王大明",
            "女，1965年生，云川镇人，二十三年如一日照料瘫痪的婆婆，邻里都夸她是好媳妇，人人学习。",
        ],
        None,
    ),
    (
        [
            "王大明",
            "二十三年如一日照料瘫痪的婆婆，邻里都说难得，一家人和和美美，日子越过越好。" * 2,
            "李文秀",
        ],
        None,
    ),
]


@pytest.mark.parametrize(("first", "author"), SIGNED)
def test_a_line_above_the_text_may_sign_it(first: list[str], author: str | None) -> None:
    lines = [
        *first,
        "三年前，这里还是垃圾遍地的荒滩，当地干部带领群众清淤疏浚，栽树种草，如今芦花似雪，白鹭成群。",
        *LINES,
    ]
    body = "".join(f"<p>{line}</p>" for line in lines)
    assert read(f"<h1>{TITLE}</h1><p>2025-08-01 来源：云川日报</p>", body).author == author


VERSES = ["晨光推开白石的窗", "红马甲走过青石巷", "一把剪刀，一盏台灯", "修好细碎的时光"]
HOUSES = ["白石镇文化站", "李文秀", "青岚第一中学", "赵长河", "云川供电所"]


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        (["余　海", *VERSES], "余海"),
        (["王大明", *VERSES], "王大明"),
        (["王大明", *HOUSES], None),
        (["余　海", *(f"{verse} 李文秀" for verse in VERSES)], None),
    ],
)
def test_who_wrote_a_poem_stands_above_it(lines: list[str], author: str | None) -> None:
    body = "".join(f"<p>{line}</p>" for line in lines)
    assert read(f"<h1>{TITLE}</h1><p>2025-08-01</p>", body).author == author


@pytest.mark.parametrize(
    "script",
    [
        "document.write('来源：云川日报')",
        'var ly = "云川日报"; if (ly != "") { document.write("来源：" + ly); }',
    ],
)
def test_a_script_may_print_the_source(script: str) -> None:
    above = f"<h1>{TITLE}</h1><p>2025-08-01 <script>{script}</script></p>"
    assert read(above).source == "云川日报"


def test_who_supplied_a_text_may_stand_below_it() -> None:
    lines = "".join(f"<p>{line}</p>" for line in [*LINES, "供稿：清溪镇政府"])
    assert read(f"<h1>{TITLE}</h1><p>2025-08-01</p>", lines).source == "清溪镇政府"


@pytest.mark.parametrize("beside", ["（京港台时间）", "建立于", "乙巳年六月初八"])
def test_what_stands_beside_a_date_may_be_no_account(beside: str) -> None:
    assert read(f"<h1>{TITLE}</h1><p>{beside} 2025-08-01</p>").source is None


@pytest.mark.parametrize(("label", "day"), [("来信时间", "2025-08-01"), ("时间", "2025-07-30")])
def test_a_day_in_a_cell_is_that_of_the_cell_beside_it(label: str, day: str) -> None:
    meta = "<meta name=PubDate content=2025-08-01>"
    cells = f"<tr><td>{label}</td><td>2025-07-30 08:33</td></tr><tr><td>来信内容</td><td>"
    text = "".join(f"<p>{line}</p>" for line in LINES)
    article = read(f"{meta}<h1>{TITLE}</h1>", f"<table>{cells}{text}</td></tr></table>")
    assert (published_text(article.published_at) or "")[:10] == day


def test_a_publish_date_below_the_text_may_lack_the_colon() -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    body = f"{text}</div><p>云川网 发布时间 2025-08-01 10:20</p><div>"
    assert (
        published_text(read(f"<h1>{TITLE}</h1>", body).published_at) == "2025-08-01T10:20:00+08:00"
    )


@pytest.mark.parametrize(
    ("last", "author"),
    [
        ("来源：云川日报　记者：余海　编辑：唐蓉", "余海"),
        ("记者：今后有什么打算？", None),
        ("供稿：清溪镇 余海", "余海"),
        ("供稿：清溪镇政府", None),
        ("通讯员：清溪镇", None),
    ],
)
def test_a_reporter_may_be_named_among_others_below_the_text(last: str, author: str | None) -> None:
    lines = "".join(f"<p>{line}</p>" for line in [*LINES, last])
    assert read(f"<h1>{TITLE}</h1><p>2025-08-01 云川日报</p>", lines).author == author


def test_an_editor_may_stand_in_a_table_below_the_text() -> None:
    lines = "".join(f"<p>{line}</p>" for line in LINES)
    table = "<table><tr><td>责任编辑</td><td>唐蓉</td><td>审核</td><td>卓丽</td></tr></table>"
    body = f"{lines}</div>{table}<div>"
    assert read(f"<h1>{TITLE}</h1><p>2025-08-01 云川日报</p>", body).editor == "唐蓉"


def test_a_date_may_follow_the_picture_of_an_outlet() -> None:
    above = f"<h1>{TITLE}</h1><p>来源：<img src=a.png alt=云川日报> 2025-08-01</p>"
    assert read(above).source == "云川日报"


@pytest.mark.parametrize(
    "path",
    [
        "n1/2025/0801/c1001-7788.html",
        "2025/0801/7788.html",
        "20250801/7788.html",
        "202508011020301.html",
    ],
)
def test_an_address_holds_a_day(path: str) -> None:
    article = read(f"<h1>{TITLE}</h1><p>来源：云川日报</p>", url=f"http://a.example/{path}")
    assert published_text(article.published_at) == "2025-08-01"


def test_a_list_beside_the_text_may_hold_its_day() -> None:
    facts = "<dl><dt>来源</dt><dd>云川日报</dd><dt>发布时间</dt><dd>2025-08-01</dd></dl>"
    article = read(
        f"<h1>{TITLE}</h1>", "".join(f"<p>{line}</p>" for line in LINES) + f"</div>{facts}<div>"
    )
    assert published_text(article.published_at) == "2025-08-01"


def test_an_element_may_say_that_its_time_is_the_publish_date() -> None:
    times = "".join(
        f"<time itemprop=datePublished datetime='2025-08-0{day}T10:20:00+08:00'>{day}天前</time>"
        for day in (3, 1)
    )
    article = read(f"<h1>{TITLE}</h1><p>云川日报</p>{times}")
    assert published_text(article.published_at) == "2025-08-03T10:20:00+08:00"


def test_a_page_without_title_has_it_above_the_text_and_the_day_below() -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    body = f"<div>{TITLE}</div><div class=n>{text}</div><div>2025-08-01</div>"
    article = read_article(f"<meta charset=utf-8>{body}".encode(), "http://a.example/1.html")
    assert (article.title, published_text(article.published_at)) == (TITLE, "2025-08-01")
