"""The line between title and text: time, source, author, editor; and the credit at the end."""

import re

LABELS = "作者|撰文|编辑|編輯|责任编辑|責任編輯|责编|責編|发布|發布|发表|發表|更新|时间|時間|日期|浏览|瀏覽|点击|點擊|阅读|字号|字體|字体|打印|分享|我要|参与|手机|评论|評論|收藏|关闭|扫一扫|大中小|来源|來源|稿源|记者|通讯员|审核|校对|关键|【|\\[大"
SOURCE = re.compile(
    r"(?:信息|文章|稿件|新闻|新聞|本文|资料)?(?:来源|來源|稿源|出处|出處|供稿单位|供稿)(?:于|於)?\s*[:：]\s*"
    rf"(?P<value>(?:(?!{LABELS})[^\n]){{0,60}})"
)
SOURCE_END = re.compile(r"(?:19|20)\d\d\s?[-/.年]|\s{2,}|[|｜\n]")
NO_SOURCE = re.compile(
    r"^(?:本站|互联网|網路|网络|转载|资料图|未知|不详|本网|转载文章|原创|访问次数)$"
)
OUTLET = re.compile(
    r"^[^\s。！？]{0,18}(?:日报|日報|晚报|晚報|早报|晨报|时报|商报|都市报|周报|[\u4e00-\u9fff]报|新闻网|在线|新闻|[\u4e00-\u9fff]网|[\u4e00-\u9fff]社|"
    r"通讯社|电视台|客户端|发布|财经|周刊|科技|公报)(?:[-－—][^\s。！？]{2,12})?$"
)
AUTHOR = re.compile(r"(?:作者|撰文|文)\s*[:：/]\s*(?P<value>[^\n|｜]{0,40})")
EDITOR = re.compile(
    r"(?:责任编辑|責任編輯|责编|責編|编辑|編輯)\s*[:：]?\s*(?P<value>(?:[\u4e00-\u9fff·]\s?){2,4}(?:[、，, ](?:[\u4e00-\u9fff·]\s?){2,4}){0,3})"
)
CREDIT = re.compile(r"[（(](?P<value>[^（）()]{2,60})[）)]\s*$")
ROLE = re.compile(r"本报|本台|本网|特约|实习|见习|首席|全媒体|融媒体|记者|通讯员|：|:")
EDGES = " \t\u3000《》()（）[]【】:：|｜,，;；-—"


def find_source(text: str) -> str | None:
    """Return the outlet that a byline names, or None where the label stands alone."""
    for match in SOURCE.finditer(text):
        value = SOURCE_END.split(match["value"].strip())[0].strip(EDGES)
        if value and not NO_SOURCE.match(value):
            return value
    return None


def find_outlet(text: str) -> str | None:
    """Return a name without label that can only be an outlet's, such as 鄂州日报."""
    value = text.strip(EDGES)
    return value if OUTLET.match(value) else None


def find_author(text: str) -> str | None:
    """Return the persons that a byline names as authors, separated by spaces."""
    for match in AUTHOR.finditer(text):
        value = re.split(rf"{LABELS}|\d", ROLE.sub(" ", match["value"]).strip())[0].strip(EDGES)
        if value:
            return value
    return None


def find_editor(text: str) -> str | None:
    """Return the editor (责任编辑); a two-character name may be written with a space."""
    match = EDITOR.search(text)
    return (
        re.sub(r"(?<=^[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff]$)", "", match["value"].strip(EDGES))
        if match
        else None
    )


def find_credit(paragraph: str) -> str | None:
    """Return what stands in brackets at the end of the last paragraph, such as （鄂州日报）."""
    match = CREDIT.search(paragraph)
    if not match:
        return None
    value = match["value"].strip()
    if EDITOR.search(value):
        return None
    return find_source(value) or value
