"""Where the text of an article is on its page, and where it ends."""

import re
from dataclasses import dataclass

from article.containers import is_container, is_negative
from article.page import PUNCTUATION, Line, Page

MIN_LINE = 10  # characters a line needs to count as text; shorter ones come along
LEGAL = re.compile(
    "版权所有|ICP备|ICP证|京ICP|举报电话|公网安备|违法和不良信息|Copyright|All Rights Reserved|"
    "未经授权|許可證|许可证|主办单位|技术支持|建议使用|最佳分辨率",
    re.I,
)
PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 li pre blockquote dd dt font center".split())
RELATED = re.compile(
    r"^[\W_]{0,4}(?:(?:相关|相關|更多|热门|热点|推荐|精彩|最新|往期|今日|编辑)"
    r"(?:新闻|新聞|阅读|閱讀|链接|鏈接|报道|報道|稿件|文章|文档|推荐|推薦|专题|專題|附件|内容|资讯|资源|精彩|信息|>>|回顾|热点|话题|搜索)"
    r"|延伸阅读|延伸閱讀|猜你喜欢|上一篇|下一篇|上一条|下一条|网友评论|網友評論|我要评论|发表评论|分享到|"
    r"扫一扫|附件下载|阅读下一篇|热评|大家都在看|为您推荐)"
)
TAIL = re.compile(
    r"^[\W_]{0,4}(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|审核|初审|复审|终审|打印|关闭|纠错|返回|扫一扫|分享|字号|"
    r"我要|收藏|来源|來源|原标题|本文来源|阅读剩余全文|点赞|微信|版权|Copyright|免责声明|声明[:：]|\+1|图集|\d+/\d+)"
)


@dataclass(slots=True)
class Body:
    """The lines of an article: indices into ``page.lines``, and the block they were found in."""

    block: int
    start: int
    end: int
    lines: list[int]
    rule: str


def find_body(page: Page) -> Body | None:
    """Return the densest block of text, or None on a page without any."""
    scores = _scores(page)
    if not scores:
        return None
    best = max(range(len(scores)), key=scores.__getitem__)
    if scores[best] <= 0:
        return None
    sizes = _sizes(page.lines)
    best = _descend(page, _climb(page, best, scores, sizes), sizes)
    block = page.blocks[best]
    rule = (
        "container"
        if any(is_container(page.blocks[i].label) for i in page.chain(best))
        else "density"
    )
    lines = _clean(page, block.start, block.end)
    return Body(best, block.start, block.end, lines, rule)


def _scores(page: Page) -> list[float]:
    scores = [0.0] * len(page.blocks)
    for line in page.lines:
        text = line.text
        own = len(text) - line.linked
        if own < MIN_LINE or line.hidden or line.linked > own:
            continue
        score = own + 6 * len(PUNCTUATION.findall(text)) - 2.0 * line.linked
        if LEGAL.search(text):
            score *= 0.1
        index = line.block
        while index >= 0 and page.blocks[index].tag in PARAGRAPHS:
            if page.blocks[index].tag == "li":
                score *= 0.3
            index = page.blocks[index].parent
        for share in (1.0, 0.55, 0.25):
            if index < 0:
                break
            scores[index] += score * share
            index = page.blocks[index].parent
    for index, block in enumerate(page.blocks):
        if scores[index] > 0:
            for near, _ in zip(page.chain(index), range(3), strict=False):
                if page.blocks[near].label != " " and is_negative(page.blocks[near].label):
                    scores[index] *= 0.3
            if is_container(block.label):
                scores[index] *= 1.5
    return scores


def _sizes(lines: list[Line]) -> list[int]:
    """Characters before each line: a running sum, so that the size of a block is one subtraction."""
    total, sizes = 0, [0]
    for line in lines:
        total += 0 if line.hidden else len(line.text) - line.linked
        sizes.append(total)
    return sizes


def _climb(page: Page, best: int, scores: list[float], sizes: list[int]) -> int:
    for _ in range(3):
        parent = page.blocks[best].parent
        if parent < 0 or is_negative(page.blocks[parent].label):
            break
        grown = _size(page, parent, sizes)
        if scores[parent] < 1.15 * scores[best] or grown > 1.6 * _size(page, best, sizes) + 60:
            break
        best = parent
    return best


def _descend(page: Page, best: int, sizes: list[int]) -> int:
    for index in range(best + 1, len(page.blocks)):
        block = page.blocks[index]
        if block.start >= page.blocks[best].end:
            break
        if block.parent == best and block.tag not in PARAGRAPHS:
            if _size(page, index, sizes) >= 0.93 * _size(page, best, sizes):
                best = index
    return best


def _size(page: Page, block: int, sizes: list[int]) -> int:
    return sizes[page.blocks[block].end] - sizes[page.blocks[block].start]


def _clean(page: Page, start: int, end: int) -> list[int]:
    """Drop link lists and tools; stop at related news."""
    kept: list[int] = []
    total = sum(len(page.lines[i].text) for i in range(start, end)) or 1
    seen = 0
    for index in range(start, end):
        line = page.lines[index]
        seen += len(line.text)
        if line.hidden:
            continue
        if len(line.text) < 30 and seen > 0.35 * total and RELATED.match(line.text):
            break
        if line.linked > 0.6 * len(line.text) and len(line.text) < 60:
            continue
        kept.append(index)
    return kept
