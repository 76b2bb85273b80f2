"""The channel (栏目) an article is in, and its keywords."""

import re
from itertools import islice, takewhile

from article.facts.names import is_outlet
from article.folding import fold, key
from article.layout import text_of
from article.markup.page import Line, Page
from article.markup.walk import read_above
from article.patterns import regex

MAX_WORD = 6  # letters of a channel that the title may hold
NEAR = 6  # lines above the text in which a channel may be linked
MAX_ABOVE = 8  # places above a part that may be a breadcrumb
_POSITION = regex(
    r"(?:当前|您(?:现在)?的?|你(?:现在)?的?|所在)(?:所在)?(?:的)?位置\s?(?:是|为)?\s?:?|"
    r"^(?:(?:网站|本站)?[首主]页|\p{Han}{2,10}网)\s?[>»›/→]|"
    r"^\S.{0,40}[>»›].{0,40}(?:正文|详情|详细)$"
)
_SIGN = regex("[置页頁>＞»›]")  # spares other lines the folding
_TRACE = regex("位置|[>＞»›]|首页\\s?/|正文|详情|详细")
_LABEL = regex(r"^.{0,12}位置\s?(?:是|为)?\s?:?|^(?:网站|本站)?[首主]页")
_STEP = regex(r"\s*(?:-{0,2}>{1,2}|»|›|→|/|—{1,2}|--|\s-\s|\||·)\s*")
_STEPS = regex(r"[>＞»›]\W{0,6}(?!首\s?页)\w+\W?\Z")  # all of them on one line
_NOT_CHANNEL = regex(
    r"(?:(?:文章|新闻|信息)?(?:正文|详情|内容|详细)页?|文章|浏览(?:文章)?|查看(?:内容)?|返回|(?:网站|本站)?[首主]页|.*位置\W*"
    r"|未分类|默认分类)\Z"  # of systems for blogs
)
_END = regex(r"\W?(?:(?:文章|新闻|信息)?(?:正文|详情|内容)页?)\Z")
_HOME = regex(r"(?:网站)?首\s?页\W?\Z")
# A label of the byline; but 主题分类 of a public paper is none.
_FILED = regex(
    r"(?<!\p{Han})(?<!》)(?:(?:所属|所在|文章|新闻)?(?:栏目|频道|分类)(?:\s?:|\n)|分类于)\s?"
    r"(?P<name>(?:\p{Han}|·){2,12})(?![^\s|\]】)/,;-])"
)


def find_filed(byline: str) -> str | None:
    """Return the channel that a byline names with a label: 所属栏目：文明创建."""
    if not ("栏目" in byline or "频道" in byline or "分类" in byline):
        return None
    found = _FILED.search(fold(byline))
    return found["name"] if found and not _NOT_CHANNEL.match(found["name"]) else None


def find_channel(page: Page, title: str, before: int) -> tuple[str, str] | None:
    """Return channel and breadcrumb: its last step that is neither the title nor 正文.

    Above a part of a page the nearest counts, on a whole page the first.
    """
    if found := _channel_in(page, title, before):
        return found
    above = islice(read_above(page, _TRACE), MAX_ABOVE) if page.first is not None else ()
    return next(filter(None, (_channel_in(part, title, len(part.lines)) for part in above)), None)


def _channel_in(page: Page, title: str, before: int) -> tuple[str, str] | None:
    wanted = key(title)
    for index, line in enumerate(page.lines[: max(before, 1)]):
        text = line.text
        if len(text) > 200 or not _SIGN.search(text) or not _POSITION.search(line.folded):
            continue
        below = () if _STEPS.search(text) else page.lines[index + 1 : index + 6]
        for following in below:
            if not following.is_link or len(following.text) > 20:
                break
            text += f" > {following.text}"
        steps = [step for step in _STEP.split(_LABEL.sub(">", fold(text), count=1)) if step.strip()]
        kept = [
            s for s in steps if not (_NOT_CHANNEL.match(s) or _is_title(s, wanted) or len(s) > 20)
        ]
        if kept:
            return kept[-1].removeprefix("首页"), text
    return _of_lines(page, title, before)


def _is_title(step: str, wanted: str) -> bool:
    """Whether a step is the title, perhaps cut; a channel may be but a word of it."""
    is_long = len(key(step)) > MAX_WORD or step.endswith(("...", "…"))
    return key(step) in wanted if is_long else key(step) == wanted


def _of_lines(page: Page, title: str, before: int) -> tuple[str, str] | None:
    """The channel of a breadcrumb whose steps are lines, all linked from 首页 to above 正文.

    Or above the title, where that is a step of the same list.
    """
    for index, line in enumerate(page.lines[: max(before, 1)]):
        if not (line.is_link and "首" in line.text and _HOME.match(line.folded)):
            continue
        steps = list(takewhile(lambda step: step.is_link, page.lines[index + 1 : index + 6]))
        after = page.lines[index + 1 + len(steps) :][:1]
        if not (steps and after) or len(steps[-1].text) > 20:
            continue
        if _END.match(after[0].folded) or _is_at_end(page, steps[-1], after[0], title):
            return steps[-1].text, " > ".join(step.text for step in (line, *steps, *after))
    return None


def _is_at_end(page: Page, above: Line, step: Line, title: str) -> bool:
    """Whether a step is the title, in an element beside that of the step above it."""
    one, other = page.blocks[above.block], page.blocks[step.block]
    return one.tag == "li" and one.parent == other.parent and step.key == key(title)


def without_channel(page: Page, outlet: str, before: int) -> str:
    """Take off the channel that is linked right behind an outlet: 青岚日报 <a>文明创建</a>."""
    name, _, rest = outlet.partition(" ")
    if not rest or not is_outlet(name):
        return outlet
    if is_outlet(rest) and "文明" not in rest:  # 乡风文明 is written like 青岚文明
        return outlet
    near = (link for at, link in page.anchors if before - NEAR <= at < before)
    return name if any(text_of(link) == rest for link in near) else outlet


def split_keywords(text: str) -> tuple[str, ...]:
    """Return the words of a keywords meta, each once.

    >>> split_keywords("文明实践，志愿服务 志愿服务;乡风")
    ('文明实践', '志愿服务', '乡风')
    """
    words = re.split(r"[,，;；、|\s]+", text)
    return tuple(dict.fromkeys(word for word in words if 0 < len(word) <= 40))[:30]
