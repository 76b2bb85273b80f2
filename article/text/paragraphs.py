"""From the lines of the text's element to paragraphs: what is round the text goes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import takewhile
from operator import itemgetter
from urllib.parse import urlsplit

from article.facts.dates import has_date
from article.folding import key
from article.markup.containers import is_box, is_of_readers
from article.markup.media import absolute
from article.markup.page import Block, Line, Page
from article.markup.surroundings import LEGAL, OF_SITE
from article.patterns import regex
from article.text.lines import (
    MAX_BYLINE,
    has_sentence,
    heads_comments,
    is_byline,
    is_comment,
    is_day,
    is_editors,
    is_end,
    is_full_byline,
    is_prose,
    is_related,
    is_tool,
    is_words,
)
from article.text.pieces import PARAGRAPHS

_LINE = itemgetter(0)
_HOME = regex(r"/?(?:(?:index|default)\.\w+)?")  # the path of a site's first page
_SPOKEN_ON = regex(r"\((?:19|20)\d\d年\d{1,2}月\d{1,2}日\)")
# What ends a text though it is a link.
_NO_TEXT_BELOW = regex(rf"[\W_]{{0,4}}[上下]一[篇条页则]|.{{0,6}}评论|{OF_SITE.pattern}")
_TIME, _PLACE = regex(r"\W{0,4}[时時]\s?[间間]\s?[:：]"), regex(r"\W{0,4}地\s?点\s?:")
_HEADS_TEXT = regex(r"\W{0,3}(?:正文|(?:新闻|信息|文章|通知|公告|详细)?内\s{0,4}容)\W{0,3}")
_TABLE = frozenset(("table", "tbody", "tr", "td", "th"))  # may be a ranking in the text
MAX_HEAD = 14  # lines at the start of the text's element that may be title, byline or tools
PARTS = 3  # lines over which editors spread a title at most
COLUMN = 12  # characters of what heads a column
ROW = 4  # links that make a row of them
COMMENT = 6  # lines below the heading of comments in which one of them has its time


def skip_head(page: Page, span: Sequence[int], title: str) -> Sequence[int]:
    """Return the lines of the text's element after title, byline and tools at its start."""
    lines = page.lines
    wanted = key(title)
    skipped = 0
    for count, index in enumerate(span[:MAX_HEAD], start=1):
        line = lines[index]
        text = line.key
        if count <= skipped:
            continue  # a part of the title
        if _TIME.match(line.text) and _PLACE.match(_below(lines, span, count)):
            break
        is_title = len(text) > 3 and text in wanted and line.heading > 0
        spelled = _spells(lines, span[count - 1 : count - 1 + PARTS], wanted) or int(is_title)
        if wanted and text and spelled:
            skipped = max(skipped, count - 1 + spelled)
        elif (
            skipped == count - 1
            and _HEADS_TEXT.fullmatch(line.folded)
            and not _heads_column(page, index)
        ):
            skipped = count
        elif is_byline(line):
            between = [lines[number] for number in span[skipped : count - 1]]
            above = lines[max(0, span[0] - MAX_HEAD) : span[skipped]]
            if _is_of_text(line, between, above) or _is_calendar(lines, span[count - 1 :]):
                break
            if between and not any(_weight(lines[number]) for number in span[count:]):
                break  # it signs a text of short lines
            skipped = count
        elif not (line.hidden or line.is_link) and (len(line.text) > 40 or has_sentence(line)):
            break
    return span[skipped:]


def _heads_column(page: Page, index: int) -> bool:
    """Whether a cell heads a column: the next one is of the same row and holds a few words."""
    pair = page.lines[index : index + 2]
    cell, other = page.blocks[pair[0].block], page.blocks[pair[-1].block]
    is_row = cell.tag in ("td", "th") and cell is not other and cell.parent == other.parent
    return is_row and len(pair[-1].text) <= COLUMN


def _spells(lines: Sequence[Line], numbers: Sequence[int], title: str) -> int:
    """Return how many lines spell a title, the first of them alone or with those below; else 0."""
    spelled = ""
    for count, number in enumerate(numbers, start=1):
        spelled += lines[number].key
        if spelled == title:
            return count
        if not title.startswith(spelled):
            break
    return 0


def _is_of_text(line: Line, between: Iterable[Line], above: Iterable[Line]) -> bool:
    """Whether what looks like a byline is none: text is between it and one with a date.

    The day of a speech stands in brackets, that of an event with its place.
    """
    if is_full_byline(line, MAX_BYLINE):
        return False
    is_of_event = _TIME.match(line.text) is not None and _PLACE.search(line.folded) is not None
    is_below_text = (
        is_of_event
        or _SPOKEN_ON.fullmatch(line.folded) is not None
        or any(one.key and not (one.linked or one.hidden) for one in between)
    )
    return is_below_text and any(has_date(one.folded) and is_byline(one) for one in above)


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
            late = seen > 0.35 * total
            if is_related(line) or is_end(line):
                beyond = _past_links(page, index, kept, span[-1])
                if not beyond and (late or _is_sure_end(lines, index, kept)):
                    return kept, index
                continue
            if late and is_editors(line):
                if seen > 0.6 * total:
                    return kept, index
                continue
            if is_tool(line, lines[kept[-1]] if kept else None) and not (
                line.linked and _is_among(page, index, kept)
            ):
                continue
        elif _is_of_others(page, index, is_late=seen > 0.5 * total):
            continue
        if kept and lines[index - 1].heading and _is_teaser(page, index, kept):
            # Its day may stand below.
            beyond = index + 1 + sum(is_day(one.folded) for one in lines[index + 1 : index + 2])
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
    if not any(map(is_prose, rest)):
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
    for number in around:
        unnamed = []
        while number not in names:
            unnamed.append(page.blocks[number])
            number = page.blocks[number].parent
        for block in reversed(unnamed):
            name = names[block.parent]
            is_inside = block.start > first or block.end <= last
            is_named = is_inside and is_box(block.label) and block.tag not in _TABLE
            names[block.number] = name or (block.label if is_named else None)
    return names


def _is_of_others(page: Page, index: int, *, is_late: bool) -> bool:
    """Whether a long line is a row of links to other sites or, below a text, legal."""
    line = page.lines[index]
    if line.is_link and _is_row_of_links(page, index):
        return True
    return is_late and len(line.text) < 300 and len(LEGAL.findall(line.text)) >= 2


def _is_row_of_links(page: Page, index: int) -> bool:
    """Whether a long line has several links, all to other sites and most to their home pages.

    A text may link each of names to its story, which is often on the site of a district.
    """
    first = bisect_left(page.anchors, index, key=_LINE)
    links = page.anchors[first : bisect_right(page.anchors, index, key=_LINE)]
    if len(links) < ROW:
        return False
    places = [urlsplit(absolute(page.url, link.get("href") or "") or page.url) for _, link in links]
    if any(place.netloc == urlsplit(page.url).netloc for place in places):
        return False
    return 2 * sum(_HOME.fullmatch(place.path) is not None for place in places) > len(places)


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


def _is_sure_end(lines: Sequence[Line], index: int, kept: Sequence[int]) -> bool:
    """Whether what readers say or a site tells of itself follows a text, however long that is."""
    if lines[index].heading and OF_SITE.match(lines[index].folded):
        return bool(kept)
    if not heads_comments(lines[index]):
        return False
    below = lines[index + 1 : index + 1 + COMMENT]
    is_text = any(is_prose(lines[number]) for number in kept)
    return is_text and any(map(is_comment, below))


def _past_links(page: Page, index: int, kept: list[int], last: int) -> int:
    """Return the line where a text goes on below a heading of links and these, 0 if it ends.

    The heading of no links is that of a part of the text: it is kept.
    """
    line = page.lines[index]
    beyond = _box_end(page, index, kept) or _links_end(page, index, kept, last)
    if beyond == index + 1 and not (line.linked or is_end(line)):
        kept.append(index)
    return beyond


def _box_end(page: Page, index: int, kept: Sequence[int]) -> int:
    """Return the line after a box of links where the text goes on right there, else 0.

    A box that holds no links but prose belongs to the text.
    """
    above = list(page.chain(page.lines[kept[-1]].block)) if kept else []
    inside = {block.number for block in above}
    boxes = page.chain(page.lines[index].block)
    box = next((block for block in boxes if block.parent in inside), None)
    if box is None or box.tag in PARAGRAPHS or box.number in inside:
        return 0
    around = page.blocks[box.parent]
    below = page.lines[box.end : around.end]
    line = next((line for line in below if not line.hidden), None)
    if line is None or not (is_prose(line) or is_words(line)):
        return 0
    if _shape(above, around) != _shape(page.chain(line.block), around):
        return 0
    told = page.lines[index + 1 : box.end]
    is_told = any(map(is_prose, told)) and not any(one.linked for one in told)
    return index + 1 if is_told else box.end


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
    prose = [number for number in range(end, min(end + least, last + 1)) if is_prose(lines[number])]
    near = min(end + 3, last + 1) if lines[index].linked else end + 3
    if len(prose) < least or any(line.is_link and not is_related(line) for line in lines[end:near]):
        return 0
    above, below = (list(page.chain(lines[number].block)) for number in (kept[-1], end))
    around = next((block for block in above if block.start <= end < block.end), None)
    if around is None or _shape(above, around) != _shape(below, around):
        return 0
    return end


def _shape(blocks: Iterable[Block], around: Block) -> list[tuple[str, str]]:
    """Name the elements of a line inside another: paragraphs of one text have the same ones."""
    inner = takewhile(lambda block: block is not around, blocks)
    return [(block.tag, "" if block.tag in PARAGRAPHS else block.label) for block in inner]


def _weight(line: Line) -> int:
    return 0 if line.hidden else len(line.text) - line.linked
