"""The channel (栏目) an article is in, and its keywords."""

import re
from itertools import islice

from article.folding import fold, key
from article.markup.page import Page
from article.markup.walk import read_above

MAX_ABOVE = 8  # places above a part that may be a breadcrumb
_POSITION = re.compile(
    r"(?:当前|您(?:现在)?的?|你(?:现在)?的?|所在)(?:所在)?(?:的)?位置\s?(?:是|为)?\s?:?|"
    r"^首页\s?[>»›/]|"
    r"^\S.{0,40}[>»›].{0,40}(?:正文|详情|详细)$"
)
_SIGN = re.compile("[置页頁>＞»›]")  # spares other lines the folding
_TRACE = re.compile("位置|[>＞»›]|首页\\s?/|正文|详情|详细")
_LABEL = re.compile(r"^.{0,12}位置\s?(?:是|为)?\s?:?|^首页")
_STEP = re.compile(r"\s*(?:>{1,2}|»|›|→|/|—{1,2}|--|\s-\s|\||·)\s*")
_NOT_CHANNEL = re.compile(r"(?:正文|详情|内容|文章|首页|详细|浏览|查看|返回|网站首页|.*位置\W*)\Z")


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
        for following in page.lines[index + 1 : index + 6]:
            if not following.is_link or len(following.text) > 20:
                break
            text += f" > {following.text}"
        steps = [step for step in _STEP.split(_LABEL.sub(">", fold(text), count=1)) if step.strip()]
        kept = [
            s for s in steps if not _NOT_CHANNEL.match(s) and key(s) not in wanted and len(s) <= 20
        ]
        if kept:
            return kept[-1], text
    return None


def split_keywords(text: str) -> tuple[str, ...]:
    """Return the words of a keywords meta, each once.

    >>> split_keywords("文明实践，志愿服务 志愿服务;乡风")
    ('文明实践', '志愿服务', '乡风')
    """
    words = re.split(r"[,，;；、|\s]+", text)
    return tuple(dict.fromkeys(word for word in words if 0 < len(word) <= 40))[:30]
