"""When an article was published: what is printed wins over what its address and metas say."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice, pairwise

from article.facts.byline import Byline, is_outlet_and_day, read_byline
from article.facts.candidates import Found
from article.facts.dates import (
    When,
    day_of,
    find_compact,
    find_date,
    find_dates,
    has_date,
    time_on,
    url_date,
)
from article.folding import fold
from article.markup.meta import PUBLISHED, Said, read_script_date
from article.markup.page import Page, squeeze
from article.markup.surroundings import ANSWERED
from article.patterns import regex

# Such as showDate("2024-03-05") or var day = '2024/3/5 10:20'; document.write(day);
_CALL = regex(
    r"""
        \W{0,20}(?:
            (?:[\w.]{1,40}\(\s{0,3}){1,3}
            | (?:var|let|const)\s\w{1,40}\s?=\s?(?=.{1,80}document\.write)
        )["'](?P<text>\s{0,3}(?:19|20)\d\d[^"'\n]{4,40})["']
    """,
    re.X,
)
_LABEL = regex(r"\W*(?:发布|发表|发稿|刊发)(?:时间|日期)\W*")  # in a cell of its own
PRINTED = timedelta(days=31)  # and more lie between a first printing and its copy
NEAR = 40  # lines before the text in which a labelled date still counts


def published_candidates(
    page: Page, byline: Byline, said: Said, first: int, end: int, listed: str | None
) -> list[Found[When]]:
    """Return each date that may be the publish date, the most trustworthy first.

    Printed beside the title, printed with its label elsewhere, metas, after the text, other dates
    of the byline such as 成文日期, scripts, the list page, the address, the day in brackets of a
    speech or decree; before them all the address, where what stands after the text is much older.
    """
    told = None if byline.in_brackets else byline.published
    printed = [Found("byline", when, byline.text) for when in [told or byline.updated] if when]
    if not printed:
        printed = list(_labelled(page, max(0, first - NEAR), first, "label"))
    if not printed:
        printed = list(_by_script(page, first))
    if not printed:
        printed = list(_by_element(page, byline.text, first))
    if not printed and byline.other_date:
        printed = list(_answered(page, first, end))
    stated = list(_stated(said))
    clock = said.metas.get("time")
    if printed and clock and (when := find_date(clock)) and day_of(when) == printed[0].value:
        stated.append(Found("meta:time", when, clock))
    after = [] if printed else list(_labelled(page, end, end + 12, "after"))
    if byline.other_date:
        after.append(Found("byline:other", byline.other_date, byline.text))
    if not printed and not stated and (text := read_script_date(page.source)):
        after += [Found("script", when, text) for when in [find_date(text)] if when]
    if listed and (when := find_date(listed)):
        after.append(Found("list", when, listed))
    if when := url_date(page.url):
        told_by = Found("url", when, page.url)
        after.insert(0 if after and _is_of_print(after[0], when) else len(after), told_by)
    if byline.in_brackets:
        after.append(Found("byline", byline.in_brackets, byline.text))
    if not printed and after and (when := time_on(after[0].value, byline.text)):
        after[0] = replace(after[0], value=when)
    return _with_time([*printed, *stated, *after])


def _is_of_print(found: Found[When], address: date) -> bool:
    """Whether a day without a label below a text is that of its first printing: 原载…2020年3月8日.

    That is long before the day in the address of its page.
    """
    is_old = day_of(found.value) < address - PRINTED
    return is_old and found.rule == "after" and read_byline(found.text).labelled is None


def _with_time(found: list[Found[When]]) -> list[Found[When]]:
    """Where a day is printed and a meta of the same day has the time, take both together."""
    if not found or isinstance(found[0].value, datetime):
        return found
    first = found[0]
    for other in found[1:]:
        stated = other.rule.startswith(("meta:", "json-ld", "enp"))
        if stated and isinstance(other.value, datetime) and day_of(other.value) == first.value:
            rule = f"{first.rule}+{other.rule}"
            return [Found(rule, other.value, f"{first.text} · {other.text}"), *found]
    return found


def _stated(said: Said) -> Iterator[Found[When]]:
    for name in PUBLISHED:
        if (text := said.metas.get(name)) and (when := find_date(text) or find_compact(text)):
            yield Found(f"meta:{name}", when, text)
    for rule, text in (
        ("json-ld", said.json_ld.get("datepublished")),
        ("enp", said.enp.get("date")),
    ):
        if text and (when := find_date(text)):
            yield Found(rule, when, text)


def _by_element(page: Page, text: str, first: int) -> Iterator[Found[When]]:
    """The day of the nearest element of a byline that shows it without its year: 3月5日."""
    starts = {block.element: block.start for block in page.blocks}
    above = [
        (at, element)
        for element in page.root.iter("time")
        for at in islice((starts[one] for one in element.iterancestors() if one in starts), 1)
        if first - NEAR <= at <= first
    ]
    for _, element in sorted(above, key=lambda pair: -pair[0]):
        shown = squeeze("".join(element.itertext()))
        if shown and shown in text and (when := find_date(element.get("datetime") or "")):
            yield Found("time", when, shown)
            return


def _by_script(page: Page, first: int) -> Iterator[Found[When]]:
    """The date that the nearest script above the text prints where it stands: a call, no more."""
    above = (element for line, element in page.scripts if first - NEAR <= line <= first)
    texts = [(element.text or "")[:200] for element in above]
    for call in filter(None, map(_CALL.match, reversed(texts))):
        if when := find_date(call["text"]):
            yield Found("script", when, call[0])
            return


def _answered(page: Page, first: int, end: int) -> Iterator[Found[When]]:
    """The day of an answer, told between that and the letter; it may be in a cell of its own."""
    for line, following in pairwise(page.lines[first : end + 1]):
        if len(line.text) >= 60 or not ANSWERED.match(line.folded):
            continue
        text = line.text if has_date(line.folded) else following.text[:40]
        if when := find_date(text):
            yield Found("answer", when, text)
            return


def _labelled(page: Page, start: int, end: int, rule: str) -> Iterator[Found[When]]:
    """Dates with their label, or alone on their line, outside of byline and text."""
    lines = page.lines[start:end]
    for index, line in enumerate(lines):
        if line.is_link or line.hidden or len(line.text) > 150:
            continue
        text = line.text
        if index + 1 < len(lines):
            if text.endswith((":", "：")):
                text = f"{text}\n{lines[index + 1].text}"
            elif len(text) < 10 and _LABEL.fullmatch(line.folded):
                text = f"{text}：\n{lines[index + 1].text}"
        if not has_date(fold(text)):
            continue
        byline = read_byline(text)
        is_first = rule == "after" and not index
        is_told = byline.source or (is_first and not line.linked and is_outlet_and_day(byline))
        when = byline.labelled or (byline.published if is_told else None)
        if when:
            yield Found(rule, when, text)
            return
        if index and lines[index - 1].is_link:
            continue  # the day of what is linked
        alone = next(find_dates(fold(text)), None)
        if not alone or not (is_first or isinstance(alone[0], datetime)):
            continue
        above = lines[index - 1].text if index else ""
        if len(above) < 10 and read_byline(f"{above}：\n{text}").other_date:
            continue  # its label is in a cell of its own
        if len(text) - len(alone[1][0]) <= 4:
            yield Found(rule, alone[0], text)
            return
