"""Which element of a page holds the text of its article."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, takewhile

from article.facts.dates import has_date
from article.markup.containers import is_container
from article.markup.page import Block, Line, Page
from article.markup.surroundings import ANSWERED, LEGAL, RELATED, tells_of_site

NEAR_TITLE = 15  # lines between a title and the first line of its text, byline and tools included
PARTED = 7  # lines between a letter and its answer
VERSES = 4  # make a poem
BYLINE = 100  # characters; a longer line is none
SHORT = 10  # characters; a shorter line tells of no text at first

_PUNCTUATION = re.compile("[，。！？；：、“”「」,!?;]")
PARAGRAPHS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li pre blockquote dd dt center figure figcaption".split()
)
_WRAPPERS = frozenset("div section article main td".split())
_ROWS = frozenset(("table", "tbody"))
# Boxes above a text that are none of it.
_BESIDE = re.compile(
    r"summ?ary|abstract|intro|digest|zhaiyao|daodu|desc|(?<![a-z])(?:ads?|adv|gg)(?![a-z])", re.I
)
# What sites say to readers of any text.
_NOTICE = re.compile(
    "扫一扫|二维码|微信|朋友圈|浏览器|客户端|APP|点击|登录|阅读时间|本文字数|温馨提示"
)
_LABEL = re.compile(r"(?:来源|时间|日期|作者|编辑)\s?:")
_COMMENT = re.compile(r"[\W_]{0,4}(?:发表|我要|网友|查看)评论")
# Heads a part of the text in a box of its own.
_STORY = re.compile(
    r"\W*(?:项目|活动|人物|作品|主要|先进)?(?:事迹|简介|介绍|详情|背景|内容)(?:简介|介绍)?\W*"
)
_VERSE = re.compile("[\u4e00-\u9fff，。！？；、“”《》·]{5,24}")
_NOTE = re.compile(r"\W{0,2}(?:注释?|题记|后记|创作背景|作者简介|赏析)\W{0,2}")
_ITSELF = re.compile("本[网站]|主办|开通")
_FILE = re.compile(r"\A附件|\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar)\W{0,2}\Z", re.I)
_PROSE_END = "。！？；…”.!?"
# What is told below pictures is longer than what is told of them all.
_PICTURES = re.compile(
    r"swiper|slide|carousel|gallery|album|lunbo|(?<![a-z])(?:pic|photo|tuji)", re.I
)
_IN_TABLE = _ROWS | {"td", "tr", "th"}
_LISTS = frozenset(("ol", "ul", "dl"))
_ROWED = _IN_TABLE | _LISTS
_PARTS = PARAGRAPHS | _LISTS | {"table"}


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look for text: how short a line may be, whether hidden ones count.

    ``paragraphs`` are the elements whose text belongs to the element around them.
    """

    shortest: int
    hidden: bool
    paragraphs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Span:
    """The lines that may be text, by number, which rule found them and in which element."""

    lines: Sequence[int]
    rule: str
    where: str


_LOOKS = (
    Look(SHORT, False, PARAGRAPHS),
    Look(2, False, PARAGRAPHS | {"td", "th", "tr", "tbody", "thead"}),  # a table of names
    Look(SHORT, True, PARAGRAPHS),
)


def find_spans(page: Page, titles: Sequence[int] = ()) -> Iterator[Span]:
    """Yield the element with the densest text, then what a closer look finds.

    ``titles`` are the lines where the title stands: what follows one closely is likelier the text.
    """
    for look in _LOOKS:
        scores, firsts = _scores(page, look, titles)
        _prefer_after_title(page, scores, firsts, titles)
        best = max(range(len(scores)), key=scores.__getitem__, default=-1)
        if best >= 0 and scores[best] > 0:
            sizes = _sizes(page, look.hidden)
            best = _descend(page, _climb(page, best, scores, sizes), sizes)
            best = _widen(page, best, titles)
            known = any(is_container(block.label) for block in page.chain(best))
            block = page.blocks[best]
            where = f"{block.tag} {block.label}".strip()
            rule = "container" if known else "density"
            lines = _row(page, block, titles) or range(
                _lead(page, block.start, titles), _tail(page, block)
            )
            prose = _prose(page.lines[lines[0] : lines[-1] + 1])
            if look is _LOOKS[0] and not any(map(_is_plain, prose)):
                yield from _poem(page, titles)
            yield Span(lines, rule, where)


def _scores(page: Page, look: Look, titles: Sequence[int] = ()) -> tuple[list[float], list[int]]:
    """Score each block by the text near it; also return the first line that scored for it.

    Text counts for the element around its paragraph in full, for the next two by a share. Titles
    do not count.
    """
    blocks = page.blocks
    above = frozenset(titles)
    scores = [0.0] * len(blocks)
    firsts = [-1] * len(blocks)
    for number, line in enumerate(page.lines):
        own = len(line.text) - line.linked
        if own < look.shortest or line.linked > own or (line.hidden and not look.hidden):
            continue
        score = 0.0 if number in above else _worth(line, own)
        if number and _is_teaser(page.lines[number - 1], line):
            score *= 0.3
        index = line.block
        while index >= 0 and blocks[index].tag in look.paragraphs:
            score *= 0.3 if blocks[index].tag == "li" else 1.0
            index = blocks[index].parent
        for share in (1.0, 0.55, 0.25):
            if index < 0:
                break
            scores[index] += score * share
            if firsts[index] < 0:
                firsts[index] = number
            wrapper = _wrapper(page, index) if share == 1.0 else -1
            if wrapper >= 0:  # a paragraph with an element of its own counts for both
                index = wrapper
                scores[index] += score * 0.95
                firsts[index] = number if firsts[index] < 0 else firsts[index]
            index = blocks[index].parent
    for index, block in enumerate(blocks):
        if scores[index] > 0:
            scores[index] *= _trust(page, index, block.label)
    return scores, firsts


def _worth(line: Line, own: int) -> float:
    """Score a line, of which so many characters are no link."""
    worth = own + 6.0 * len(_PUNCTUATION.findall(line.text)) - 2.0 * line.linked
    is_legal = len(line.text) < 300 and LEGAL.search(line.text)
    # A byline is longer than the shortest of texts.
    return 0.1 * worth if is_legal or (own < BYLINE and _is_byline(line)) else worth


def _is_byline(line: Line) -> bool:
    return _LABEL.search(line.folded) is not None and has_date(line.folded)


def _wrapper(page: Page, index: int) -> int:
    """Return the element of several lines round an element of one, -1 for others.

    Some designs put each paragraph into nested elements of its own.
    """
    block = page.blocks[index]
    if block.end - block.start != 1 or block.tag not in _WRAPPERS:
        return -1
    while block.parent >= 0 and (block.end - block.start == 1 or block.tag == "tr"):
        index = block.parent
        block = page.blocks[index]
    return index if block.tag in _WRAPPERS or block.tag in _ROWS else -1


def _is_teaser(above: Line, line: Line) -> bool:
    """Whether a text is the summary below a heading that links to another article."""
    return above.heading > 0 and above.is_link and len(above.text) >= 8 and not line.heading


def _trust(page: Page, index: int, label: str) -> float:
    trust = 1.5 if is_container(label) else 1.0
    for block in islice(page.chain(index), 3):
        if block.is_negative:
            trust *= 0.3
        if block.tag in ("footer", "aside", "nav"):
            trust *= 0.3
    return trust


def _prefer_after_title(
    page: Page, scores: list[float], firsts: list[int], titles: Sequence[int]
) -> None:
    """Raise what follows the title closely, lower what follows a heading such as 相关新闻."""
    factors: dict[int, float] = {}
    for index, first in enumerate(firsts):
        if first >= 0:
            if first not in factors:
                factors[first] = _place(page, first, titles)
            scores[index] *= factors[first]


def _place(page: Page, first: int, titles: Sequence[int]) -> float:
    if LEGAL.search(page.lines[first].text):
        return 1.0
    near = max((title for title in titles if 0 < first - title <= NEAR_TITLE), default=None)
    since = first - 4 if near is None else near + 1
    between = page.lines[max(0, since) : first]
    if any(len(line.text) < 20 and _heads_links(line) for line in between):
        return 0.4
    if near is None:
        return 1.0
    dated = [i for i, line in enumerate(between) if len(line.text) < 150 and has_date(line.folded)]
    if not dated:
        return 2.5
    # Below the byline a heading begins something else, such as a column or article beside the text.
    if page.lines[first].heading and any(map(_is_byline, page.lines[first + 1 : first + 2])):
        return 1.0
    below = between[dated[0] + 1 :]
    return 1.0 if any(line.heading and not _tells_day(line) for line in below) else 5.0


def _heads_links(line: Line) -> bool:
    """Whether a line is a heading of links to other articles, and no button for comments."""
    return RELATED.match(line.folded) is not None and not (
        line.is_link and _COMMENT.match(line.folded)
    )


def _tells_day(line: Line) -> bool:
    return has_date(line.folded) or ANSWERED.match(line.folded) is not None


def _sizes(page: Page, hidden: bool) -> list[int]:
    """Unlinked characters before each line: the size of a block is one subtraction."""
    total, sizes = 0, [0]
    for line in page.lines:
        if hidden or not line.hidden:
            total += len(line.text) - line.linked
        sizes.append(total)
    return sizes


def _size(page: Page, index: int, sizes: list[int]) -> int:
    return sizes[page.blocks[index].end] - sizes[page.blocks[index].start]


def _climb(page: Page, best: int, scores: list[float], sizes: list[int]) -> int:
    """Go up while the parent holds more of the same, but not much more than the same."""
    for _ in range(3):
        parent = page.blocks[best].parent
        if parent < 0 or page.blocks[parent].is_negative:
            break
        limit = 1.6 * _size(page, best, sizes) + 60
        if scores[parent] < 1.15 * scores[best] or _size(page, parent, sizes) > limit:
            break
        best = parent
    return best


def _descend(page: Page, best: int, sizes: list[int]) -> int:
    """Go down while one child holds nearly all."""
    for index in range(best + 1, len(page.blocks)):
        block = page.blocks[index]
        if block.start >= page.blocks[best].end:
            break
        nearly_all = 0.93 * _size(page, best, sizes)
        if (
            block.parent == best
            and block.tag not in PARAGRAPHS
            and _size(page, index, sizes) >= nearly_all
        ):
            best = index
    return best


def _widen(page: Page, best: int, titles: Sequence[int]) -> int:
    """Go up from a part of the text to what else says something below the title, without links.

    A form has its facts in rows above the story; a table of figures has words above it. Other
    texts have an element per section, or paragraphs that editors nest into each other.
    """
    blocks = page.blocks
    head = min(titles, default=sys.maxsize)
    index = best
    while True:
        inner, parent = blocks[index], blocks[index].parent
        if parent < 0 or blocks[parent].start <= head or blocks[parent].is_negative:
            break
        outer = blocks[parent]
        beside = [*page.lines[outer.start : inner.start], *page.lines[inner.end : outer.end]]
        if not all(map(_is_plain, beside)):
            break
        above = page.lines[inner.start - 1]
        is_nested = above.block == parent and "。" in above.text
        index = parent
        is_row = inner.tag in _IN_TABLE
        if inner.tag in _LISTS or _PICTURES.search(inner.label):
            is_row = not any(_is_beside(page, line) for line in beside)
        if is_nested or is_row or _goes_on(page, best, beside):
            best = parent
    return best


def _goes_on(page: Page, part: int, beside: Sequence[Line]) -> bool:
    """Whether prose like its own stands beside a part of a text, and nothing that sites add."""
    own = _prose(page.lines[page.blocks[part].start : page.blocks[part].end])
    tags = {page.blocks[line.block].tag for line in own}
    return any(page.blocks[line.block].tag in tags for line in _prose(beside)) and not any(
        (len(line.text) < 60 and _NOTICE.search(line.text)) or _is_beside(page, line)
        for line in beside
    )


def _prose(lines: Sequence[Line]) -> Iterator[Line]:
    return (line for line in lines if len(line.text) >= 20 and line.text[-1] in _PROSE_END)


def _is_plain(line: Line) -> bool:
    """Whether a line is no link, no legal notice and no heading of links; prose may hold a link."""
    few = 0.3 * len(line.text) if len(line.text) >= 30 else 0
    if line.linked > few and not _FILE.search(line.text):
        return False
    return not (line.hidden or LEGAL.search(line.text) or RELATED.match(line.folded))


def _lead(page: Page, start: int, titles: Sequence[int]) -> int:
    """Return where a text begins whose first paragraphs stand alone between byline and the rest."""
    lines, first = page.lines, start
    while first and _is_lead(page, lines[first - 1], lines[start]):
        first -= 1
    if first == start:
        asked = _letter(page, start, titles)
        return asked if asked < start else _verses(page, start, titles)
    if not first:
        return start
    is_below = has_date(lines[first - 1].folded) and any(title < first for title in titles)
    return first if is_below or first - 1 in titles else start


def _letter(page: Page, start: int, titles: Sequence[int]) -> int:
    """Return where a letter begins that stands above its answer, and who gave that and when."""
    lines, first = page.lines, start
    head = min(titles, default=start)
    while first > max(head + 1, start - PARTED) and _is_short(lines[first - 1]):
        first -= 1
    if not any(ANSWERED.match(line.folded) for line in lines[first:start]):
        return start
    letter = first
    while letter > head + 1 and _is_lead(page, lines[letter - 1], lines[start]):
        letter -= 1
    return letter if letter < first else start


def _is_short(line: Line) -> bool:
    return len(line.text) < 45 and line.text[-1] not in _PROSE_END and _is_plain(line)


def _verses(page: Page, start: int, titles: Sequence[int]) -> int:
    """Return where a poem begins that has an element of its own above what is told of it."""
    lines = page.lines
    last = start - 1 if start and not _NOTE.fullmatch(lines[start - 1].folded) else start - 2
    near = max((title for title in titles if title < last), default=None)
    if near is None or not _VERSE.fullmatch(lines[last].text):
        return start
    own, first = page.blocks[lines[last].block], last
    place = own.parent if own.tag == "p" else own.number
    while first - 1 > near and _VERSE.fullmatch(lines[first - 1].text):
        block = page.blocks[lines[first - 1].block]
        if place != (block.parent if block.tag == "p" else block.number):
            break
        first -= 1
    is_poem = last - first >= 3 and all(map(_is_plain, lines[first : last + 1]))
    return first if is_poem and not _is_beside(page, lines[last]) else start


def _poem(page: Page, titles: Sequence[int]) -> Iterator[Span]:
    """Yield the verses below a title: all may be shorter than the buttons and names beside them."""
    lines = page.lines
    near = (range(head + 1, min(head + 1 + NEAR_TITLE, len(lines))) for head in titles)
    last = 0
    for first in chain.from_iterable(takewhile(partial(_is_above, page), part) for part in near):
        if first < last or not _VERSE.fullmatch(lines[first].text):
            continue
        own, last = _outermost(page, first), first
        while last < len(lines) and _is_alike(page, last, own):
            last += 1
        while first - 1 not in titles and _is_alike(page, first - 1, own):
            first -= 1
        verses = sum(1 for line in lines[first:last] if _VERSE.fullmatch(line.text))
        if verses >= max(VERSES, 0.6 * (last - first)) and not _is_beside(page, lines[first]):
            if lines[first - 1].block == own.parent and first - 1 not in titles:
                first -= 1  # no element begins the first paragraph
            around = page.blocks[max(own.parent, 0)]
            yield Span(range(first, last), "verses", f"{around.tag} {around.label}".strip())
            return


def _is_above(page: Page, number: int) -> bool:
    """Whether a line may stand between a title and its verses: it is no text nor heads links."""
    line = page.lines[number]
    if RELATED.match(line.folded):
        return False
    is_text = len(line.text) >= 20 and _is_plain(line)
    return not is_text or has_date(line.folded) or _LABEL.search(line.folded) is not None


def _outermost(page: Page, number: int) -> Block:
    """Return the outermost element that holds nothing but a line, or the one that it is in."""
    block = page.blocks[page.lines[number].block]
    for outer in page.chain(block.parent):
        if outer.end - outer.start != 1:
            break
        block = outer
    return block


def _is_alike(page: Page, number: int, block: Block) -> bool:
    """Whether a line has an element like another beside it, and is no link."""
    own = _outermost(page, number)
    is_alike = (own.parent, own.tag, own.label) == (block.parent, block.tag, block.label)
    return is_alike and _is_plain(page.lines[number])


def _row(page: Page, block: Block, titles: Sequence[int]) -> range | None:
    """Return the lines of a text whose paragraphs are elements of a line each, below their title.

    With no element around them but that of title or byline too, one of them was found, or a table
    or list between them.
    """
    if block.tag in _ROWED:
        chain = page.chain(block.number)
        block = next(
            (outer for outer in chain if outer.tag in _LISTS or outer.tag == "table"), block
        )
    elif block.end - block.start > 1:
        return None
    else:
        block = _outermost(page, block.start)
    if block.parent < 0:
        return None
    around = page.blocks[block.parent]
    head = max((title for title in titles if title < block.start), default=-1)
    if head < 0:
        return None
    head = max(head, around.start - 1)
    first, last = block.start, block.end
    while first - 1 > head and (
        _is_alike(page, first - 1, block) or _leads(page, first - 1, block)
    ):
        first -= 1
    while last < around.end and _is_row(page, last, block):
        last += 1
    lines = range(first, last)
    return lines if len(lines) > 1 and any(_prose(page.lines[first:last])) else None


def _is_row(page: Page, number: int, block: Block) -> bool:
    """Whether a line has an element like another beside it, or a paragraph or table there."""
    chain = page.chain(page.lines[number].block)
    own = next((one for one in chain if block.parent in (one.parent, one.number)), None)
    is_part = own is not None and (own.tag in _PARTS or own.number == block.parent)
    return (is_part and _is_plain(page.lines[number])) or _is_alike(page, number, block)


def _leads(page: Page, number: int, block: Block) -> bool:
    """Whether a line tells of the table or list below it."""
    line = page.lines[number]
    is_long = len(line.text) >= 20 and not _is_byline(line)
    return is_long and block.tag in _ROWED and _is_row(page, number, block)


def _tail(page: Page, block: Block) -> int:
    """Return where a text ends that goes on in elements like its own, or in paragraphs."""
    end = block.end
    if block.parent < 0:
        return end
    last = page.blocks[block.parent].end
    while end < last:
        line = page.lines[end]
        chain = page.chain(line.block)
        part = next((one for one in chain if one.parent == block.parent), None)
        if part is None or part.start < end:
            break
        lines = page.lines[part.start : part.end]
        is_alike = part.tag == block.tag and part.label == block.label != " "
        is_more = is_alike or part.tag == "p" or (part.tag == block.tag and _is_story(page, part))
        if not is_more or not all(map(_is_plain, lines)) or any(map(_is_byline, lines)):
            break  # what has a byline of its own is another text
        if not (_goes_on(page, block.number, lines) or (is_alike and _is_rest(page, lines))):
            break
        end = part.end
    return end


def _is_rest(page: Page, lines: Sequence[Line]) -> bool:
    """Whether lines may be the end of a text, such as who signs it, and are nothing of the site."""
    return not any(
        (len(line.text) < 60 and _NOTICE.search(line.text))
        or tells_of_site(line.folded)
        or _is_beside(page, line)
        for line in lines
    )


def _is_story(page: Page, block: Block) -> bool:
    """Whether an element holds paragraphs of prose, perhaps below a heading such as 项目简介.

    What a site tells of itself is none.
    """
    lines = page.lines[block.start : block.end]
    if _STORY.fullmatch(lines[0].folded):
        lines = lines[1:]
    return (
        len(lines) > 1
        and len(list(_prose(lines))) == len(lines)
        and all(page.blocks[line.block].tag == "p" for line in lines)
        and not any(_ITSELF.search(line.text) for line in lines)
    )


def _is_lead(page: Page, line: Line, text: Line) -> bool:
    """Whether a line is prose, and no summary of the text."""
    if len(line.text) < 30 or line.text[-1] not in "。！？”" or not _is_plain(line):
        return False
    if line.heading or _NOTICE.search(line.text) or line.text[:20] in text.text:
        return False
    return not _is_beside(page, line)


def _is_beside(page: Page, line: Line) -> bool:
    """Whether a line stands in a box that is no part of a text."""
    return any(
        block.is_negative or _BESIDE.search(block.label)
        for block in islice(page.chain(line.block), 3)
    )
