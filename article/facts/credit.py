"""The first printer, whom the end of a text credits: （鄂州日报）, 原载《青岚日报》2024年3月5日."""

from collections.abc import Sequence
from itertools import takewhile

from article.facts.brackets import PRINTED_IN, REPORTERS, is_one_of_several, read_brackets
from article.facts.byline import read_byline
from article.facts.dates import DATE
from article.facts.editor import EDITOR
from article.facts.names import is_employer, is_outlet, read_persons
from article.facts.values import clean_source
from article.folding import fold
from article.patterns import regex

# Brackets with pinyin spliced in, as mirrors serve them; undone when the article is tidied.
_ANNOTATED = regex(
    r"[(（](?P<value>\p{Han}[^(（]{0,40}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][^(（]{0,20})[)）]\W{0,2}\Z"
)
_SOURCE_LINE = regex(
    r"\W{0,3}(?:稿件|信息|文章|本文|新闻|内容|转自|摘自|原载|据)?(?:来源|稿源|出处|转自|摘自|"
    r"原载)(?:于|自)?\s?[:|]?\s?(?P<value>[^。!?\n]{2,60})\Z"
)
_SOURCE_LINE = regex(
    r"\W{0,3}(?:稿件|信息|文章|本文|新闻|内容|转自|摘自|原载|据)?(?:来源|稿源|出处|转自|摘自|"
    r"原载)(?:于|自)?\s?[:|]?\s?(?P<value>[^。!?\n]{2,60})\Z"
)
_COMMA = regex("[,，;；]")
_WORD_END = regex(r"[\s,，、;；]")
_ROUND_NAME = " \u3000\xa0()（）《》，,"
_NAMED = regex(r"\s?(?P<name>《[^《》\s]{3,14}》|[^\s()《》第\d]{3,14})")
_ISSUE = regex(r"\W{0,3}(?:第?\s?\d{1,3}\s?版.{0,8})?\W{0,3}")
_WROTE = regex(r"(?:作\s?者|文|撰文)\s?[:/]\s?")
# Characters: of a line that tells an editor or issue, one that tells a source, and of prose.
SHORT, LINE, PROSE = 40, 70, 60


def find_credit(paragraphs: Sequence[str]) -> str | None:
    """Return the outlet or person that the end of a text credits, such as （鄂州日报）.

    The last three paragraphs are looked at, because editors and notes may follow.
    """
    for paragraph in reversed(paragraphs[-3:]):
        folded = fold(paragraph) if len(paragraph) < LINE else ""
        is_short = len(paragraph) < SHORT
        if is_short and EDITOR.search(folded):
            if "源" in folded and (source := read_byline(paragraph).source):
                return source
            continue
        if line := _SOURCE_LINE.match(folded):
            return _printed_in(paragraph[slice(*line.span("value"))])
        if is_short and (outlet := _dated_outlet(paragraph, folded)):
            return outlet
        bracketed = read_brackets(paragraph)
        if bracketed and (credit := _credited(bracketed.strip())):
            return None if is_one_of_several(paragraphs, paragraph) else credit
        if annotated := _ANNOTATED.search(paragraph[-200:]):
            return annotated["value"]
        if len(paragraph) > PROSE:
            return None
    return None


def _printed_in(value: str) -> str | None:
    """Return the outlet behind a label, without who wrote or what was done to the text."""
    first, *others = _COMMA.split(value)
    printers = [first, *takewhile(lambda text: is_employer(text.strip(_ROUND_NAME)), others)]
    value = value[: len(",".join(printers))]
    return _first_source(value) or _dated_outlet(value, fold(value))


def _first_source(value: str) -> str | None:
    """Return the outlet before further labels: 云川日报 作者：余海."""
    labelled = read_byline(f"来源：{value}").source if ":" in fold(value) else None
    return labelled or clean_source(value)


def find_issue(paragraphs: Sequence[str]) -> str | None:
    """Return the last line of a text if it tells in which issue of which paper that was printed."""
    last = paragraphs[-1] if paragraphs else ""
    return last if len(last) < SHORT and _dated_outlet(last, fold(last)) else None


def _dated_outlet(text: str, folded: str) -> str | None:
    """Return the outlet of a line such as 人民日报 2024年3月5日 第3版, in either order."""
    found = DATE.search(folded)
    if not found:
        return None
    outlet, rest = text[: found.start()].strip(_ROUND_NAME), found.end()
    if not outlet and (later := _NAMED.match(folded, rest)):
        outlet, rest = text[slice(*later.span("name"))].strip(_ROUND_NAME), later.end()
    return outlet if _ISSUE.fullmatch(folded, rest) and is_outlet(outlet) else None


def _credited(value: str) -> str | None:
    """What brackets at the end name, unless they are a remark, an editor or of a picture."""
    folded = fold(value)
    if EDITOR.match(folded) or folded.startswith("图片"):
        return None
    if label := PRINTED_IN.match(folded):
        return _printed_in(value[label.end() :].removesuffix("报道"))
    first = _WORD_END.split(folded, maxsplit=1)[0]
    if is_outlet(first) or REPORTERS.search(folded) or _WROTE.match(folded):
        return value
    return value if read_persons(value) or is_outlet(folded) else None
