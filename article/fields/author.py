"""Who may have written an article."""

from collections.abc import Iterator, Sequence

from article.facts.byline import read_byline
from article.facts.candidates import Found
from article.facts.names import is_outlet, is_person, read_persons
from article.facts.reporters import REPORTED, find_reporters
from article.facts.values import (
    are_written_as_names,
    clean_persons,
    is_full_name,
    is_page_name,
    read_signers,
)
from article.fields.others import editors
from article.fields.selected import selected
from article.folding import fold
from article.markup.meta import Said, read_object_of
from article.markup.page import Line, Page
from article.markup.signers import find_signers
from article.patterns import regex
from article.text.lines import is_day
from article.text.locating import Parts
from article.text.pieces import PROSE_END

ABOVE = 6  # lines above the text in which an element may be named author
HEAD = 3  # paragraphs of which one may name who wrote
SIGNED = 2  # lines below the text in which an element of its own may name who wrote
PROSE = 3  # lines of which one must be long
VERSES = 8  # lines of a poem that are looked at
_REPORTER = regex(
    r"(?=[记記通撰供投信文])(?:[记記]\s?者|通[讯訊]员|(?:撰稿|供稿|投稿)人?|信息员|文字|撰文|(?<!\p{Han})文)"
    r"\s?[:：/／|｜丨]"
)
_WROTE = regex("[者员稿文写□◎]")
_SOURCE_LINE = regex(r"\W{0,4}(?:稿件|信息|文章)?[来稿]源\s?:.{2,20}\Z")
# How a text tells of the person whose name is its heading.
_OF_PERSON = regex(
    r"[男女他她系，,]|现[任年]|生于|出生|(?:19|20)\d\d年"
    r"|[^。]{0,24}(?:党员|[村居市]民|职工|员工|教师|好人|[县镇乡村]人)。"
)
_LISTED = regex(r"[\d:：、（(]|\s\p{Han}{2,3}\Z")
_TAUGHT = regex(r"\W{0,3}(?:指导|辅导)[教老]师\s?[:：]?.{2,16}")
_SALUTATION = regex(r"(?:们|同志|代表|来宾|领导)\s?[：:！!]\Z")


def authors(page: Page, said: Said, parts: Parts) -> Iterator[Found[str]]:
    """Yield persons or offices. A meta may name a login or the editor, who do not count."""
    for text in selected(page, parts, "author"):
        chosen = read_byline(text).author or clean_persons(text)
        if chosen:
            yield Found("layout", chosen, text)
    if parts.byline.author:
        yield Found("byline", parts.byline.author, parts.byline.text)
    if reporters := find_reporters(parts.paragraphs):
        yield Found("text", *reporters)
    if (alone := parts.byline.alone) and not _is_subject(alone, parts):
        yield Found("byline:alone", alone, parts.byline.text)
    if (signed := _signed_above(parts) or _signed_at_end(parts)) and not _is_subject(signed, parts):
        yield Found("text", signed, signed)
    yield from _signed_below(page, parts)
    yield from _by_element(page, parts)
    yield from _signed_above_title(page, parts)
    if said.account:
        yield from _beside_account(said.account, parts)
    is_known = bool(parts.byline.author or reporters)
    in_script = "" if is_known else read_object_of(page.source, parts.title).get("author", "")
    for rule, stated in (
        ("enp", said.enp.get("author", "")),
        ("json-ld", said.json_ld.get("author", "")),
        ("script", in_script),
    ):
        if stated and (names := read_persons(stated)):
            yield Found(rule, " ".join(names), stated)
    stated_name = said.metas.get("author", "")
    is_office = is_outlet(stated_name) and stated_name not in page.title  # where it is the site
    if read_persons(stated_name) or is_office:
        editor = next(editors(page, parts), None)
        if not (editor and stated_name in editor.value):
            yield Found("meta:author", stated_name, stated_name)


def _by_element(page: Page, parts: Parts) -> Iterator[Found[str]]:
    """Yield the persons in elements above the text that are named author."""
    for texts in find_signers(page, max(0, parts.start - ABOVE), parts.start):
        names = dict.fromkeys(name for text in texts for name in read_persons(text))
        if names and not any(map(is_page_name, names)):
            yield Found("element", " ".join(names), " ".join(texts))


def _signed_above_title(page: Page, parts: Parts) -> Iterator[Found[str]]:
    """Yield the reporters whom newspapers name above a title, unless another text ends there."""
    for head in () if parts.byline.author else parts.heads:
        above = page.lines[max(0, head - 2) : head]
        line = above[-1] if above and head < parts.start else None
        if line is None or line.is_link or len(line.text) >= 40 or not REPORTED.match(line.text):
            continue
        if found := None if "。" in above[0].text else _signed_by(line):
            yield Found("above title", *found)


def _signed_by(line: Line) -> tuple[str, str] | None:
    """The persons of a line of their own that tells that they wrote, or names one in full."""
    found = find_reporters([line.text])
    names = found[0].split() if found else []
    # A button or a channel may be written like a short name.
    is_told = _WROTE.search(line.text) is not None or any(map(is_full_name, names))
    is_sure = is_told and all(map(is_person, names)) and not any(map(is_page_name, names))
    return found if is_sure else None


def _beside_account(account: str, parts: Parts) -> Iterator[Found[str]]:
    """Yield the persons who are named right before the account that published an article."""
    before, named, _ = parts.byline.text.partition(account)
    line = before.strip().rpartition("\n")[2].removeprefix("原创")  # which is no name
    names = read_persons(line) if named else []
    if names:
        yield Found("account", " ".join(names), before)


def _signed_above(parts: Parts) -> str | None:
    """The persons whom a line above the sentences of a text names, where no other line does so."""
    paragraphs = parts.paragraphs
    for number, line in enumerate(paragraphs[:HEAD]):
        if "。" in line:
            return None
        names = read_signers(line) if len(line) < 30 else []
        if not names or not are_written_as_names(names, line):
            continue
        rest = paragraphs[number + 1 :]
        if rest and _is_beside_name(rest[0]):
            rest = rest[1:]
        is_below_subtitle = number == 1 and paragraphs[0].startswith("—")
        is_first = not number or is_below_subtitle
        if _is_speech(rest) or (is_first and _is_verse(rest)):
            others = [text for text in paragraphs if text != line]
            is_list = any(len(text) < 5 and read_persons(text) for text in others) or any(
                len(text) < 30 and read_signers(text) for text in others[:number]
            )
            return None if is_list or _tells_of_person(rest) else " ".join(names)
    return None


def _tells_of_person(lines: Sequence[str]) -> bool:
    """Whether lines down to the first long one tell of the person whose name heads them."""
    for line in lines[:PROSE]:
        if _OF_PERSON.match(line):
            return True
        if len(line) >= 40:
            break
    return False


def _is_beside_name(text: str) -> bool:
    """Whether a line tells but when a speech was held, or who taught a pupil."""
    return len(text) < 30 and (is_day(fold(text)) or _TAUGHT.fullmatch(text) is not None)


def _is_speech(lines: Sequence[str]) -> bool:
    """Whether lines begin with who is spoken to, or with prose, though its first line be short."""
    for line in lines[:PROSE]:
        if len(line) >= 40:
            return True
        if line[-1] not in PROSE_END:
            break
    return bool(lines) and _SALUTATION.search(lines[0]) is not None


def _is_verse(lines: Sequence[str]) -> bool:
    """Whether lines are those of a poem: all are short, and no list."""
    return len(lines) >= 4 and all(
        3 < len(line) < 30 and not _LISTED.search(line) for line in lines[:VERSES]
    )


def _signed_below(page: Page, parts: Parts) -> Iterator[Found[str]]:
    """Yield whom a line below the text names, or reporters in one of its last lines."""
    last = parts.kept[-3:][0] if parts.kept else parts.end
    for at, line in enumerate(page.lines[last : parts.end + 6], last):
        is_author = "作者" in line.text
        if len(line.text) >= 60 or not (is_author or _REPORTER.search(line.text)):
            continue
        value = read_byline(line.text).author or ""
        # A text may say more of an author; what an interviewer asks begins like a reporter.
        if value and ((is_author and at >= parts.end) or read_persons(value)):
            yield Found("after", value, line.text)
            break
    for line in page.lines[parts.end : parts.end + SIGNED]:
        if line.is_link or line.hidden or len(line.text) >= 60:
            break
        if found := _signed_by(line):
            yield Found("after", *found)
            break
    if not parts.byline.author:
        has_outlet = bool(parts.byline.source or parts.byline.outlet)
        yield from _named_as_source(page.lines[last : parts.end + 6], has_outlet=has_outlet)


def _named_as_source(lines: Sequence[Line], *, has_outlet: bool) -> Iterator[Found[str]]:
    """Yield whom a line below the text names where its outlet should stand: 来源：余海.

    Where nothing else names that, two characters may be short for an office: 来源：卫健.
    """
    for line in lines:
        if len(line.text) > 30 or "源" not in line.text or not _SOURCE_LINE.match(line.folded):
            continue
        value = read_byline(line.text).source or ""
        is_sure = has_outlet or is_full_name(value)
        is_name = is_person(value) and not is_page_name(value)
        if is_sure and is_name:
            yield Found("after:source", value, line.text)
            break


def _signed_at_end(parts: Parts) -> str | None:
    """The person whose name in full is all that the last line of a text says, below its prose.

    A text of persons has more of such lines, and what a picture shows may be written like a name.
    """
    *others, above, last = ["", "", *parts.paragraphs]
    is_prose = len(above) >= 20 and above[-1] in PROSE_END
    if not (is_prose and is_full_name(last) and is_person(last)):
        return None
    is_caption = parts.kept and any(at == parts.kept[-1] for at, _ in parts.page.images)
    is_one_of_many = any(len(text) < 5 and read_persons(text) for text in others)
    return None if is_caption or is_one_of_many else last


def _is_subject(names: str, parts: Parts) -> bool:
    """Whether a text is about the persons who are named above it."""
    text = "\n".join([parts.title, *parts.paragraphs])
    return any(text.count(name) > 1 or name in parts.title for name in names.split())
