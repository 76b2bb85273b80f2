"""The line between title and text: time, source, author, editor, in all their orders.

A byline is read as a row of labels, each with what stands between it and the next label. What is
left over next to the date is an outlet or persons without a label.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from article.facts import labelled, unlabelled
from article.facts.dates import DATE, When, spell_out
from article.facts.labels import LABEL
from article.facts.values import POSTED_FROM, clean_persons, find_persons
from article.folding import fold, key
from article.noise.invisible import visible
from article.patterns import regex
from article.remembering import remembered

_BRACKETED = regex(r"(?<=\p{Han})\s?[\]】］]\s?(?=[:：])")  # [ 作者 ]：
_IN_BRACKETS = regex(
    r"[【\[](?P<label>来源|作者|记者|(?:责任)?编辑|(?:发布)?(?:时间|日期))[】\]]\s?(?![:：])"
)
_PRIVATE_USE = regex("[\ue000-\uf8ff]")  # icons
# Pinyin that mirrors splice into labels: 發(fā)表時(shí)間.
_SPLICED = regex(
    r"(\p{Han})\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)"
    r"(?=[表布时時间間日期来來源责責任编編辑輯作者:：])"
)
_CREDITS = regex(r"(?:来源|作者|出处)\s?:")
BESIDE = 2  # characters that may stand beside an outlet and a day, such as 原载


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says.

    ``labelled`` is a date with the label of a publish date, ``updated`` and ``other_date`` are days
    of something else, as that of a speech ``in_brackets`` is, unless nothing tells another;
    ``outlet`` and ``beside`` are names without a label, ``site`` is that of a
    website, which may be the page's own, ``alone`` are persons on a line of their own.
    """

    text: str = ""
    published: When | None = None
    labelled: When | None = None
    updated: When | None = None
    other_date: When | None = None
    in_brackets: When | None = None
    source: str | None = None
    outlet: str | None = None
    beside: str | None = None
    site: str | None = None
    alone: str | None = None
    author: str | None = None
    editor: str | None = None


@remembered(64)  # one page asks for the same lines again
def read_byline(text: str) -> Byline:
    """Read the lines between title and body, joined by newlines."""
    text = _plain(text)
    folded = fold(text)
    labels = list(LABEL.finditer(folded))
    days = labelled.read_days(folded, labels)
    if not days and (spelled := spell_out(text)) != text:
        return read_byline(spelled)
    parts = labelled.cut(text, labels, folded)
    day = DATE.search(folded)
    on_line, around = unlabelled.beside_day(text, folded, day)
    reporter, employer = unlabelled.find_reporter(text)
    source = labelled.find_source(parts)
    author = _author(parts, reporter, on_line, source)
    printed = unlabelled.printed_in(folded)
    told = [*labelled.publishers(parts), *employer, *printed, *on_line, *around]
    outlet = unlabelled.find_outlet([*told, *labelled.among_others(parts)])
    outlet = outlet or labelled.find_office(parts)
    published = days.get("date") or days.get("free")
    return Byline(
        text=text,
        published=published or days.get("bracketed"),
        labelled=days.get("date"),
        updated=days.get("updated"),
        other_date=days.get("skip_date"),
        in_brackets=None if published else days.get("in_words"),
        source=source,
        outlet=outlet,
        beside=unlabelled.find_account(on_line),
        site=unlabelled.find_site([*on_line, *around]),
        alone=unlabelled.find_alone(text, day) if day and not author else None,
        author=None if author in (source, outlet) else author,
        editor=labelled.find_editor(parts),
    )


def _author(
    parts: Sequence[labelled.Labelled],
    reporter: str | None,
    on_line: list[str],
    source: str | None,
) -> str | None:
    """Who wrote by the surest of the ways to say so, without the outlet that may follow a name."""
    author = (
        labelled.find_author(parts)
        or reporter
        or labelled.find_reporters(parts)
        or find_persons(on_line)
        or labelled.find_writers(parts)
    )
    if author and source and author.endswith(source):
        return clean_persons(author.removesuffix(source))  # a link to the outlet
    return author


def _plain(text: str) -> str:
    """Return a byline without what stands between its words and us, its labels with a colon."""
    text = visible(_PRIVATE_USE.sub(" ", text))
    if "举报" in text:
        text = POSTED_FROM.sub(" ", text)
    if "(" in text:
        text = _SPLICED.sub(r"\1", text)
    if "]" in text or "】" in text:
        text = _BRACKETED.sub("", _IN_BRACKETS.sub(r"\g<label>:", text))
    return text


def tells_change(byline: Byline) -> bool:
    """Whether a byline tells when a text was last changed, beside who wrote it or where.

    Some systems have no other day than that.
    """
    return byline.updated is not None and _CREDITS.search(fold(byline.text)) is not None


def is_outlet_and_day(byline: Byline) -> bool:
    """Whether a byline has hardly a word beside an outlet and a day: no prose, nor a footer."""
    day = DATE.search(fold(byline.text))
    if day is None or byline.outlet is None:
        return False
    return len(key(byline.text)) - len(key(byline.outlet)) - len(key(day[0])) <= BESIDE
