"""Brackets at the end of a paragraph: they tell of the whole text, or of one item of it."""

from collections.abc import Sequence

from article.facts.names import is_outlet, is_person
from article.facts.values import is_full_name
from article.folding import fold
from article.patterns import regex

_BRACKETS = regex(
    r"[(（\[［〔【]\s?(?P<value>[^()（）\[\]［］〔〕【】]{2,80})\s?[)）\]］〕】]?\W{0,2}\Z"
)
_END = 120  # characters, more than brackets may hold
# What stands before the outlet that a text is from, and before who wrote; on folded text.
PRINTED_IN = regex(
    r"(?:稿件|信息|文章|本文|新闻|内容|资料)?(?:来源|稿源|出处)\s?:?|(?:原载|转自|摘自|据|"
    r"刊于|原刊)\s?[:于]?\s?"
)
REPORTERS = regex(r"(?:记\s?者|通讯员|特约撰稿人?|评论员)")
# Signs one of several items, unless that is a picture.
_ITEM = regex(r"[。！？!?…]\s?\((?P<value>[^()摄图绘画]{2,40})\)\Z")


def read_brackets(paragraph: str) -> str | None:
    """Return what stands in brackets at the end of a paragraph: （余海 责任编辑 卓丽）."""
    found = _BRACKETS.search(paragraph[-_END:])
    return found["value"] if found else None


def is_one_of_several(paragraphs: Sequence[str], paragraph: str) -> bool:
    """Whether a paragraph is an item of a digest, where another is sure to be by someone else."""
    own = _item_by(paragraph)
    values = {_item_by(other) for other in paragraphs} if own else set()
    return any(
        is_outlet(value)
        or REPORTERS.search(value)
        or any(is_full_name(word) and is_person(word) for word in value.split())
        for value in values
        if value and value != own
    )


def _item_by(paragraph: str) -> str | None:
    """What stands in brackets behind the last sentence of a paragraph."""
    found = _ITEM.search(fold(paragraph[-60:])) if paragraph[-1:] in (")", "）") else None
    return found["value"] if found else None
