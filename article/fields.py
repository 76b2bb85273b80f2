"""The candidates for each field of an article, strongest first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from article.facts.byline import is_outlet_and_day, read_byline
from article.facts.candidates import Found
from article.facts.channel import find_channel
from article.facts.credit import find_credit, find_editor, find_issue, find_reporters, read_brackets
from article.facts.dates import When, find_date, has_date
from article.facts.names import is_outlet, is_person, read_persons
from article.facts.published import NEAR, published_candidates
from article.facts.title import find_uncut, names_site, title_lines
from article.facts.values import (
    are_written_as_names,
    clean_persons,
    clean_source,
    is_full_name,
    is_page_name,
    read_signers,
)
from article.folding import fold, key
from article.layout import text_of
from article.markup.cells import EDITOR, SOURCES, find_cell
from article.markup.meta import Said, read_object_of
from article.markup.page import Line, Page
from article.markup.signers import find_signers
from article.noise.invisible import visible
from article.patterns import regex
from article.text.lines import is_byline, is_tool
from article.text.locating import Parts
from article.text.pieces import PROSE_END

ABOVE = 6  # lines above the text in which an element may stand for its outlet or author
_EMPTY_SOURCE = regex(r"[来稿]源\s?:\s*(?:\n|\||\Z|(?=(?:19|20)\d\d[-年/.]))")
_REPORTER = regex(
    r"(?:[记記]\s?者|通[讯訊]员|(?:撰稿|供稿|投稿)人?|信息员|文字|撰文|(?<![\u4e00-\u9fff])文)"
    r"\s?[:：/／|｜丨]"
)
_WROTE = regex("[者员稿文写□◎]")
_REPORTED = regex(r"[□■◎●]|.{0,12}(?:记者|通讯员)\s?[:：]?\s?[\u4e00-\u9fff\s]{2,30}\Z")
_SOURCE = regex("源|供稿")
# Cities that are written like short names.
_CITY = regex(
    r"""
        武汉 | 唐山 | 邢台 | 安[阳庆康顺] | 宣城 | 黄[冈石山] | 江门 | [温常梅郑荆柳贺池宿徐]州
        | 荆门 | 常德 | 金华 | 吕梁 | 阳[泉江] | 岳阳 | 桂林 | 成都 | 巴中 | 乐山 | 曲靖 | 包头
        | 乌海 | 吴忠 | 商[洛丘] | 焦作 | 许昌 | 周口 | 南[阳京昌宁通充平] | 宁[波德] | 龙岩
        | 沈阳 | 伊春 | 吉安 | 盘锦 | 毕节 | 邵阳 | 惠州 | 莱芜
    """,
    re.X,
)
_SOURCE_LINE = regex(r"\W{0,4}(?:稿件|信息|文章)?[来稿]源\s?:.{2,20}\Z")
# What a script prints where it stands.
_TAG = regex("<[^<>]{1,200}>")
_LITERAL = regex(r"""["'](?:[来稿]源\s?[:：]\s?)?(?P<text>[^"'<>\n]{0,60})["']""")
_EDITION = regex(
    r"""
        (?:\A|[-_|｜—–\s])(?P<name>[\u4e00-\u9fff]{1,7}(?:[日晚晨早时商周]|都市)报)
        (?:社?数字报|电子[报版]|数字版|\Z)
    """,
    re.X,
)
# How a text tells of the person whose name is its heading.
_OF_PERSON = regex(r"[男女他她系，,]|现[任年]|生于|出生|(?:19|20)\d\d年")
_LISTED = regex(r"[\d:：、（(]|\s[\u4e00-\u9fff]{2,3}\Z")
_SALUTATION = regex(r"(?:们|同志|代表|来宾|领导)\s?[：:！!]\Z")
VERSES = 8  # lines of a poem that are looked at
TITLED = 40  # lines before the text among which its title is looked for
# Rules that take for a title what all pages of a channel may show, or be called.
_OF_CHANNELS = ("heading", "line", "h1", "title")
SIGNED = 2  # lines below the text in which an element of its own may name who wrote
TOOLS = 3  # lines of them that may stand between a title and its text
AFTER = 15  # lines after the text in which its editor may be named


def titles(page: Page, parts: Parts, listed: str | None) -> Iterator[Found[str]]:
    """Yield titles; the list page's and the text's first line are the last resorts.

    The list page tells more than a document's title that is the name of the site, and than what
    all pages are called where the article's own title stands below that.
    """
    for found in _titles(page, parts, listed):
        yield replace(found, value=visible(found.value))


def _titles(page: Page, parts: Parts, listed: str | None) -> Iterator[Found[str]]:
    shown = find_uncut(page, listed.strip()) or listed.strip() if listed else ""
    on_list = [Found("list", shown, listed or "")] if key(shown) else []
    first = parts.titles[0] if parts.titles else None
    is_poor = first is not None and first.rule == "title" and names_site(first.value)
    is_other = first is not None and bool(on_list) and _is_elsewhere(page, parts, first, listed)
    if is_poor and not on_list and (above := _line_above(page, parts.start)):
        yield Found("line above", above, above)
    yield from [*on_list, *parts.titles] if is_poor or is_other else [*parts.titles, *on_list]
    if not parts.titles and parts.paragraphs:
        if above := _line_above(page, parts.start):
            yield Found("line above", above, above)
        yield Found("first line", parts.paragraphs[0][:60], parts.paragraphs[0])


def _is_elsewhere(page: Page, parts: Parts, found: Found[str], listed: str | None) -> bool:
    """Whether a title is not the listed one, which stands above the text in a line of its own."""
    wanted, shown = key(listed or ""), key(found.value)
    if found.rule not in _OF_CHANNELS or wanted in shown or shown in wanted:
        return False
    above = page.lines[max(0, parts.start - TITLED) : parts.start]
    return any(line.key == wanted and not (line.is_link or line.hidden) for line in above)


def _line_above(page: Page, start: int) -> str | None:
    """The line right above a text and its reporters, where it is neither a link nor a sentence.

    Tools may be between.
    """
    if start > 1 and _REPORTED.match(page.lines[start - 1].text):
        start -= 1
    first = max(start - TOOLS, 0)
    while start - 1 > first and is_tool(page.lines[start - 1], None):
        start -= 1
    line = page.lines[start - 1] if start else None
    if line is None or line.linked or line.hidden or not 4 <= len(line.key) <= 60:
        return None
    return None if line.text[-1] in "。；：，;:," or is_byline(line) else line.text


def published(page: Page, said: Said, parts: Parts, listed: str | None) -> Iterator[Found[When]]:
    """Yield publish dates."""
    for text in _selected(page, parts, "published"):
        if when := find_date(text):
            yield Found("layout", when, text)
    found = published_candidates(page, parts.byline, said, parts.start, parts.end, listed)
    yield from found
    if not found and (issue := find_issue(parts.paragraphs)) and (when := find_date(issue)):
        yield Found("issue", when, issue)


def sources(page: Page, said: Said, parts: Parts) -> Iterator[Found[str]]:
    """Yield outlets: what is shown before what is stated, but in full where it is shown cut."""
    for text in _selected(page, parts, "source"):
        chosen = read_byline(text)
        if value := chosen.source or chosen.outlet or clean_source(text):
            yield Found("layout", value, text)
    stated = clean_source(said.metas.get("contentsource", ""))
    yield from _by_byline(page, said, stated, parts)
    if stated:
        yield Found("meta:contentsource", stated, stated)
    if value := clean_source(said.enp.get("sourcename", "")):
        yield Found("enp", value, value)
    is_unknown = not (parts.byline.source or parts.byline.outlet)
    if is_unknown and (value := next(filter(None, _labelled(page, parts)), None)):
        yield Found("label", value, value)
    if value := said.account or parts.byline.beside:
        yield Found("account", value, value)
    last = parts.kept[-3 if is_unknown else -1 :][0] if parts.kept else parts.end
    for line in page.lines[last : parts.end + 6]:
        is_label = len(line.text) < 60 and _SOURCE.search(line.text)
        value = read_byline(line.text).source if is_label else None
        if value and line.linked <= len(value) + 2:  # no link to another article before it
            yield Found("after", value, line.text)
            break
    if value := _dated_below(page, parts):
        yield Found("after", value, value)
    if value := clean_source(said.metas.get("source", "")):
        yield Found("meta:source", value, value)
    if is_unknown:
        yield from _stated(page, said, parts)
        yield from _published_by(page, parts)


def _dated_below(page: Page, parts: Parts) -> str | None:
    """The outlet beside a day right below the text."""
    line = next(iter(page.lines[parts.end : parts.end + 1]), None)
    if line is None or line.linked or len(line.text) >= 60 or not has_date(line.folded):
        return None
    byline = read_byline(line.text)
    return byline.outlet if is_outlet_and_day(byline) else None


def _stated(page: Page, said: Said, parts: Parts) -> Iterator[Found[str]]:
    """Yield outlets that pages name for machines, as author or publisher if not as source."""
    if value := clean_source(_object(page, parts).get("source", "")):
        yield Found("script", value, value)
    for rule, value in (
        ("meta:article:author", said.metas.get("article:author", "")),
        ("json-ld", said.json_ld.get("publisher", "")),
        ("json-ld", said.json_ld.get("author", "")),
    ):
        if is_outlet(value):
            yield Found(rule, value, value)


def _published_by(page: Page, parts: Parts) -> Iterator[Found[str]]:
    """Yield the newspaper of an issue or of an edition on the web, and the site above a text."""
    if issue := find_issue(parts.paragraphs):
        yield Found("issue", find_credit([issue]) or "", issue)
    if paper := _EDITION.search(page.title):
        yield Found("title", paper["name"], page.title)
    if site := parts.byline.site:
        yield Found("byline:site", site, parts.byline.text)


def _object(page: Page, parts: Parts) -> dict[str, str]:
    """What an object in a script says beside the title of the article."""
    return read_object_of(page.source, parts.title)


def _by_byline(page: Page, said: Said, stated: str | None, parts: Parts) -> Iterator[Found[str]]:
    byline = parts.byline
    shown = byline.source or byline.outlet or ""
    if stated and shown.endswith(("...", "…")) and stated.startswith(shown.rstrip(".…")):
        yield Found("meta:contentsource", stated, stated)
    if byline.source:
        yield Found("byline", byline.source, byline.text)
    if said.account and byline.outlet and byline.outlet.endswith(said.account):
        yield Found("account", said.account, byline.text)
    if byline.outlet:
        yield Found("byline:outlet", byline.outlet, byline.text)
    elif not byline.source:
        if logo := _logo(page, parts):
            yield Found("byline:image", logo, logo)
        if printed := _by_script(page, parts):
            yield Found("byline:script", printed, printed)


def _labelled(page: Page, parts: Parts) -> Iterator[str | None]:
    for label in SOURCES:
        yield clean_source(
            find_cell(page.lines[max(0, parts.start - NEAR) : parts.start], label) or ""
        )


def _logo(page: Page, parts: Parts) -> str | None:
    """The outlet that a picture above the text shows, where nothing follows the label 来源."""
    if not _EMPTY_SOURCE.search(fold(parts.byline.text)):
        return None
    above = (image for line, image in page.images if parts.start - ABOVE <= line <= parts.start)
    named = (image.get("alt") or image.get("title") or "" for image in above)
    return next((name for name in map(str.strip, named) if is_outlet(name)), None)


def _by_script(page: Page, parts: Parts) -> str | None:
    """The outlet that a script between title and text prints there."""
    above = (e.text or "" for line, e in page.scripts if parts.start - ABOVE <= line <= parts.start)
    literals = (
        literal["text"].strip()
        for text in above
        if len(text) < 400 and ("document.write" in text or "来源" in text)
        for literal in _LITERAL.finditer(_TAG.sub("", text))
    )
    return next(filter(is_outlet, literals), None)


def authors(page: Page, said: Said, parts: Parts) -> Iterator[Found[str]]:
    """Yield persons or offices. A meta may name a login or the editor, who do not count."""
    for text in _selected(page, parts, "author"):
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
    in_script = "" if is_known else _object(page, parts).get("author", "")
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
    for text in find_signers(page, max(0, parts.start - ABOVE), parts.start):
        if names := read_persons(text):
            yield Found("element", " ".join(names), text)


def _signed_above_title(page: Page, parts: Parts) -> Iterator[Found[str]]:
    """Yield the reporters whom newspapers name above a title, unless another text ends there."""
    for head in () if parts.byline.author else title_lines(page, parts.title):
        above = page.lines[max(0, head - 2) : head]
        line = above[-1] if above and head < parts.start else None
        if line is None or line.is_link or len(line.text) >= 40 or not _REPORTED.match(line.text):
            continue
        if found := None if "。" in above[0].text else find_reporters([line.text]):
            yield Found("above title", *found)


def _beside_account(account: str, parts: Parts) -> Iterator[Found[str]]:
    """Yield the persons who are named right before the account that published an article."""
    before, named, _ = parts.byline.text.partition(account)
    line = before.strip().rpartition("\n")[2].removeprefix("原创")  # which is no name
    names = read_persons(line) if named else []
    if names:
        yield Found("account", " ".join(names), before)


def _signed_above(parts: Parts) -> str | None:
    """The persons whom a line above the sentences of a text names, where no other line does so."""
    for number, (line, below) in enumerate(pairwise(parts.paragraphs[:4])):
        if "。" in line:
            return None
        names = read_signers(line) if len(line) < 30 else []
        if not names or not are_written_as_names(names, line):
            continue
        if _is_speech(below) or (not number and _is_verse(parts.paragraphs[1:])):
            others = [text for text in parts.paragraphs if text != line]
            is_list = any(len(text) < 5 and read_persons(text) for text in others) or any(
                len(text) < 30 and read_signers(text) for text in others[:number]
            )
            return None if is_list or _OF_PERSON.match(below) else " ".join(names)
    return None


def _is_speech(text: str) -> bool:
    """Whether a line is prose, or who is spoken to."""
    return len(text) >= 40 or _SALUTATION.search(text) is not None


def _is_verse(lines: Sequence[str]) -> bool:
    """Whether lines are those of a poem: all are short, and no list."""
    return len(lines) >= 4 and all(
        3 < len(line) < 30 and not _LISTED.search(line) for line in lines[:VERSES]
    )


def _signed_below(page: Page, parts: Parts) -> Iterator[Found[str]]:
    """Yield whom a line below the text names, or reporters in one of its last lines."""
    for line in page.lines[parts.end : parts.end + 6]:
        if len(line.text) < 60 and "作者" in line.text and (value := read_byline(line.text).author):
            yield Found("after", value, line.text)
            break
    last = parts.kept[-3:][0] if parts.kept else parts.end
    for line in page.lines[last : parts.end + 6]:
        if len(line.text) < 60 and _REPORTER.search(line.text):
            value = read_byline(line.text).author or ""
            if read_persons(value):  # and no question of an interviewer
                yield Found("after", value, line.text)
                break
    for line in page.lines[parts.end : parts.end + SIGNED]:
        if line.is_link or line.hidden or len(line.text) >= 60:
            break
        found = find_reporters([line.text])
        names = found[0].split() if found else []
        # A button may be written like a short name.
        is_told = _WROTE.search(line.text) is not None or any(map(is_full_name, names))
        if found and is_told and all(map(is_person, names)):
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
        is_name = is_person(value) and not (is_page_name(value) or _CITY.fullmatch(value))
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


def editors(page: Page, parts: Parts) -> Iterator[Found[str]]:
    """Yield the editor (责任编辑) from the byline or from below the text."""
    for text in _selected(page, parts, "editor"):
        if value := find_editor([text]) or clean_persons(text):
            yield Found("layout", value, text)
    if parts.byline.editor:
        yield Found("byline", parts.byline.editor, parts.byline.text)
    last = parts.kept[-1] if parts.kept else parts.end
    below = page.lines[last : parts.end + AFTER]
    # Who checked a text (初审编辑) is asked last.
    for line in sorted(below, key=lambda line: "审编" in line.text):
        if value := find_editor([line.text]):
            yield Found("end", value, line.text)
            return
    bracketed = read_brackets(parts.paragraphs[-1]) if parts.paragraphs else None
    if bracketed and (value := find_editor([bracketed])):
        yield Found("end", value, bracketed)
        return
    if any("编" in line.text and len(line.text) < 10 for line in below):
        cell = find_cell(below, EDITOR) or ""
        if names := read_persons(cell):
            yield Found("label", " ".join(names), cell)


def end_credits(parts: Parts) -> Iterator[Found[str]]:
    """Yield who is credited in brackets at the end of the text."""
    if value := find_credit(parts.paragraphs):
        yield Found("end", value, parts.paragraphs[-1][-80:])


def channels(page: Page, said: Said, parts: Parts) -> Iterator[Found[str]]:
    """Yield names of the channel."""
    if name := said.metas.get("columnname"):
        yield Found("meta:columnname", name, name)
    if crumb := find_channel(page, parts.title, parts.start):
        yield Found("breadcrumb", *crumb)


def _selected(page: Page, parts: Parts, field: str) -> list[str]:
    selector = getattr(parts.layout, field) if parts.layout else None
    return [text for element in page.select(selector) if (text := text_of(element))]
