"""The next page by an address that a script makes of numbers: ``"list_" + n + ".html"``."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from article.patterns import regex
from crawler.lists.interfaces import PAGE, with_fields
from crawler.lists.paging.counts import COUNT, count_of_pages, counted_by
from crawler.scope import join

# "jump(-1)" beside a page: what its links call with is a step, and no number of a page.
_BACK_CALL = regex(r"<\w+\b[^<>]{0,200}?\b\w+\(\s*['\"]?-1\b", re.I)
# A link that says its number itself: the pages of a list may count down.
_NEXT_CALL = regex(
    r"""
        # most tags call nothing, and that is seen at once
        <(?:a|button|span|li)\b(?=[^<>(]*\()
        [^<>]{0,200}?\b(?!void\b)\w+\(\s*['"]?(\d{1,6})['"]?\s*\)[^<>]{0,100}>\s*下\s?一?\s?
        [页頁]
    """,
    re.X | re.I,
)
READ_NUMBER = regex(
    r"""
        (?:attr\(\s*["'](?:data-)?|data\(\s*["']|dataset\.|getAttribute\(\s*["'](?:data-)?)
        (page\w*|num|index|p)\b
    """,
    re.X | re.I,
)
NEXT_NUMBER = regex(
    r"""
        <(?:a|button|li|span|div)\b
        (?P<tag>
            [^<>]{0,300}?\b(?:data-)?(?:(?P<is_page>page\w*)|num|index|p)=["']?(?P<number>\d{1,6})\b
            [^<>]{0,300}
        )>
        (?:\s|</?(?:i|em|span|b)\b[^<>]{0,100}>)*
        (?:下\s?一?\s?[页頁]|(?(is_page)(?:点击|查看|加载)*更多|(?!)))
    """,
    re.X | re.I,
)
_PREVIOUS_CALL = regex(_NEXT_CALL.pattern.replace("下", "上"), re.X | re.I)
_SAYS_PREVIOUS = regex(r"上\s?一?\s?[页頁]")
_SAYS_NEXT = regex(r"下\s?一?\s?[页頁]")
_LOOP_FROM_ZERO = r"\bfor\s*\(\s*(?:(?:var|let)\s+)?"
_OFFSET = regex(r"[+-]\s*\d+$")
_ONE_MORE = regex(r"\w*next\w*\s*\+\s*1$", re.I)
_ENDS_BEFORE = regex(
    r"\bcountPage\b|\b(?:cur|curr|current|now)Page\s*(?:<|!==?)\s*\(?\s*\w*[pP]age\w*\s*-\s*1\b"
)
_CURRENT = regex(
    r"""
        \b(?:m_n|int|n|i|_)?(?:
            currentPage | curPage | currPage | nowPage | pageIndex | pageNow | current | curr
            | pageNo | page_now
        )\b['\"]?\s*[:=]\s*['\"]?(\d{1,6})
    """,
    re.X | re.I,
)

_NAMED_FUNCTION = regex(r"\bfunction\s+\w")
_ADDS = regex(r">\s*(?:点击|查看|加载|阅读|浏览){1,2}更多\W*<|>\s*load\s+more\W*<", re.I)


class Template(NamedTuple):
    """An address that a script makes: what stands before the number of a page, and after it.

    ``word`` is what the script calls the number, "" where it does not say it.
    """

    before: str
    after: str
    word: str = ""

    @property
    def offset(self) -> int:
        """What is added to the number of a page: 1 where an address is made of ``n + 1``."""
        found = _OFFSET.search(self.word)
        return int("".join(found[0].split())) if found else 0

    def number_in(self, url: str) -> str | None:
        """Return the digits of the number that an address has, None where it has none."""
        file = re.escape(self.before.rpartition("/")[2])
        # A number alone may be anything before the end, be it that of a host: "/page/3"
        is_alone = not (file or self.after)
        sign = r"/(\d+)/?(?![^?#])" if is_alone else rf"{file}(\d+){re.escape(self.after)}"
        found = re.search(sign, url)
        return found[1] if found else None

    def page(self, number: int | str, base: str) -> str | None:
        """Return the address of a page, None where that is no address."""
        return join(base, f"{self.before}{number}{self.after}")


class _Shown(NamedTuple):
    """How a script counts the page that is shown."""

    number: int
    from_zero: bool
    in_loop: bool  # from 0, whatever the page


def next_by_template(
    template: Template, scripts: str, text: str, url: str, base: str
) -> str | None:
    """Return the page after this one, or None where a list ends here.

    ``scripts`` are those of the page ``text``, ``base`` is what its links are relative to.
    """
    number = _next_number(template, scripts, text, url, base)
    return None if number is None else template.page(number, base)


def _next_number(template: Template, scripts: str, text: str, url: str, base: str) -> int | None:
    count, here = counted_by(scripts, text), template.number_in(url)
    if (said := said_next(text, scripts)) is not None:
        return None if count is not None and said > count else said + template.offset
    if count is None and here is None and _CURRENT.search(scripts) is None:
        return _first_added(template, scripts, text)
    shown = _shown(template.word, here, scripts)
    if _is_last(text, count) or (count is not None and shown.number >= count - shown.from_zero):
        return None
    first, is_target = _first_without_number(template, scripts), _is_target(template.word, scripts)
    if here is not None and template.page(here, base) == url:
        # What a script counts may be one less or more, or where it begins on every page.
        first = 1 - (shown.in_loop or is_target) if first is None else first
        is_end = count is not None and int(here) >= count - 1 + first
        return None if is_end else int(here) + 1
    if here is None and first is not None:
        return first + 1
    number = shown.number + 1 - is_target
    if shown.from_zero:
        # Page 2 of such a script is the one after 0, and may be called so nevertheless.
        number += _ONE_MORE.match(template.word) is not None
        number += _is_given(template.word, scripts) or template.offset == 2
    return number


def _first_added(template: Template, scripts: str, text: str) -> int | None:
    """Return the number of the page that is added to the first, where none says how many there are.

    A button asks for one after the other, where these are files. What is asked for by a field is a
    record interface.
    """
    name = re.escape(template.word)
    if not name or "?" in template.before or not _ADDS.search(text):
        return None
    if re.search(rf"{_LOOP_FROM_ZERO}{name}\s*=", scripts):
        return None  # it writes several links at once
    counts = rf"\b{name}\s*(?:\+\+|\+=\s*1\b|=[^=;\n]{{1,80}}\+\s*1\b)|\+\+\s*{name}\b"
    begun, counted = re.search(rf"\b{name}\s*=\s*(\d)\b", scripts), re.search(counts, scripts)
    if begun is None or counted is None:
        return 2 if counted else None
    # Where it counts only then, the first that it asks for is the one which it begins with.
    between = scripts[scripts.find(template.before) : counted.start()]
    return int(begun[1]) + (not between or _NAMED_FUNCTION.search(between) is not None)


def _shown(word: str, here: str | None, scripts: str) -> _Shown:
    """Return which page a script shows by what it sets, or else by the address of the page."""
    # Where a loop makes the addresses they count from 1, whatever the script counts itself.
    if not _is_looped(word, scripts) and (current := _CURRENT.search(scripts)):
        number = int(current[1])
        # The first page says 0, or its script is that of TRS, which counts from 0.
        return _Shown(number, number == 0 or _starts_at_zero(scripts), in_loop=False)
    in_loop = re.search(rf"{_LOOP_FROM_ZERO}{re.escape(word)}\s*=\s*0\b", scripts) is not None
    return _Shown(int(here) if here else 1 - in_loop, in_loop, in_loop)


def said_next(text: str, scripts: str) -> int | None:
    """Return the number that the link to the next page calls its function with, or keeps for it."""
    called = _NEXT_CALL.search(text)
    said = called[1] if called else _kept_number(text, scripts)
    is_step = said == "1" and _BACK_CALL.search(text)
    return None if said is None or is_step else int(said)


def _kept_number(text: str, scripts: str) -> str | None:
    """Return the number that the link to the next page keeps for a script which reads it."""
    found = NEXT_NUMBER.search(text) if READ_NUMBER.search(scripts) else None
    return found["number"] if found and "disabled" not in found["tag"].lower() else None


def _first_without_number(template: Template, scripts: str) -> int | None:
    """Return the number of the page whose address has none: ``n == 1 ? "list.html" : "list_" + n``.

    The number is that of the file, not of what the script counts.
    """
    parts = re.match(r"([\w.]+(?:\(\s*\))?)\s*([+-]\s*1)?$", template.word)
    if parts is None or not template.after:
        return None
    found = re.search(
        rf"""(?<![\w.]){re.escape(parts[1])}\s*(?:={{2,3}}|<=)\s*["']?([012])\b[^;\n]{{0,80}}?"""
        rf"""\w{re.escape(template.after)}["'\\]""",
        scripts,
    )
    return int(found[1]) + int((parts[2] or "0").replace(" ", "")) if found else None


def _is_given(word: str, scripts: str) -> bool:
    """Whether a number is one more than the page which a function is to show: ``n + 1``."""
    name = re.match(r"(\w+)\s*\+\s*1$", word)
    return name is not None and bool(
        re.search(rf"\bfunction\b\s*\w*\s*\([\w\s,]*\b{name[1]}\b[\w\s,]*\)", scripts)
    )


def _is_last(text: str, count: int | None) -> bool:
    """Whether a page that has no call for the next one has one for the page before, or says so."""
    if calls_next(text):
        return False
    calls_previous, says_next = _PREVIOUS_CALL.search(text), _SAYS_NEXT.search(text)
    if count is not None:
        return calls_previous is not None and says_next is None
    says_previous = _SAYS_PREVIOUS.search(text) is not None
    return calls_previous is not None or (says_previous and says_next is None)


def _is_target(word: str, scripts: str) -> bool:
    """Whether a number is one less than that of the page which a function is to show: ``n - 1``."""
    if re.match(r"\w+\.(?:curr|getCurrent\(\s*\))\s*-\s*1$", word):
        return True
    name = re.match(r"(\w+)\s*-\s*1$", word)
    if name is None:
        return False
    given = rf"\bfunction\b\s*\w*\s*\([\w\s,]*\b{name[1]}\b[\w\s,]*\)"
    asked = rf"\b{name[1]}\s*=\s*\w+\.(?:getCurrent\(|curr\b)"
    return re.search(f"{given}|{asked}", scripts) is not None


def _is_looped(word: str, scripts: str) -> bool:
    """Whether a number is one more than that of a loop from 0: ``k + 1``."""
    name = re.match(r"(\w+)\s*\+\s*1$", word)
    start = rf"{_LOOP_FROM_ZERO}{name[1]}\s*=\s*0\b" if name else ""
    return name is not None and re.search(start, scripts) is not None


def _starts_at_zero(scripts: str) -> bool:
    """TRS's own inline pager counts from 0 and calls its count so; others end at one less."""
    return _ENDS_BEFORE.search(scripts) is not None


def next_called(text: str, url: str) -> str | None:
    """Return the next page where its link calls a function of another file with its number.

    The address of this page has to count it: ``list.jsp?page=2`` where ``goPage(3)`` is called.
    """
    call = _NEXT_CALL.search(text)
    if call is None or ((count := count_of_pages(text)) is not None and int(call[1]) > count):
        return None
    for name, value in parse_qsl(urlsplit(url).query):
        if PAGE.match(name) and value.isdecimal() and int(value) + 1 == int(call[1]):
            return with_fields(url, **{name: call[1]})
    return None


def sets_pages(scripts: str) -> bool:
    """Whether scripts say which of several pages this is, be it for another that writes a pager."""
    count = COUNT.search(scripts)
    return count is not None and int(count[1]) > 1 and _CURRENT.search(scripts) is not None


def calls_next(text: str) -> bool:
    """Whether the link to the next page of a list calls a function with its number."""
    return _NEXT_CALL.search(text) is not None
