"""Where a list goes on by a form that a script sends: ``javascript:goPage(3)``."""

import re
from collections.abc import Iterator, Mapping
from hashlib import md5
from typing import Any
from urllib.parse import urlencode

from article.patterns import regex
from crawler.lists.interfaces import AFTER, PAGE, form_of, page_of, with_fields
from crawler.lists.links.labels import words_in
from crawler.lists.paging.links import CURRENT_NAME
from crawler.scope import LONGEST, resolve

_CALL = regex(r"\b\w+\s*\(\s*['\"]?(\d{1,6})?['\"]?\s*[,)]")
_POSTBACK = regex(
    r"""
        (?:__doPostBack|WebForm_PostBackOptions)\(\s*["']([^'"]*)["']\s*,\s*["']([^'"]*)["']
    """,
    re.X,
)
_TURNS = regex(r"(?:page|goto|jump|turn)\w{0,40}\s*\(\s*['\"]?(\d+)['\"]?\s*\)", re.I)
_SUBMITS = regex(r"submit|__doPostBack")
_PAGE_NAME = regex(r"page(?!_?(?:size|rows|count))|^p$", re.I)
_LONGEST = 400  # characters of a function
_SETS = (
    r"([\w-]+)(?:['\"]\s*[\])]+)?\s*\.value\s*=\s*{name}\b|"
    r"['\"][^'\"]*?#?([\w-]+)['\"]?\]?['\"]\s*\)\.val\(\s*{name}\b"
)
_ACTION = regex(r"""\.action\s*=\s*["']([^"'\s<>]+)["']\s*;""")
# What a picture that turns a page goes by: "lbNext", "images/next.gif".
_NAMES_NEXT = regex(r"(?:(?<![A-Za-z])next|Next)(?:_?[Pp]age)?(?![a-z]|Pic|Month)")
# A calendar sends days since 2000, which are those of 2020 to 2037: "9375" for one of its days,
# "V9374" for another month. Lists have fewer pages.
_OF_CALENDAR = regex(r"V?(?:7[3-9]|[89]\d|1[0-3]\d)\d\d")
_STATE = regex(r"__(?!EVENT(?:TARGET|ARGUMENT)$)")
MOST_DIGITS = 5  # of the number of a page
_SENT = frozenset(("hidden", "text", "number", "search", ""))


def next_by_form(
    root: Any, asked: str, base: str, is_next: re.Pattern[str], encoding: str = "utf-8"
) -> str | None:
    """Return the request for the next page, None where no form makes it.

    ``asked`` is the address of the page, with the fields by which a form asked for it. ``is_next``
    matches what the link to it says. A form that is posted makes the address of a
    record interface; what the page is to be sent back of itself is no part of it. ``encoding`` is
    that of the page, in which its fields are sent.
    """
    url, script = page_of(asked), _script(root, asked, is_next)
    is_set = _set_by(script, root) if script else None
    sent_to = _sent_to(script, root) if script else None
    for form in root.iter("form"):
        fields = dict(_fields(form))
        turned = _sent_by(script, form, fields, is_set) if script else _chosen_next(form, fields)
        if is_pressed := not turned:
            turned = _pressed(form, is_next)
        target = resolve(sent_to or form.get("action") or url, base)
        if turned is None or target is None:
            continue
        if (form.get("method") or "get").lower() != "post":
            query = urlencode(fields | turned, encoding=encoding)
            return resolve("?" + query, target) if query else target
        state = {name: value for name, value in fields.items() if _STATE.match(name)}
        if state and is_pressed:
            turned |= {"__EVENTTARGET": "", "__EVENTARGUMENT": ""}  # as a browser sends them
        sent: dict[str, str | bytes] = {
            name: value.encode(encoding, "replace")
            for name, value in (fields | turned).items()
            if name not in state
        }
        if state and not any(map(str.isdecimal, turned.get("__EVENTARGUMENT", "1"))):
            # "Next" is another page after each: it has the name of what it comes after.
            sent[AFTER] = md5(repr(state).encode(), usedforsecurity=False).hexdigest()[:8]
        address = with_fields(target, **sent)
        return f"{address}#post={url}" if len(address) <= LONGEST else None
    return None


def search_for_all(root: Any, base: str, encoding: str = "utf-8") -> str | None:
    """Return the search of a site for no word at all, which many answer with all that they have."""
    for form in root.iter("form"):
        kinds = [(field.get("type") or "text").lower() for field in form.iter("input")]
        words = kinds.count("text") + kinds.count("search")
        is_get = (form.get("method") or "get").lower() == "get"
        if words == 1 and is_get and "password" not in kinds and form.get("action"):
            query = urlencode(dict(_fields(form)), encoding=encoding)
            target = resolve(form.get("action"), base)
            return resolve(f"?{query}", target) if target and query else None
    return None


def state_of(root: Any) -> dict[str, str]:
    """Return the fields that a page of ASP.NET wants back: long ones, others on each page."""
    for form in root.iter("form"):
        state = {name: value for name, value in _fields(form) if _STATE.match(name)}
        if "__VIEWSTATE" in state:
            return state
    return {}


def _posted_back(script: str, fields: Mapping[str, str]) -> dict[str, str] | None:
    """Return the fields by which a page of ASP.NET asks for its next page."""
    call = _POSTBACK.search(script)
    if call is None or "__VIEWSTATE" not in fields:
        return None
    return {"__EVENTTARGET": call[1], "__EVENTARGUMENT": call[2]}


def _sent_by(
    script: str, form: Any, fields: Mapping[str, str], is_set: str | None
) -> dict[str, str] | None:
    """Return the fields by which the link to the next page asks for it."""
    counter = _counter(form, fields, is_set)
    return _posted_back(script, fields) or (_turned(script, fields, counter) if counter else None)


def _chosen_next(form: Any, fields: Mapping[str, str]) -> dict[str, str] | None:
    """Return the next page of a form that is sent as soon as one is chosen."""
    for select in form.iter("select"):
        name, shown = select.get("name") or "", _chosen(select) or ""
        script = (select.get("onchange") or "").replace("\\", "")
        if not (_SUBMITS.search(script) and _PAGE_NAME.search(name)):
            continue
        values = [_value_of(option) for option in select.iter("option")]
        if (following := _following(shown)) in values:
            return (_posted_back(script, fields) or {}) | {name: following}
    return None


def _pressed(form: Any, is_next: re.Pattern[str]) -> dict[str, str] | None:
    """Return the field of the button that sends a form for the next page: often there is none.

    Where the buttons are the numbers of pages, that of this page is marked, or cannot be pressed.
    """
    here, numbered = 0, dict[int, dict[str, str]]()
    for button in form.iter("input", "button"):
        kind = (button.get("type") or ("submit" if button.tag == "button" else "")).lower()
        label = words_in(button) or button.get("value") or button.get("alt") or ""
        is_idle = button.get("disabled") is not None or button.get("onclick")
        if kind in ("submit", "image") and is_next.match(label) and not is_idle:
            name = button.get("name")
            if kind == "image":  # says where it was pressed
                return {f"{name}.x": "1", f"{name}.y": "1"} if name else {"x": "1", "y": "1"}
            return {name: button.get("value") or ""} if name else {}
        # Who presses the number of a survey votes.
        is_of_page = kind == "submit" and _PAGE_NAME.search(button.get("name") or "")
        if is_of_page and label.isdecimal() and len(label) < MOST_DIGITS:
            if CURRENT_NAME.search(button.get("class") or "") or is_idle:
                here = int(label)
            numbered[int(label)] = {button.get("name"): button.get("value") or label}
    return numbered.get(here + 1) if here else None


def _set_by(script: str, root: Any) -> str | None:
    """Return the field that the function of a link sets to the number it is given."""
    function = _called(script, root)
    found = function and re.search(_SETS.format(name=function[1]), function[2], re.A)
    return (found[1] or found[2]) if found else None


def _sent_to(script: str, root: Any) -> str | None:
    """Return where the function of a link sends a form to, if it says that."""
    function = _called(script, root)
    own = function[2].partition("function")[0] if function else ""  # the next one may delete
    found = _ACTION.search(own, 0, max(0, own.find("submit(")))
    return found[1] if found else None


def _called(script: str, root: Any) -> re.Match[str] | None:
    """Return the function that a link calls with a number: what it calls that, and what it does."""
    call = re.search(r"\b(\w+)\s*\(\s*['\"]?\d", script)
    if call is None:
        return None
    text = "\n".join(e.text for e in root.iter("script") if e.text)
    return re.search(
        rf"\b{call[1]}\s*(?:=\s*function\s*)?\(\s*(\w+)[^(){{}}]{{0,80}}\)\s*\{{(.{{0,{_LONGEST}}})",
        text,
        re.S | re.A,
    )


def _counter(form: Any, fields: Mapping[str, str], is_set: str | None) -> str | None:
    """Return the field with the number of the page: the one that a function sets, by name or id."""
    if is_set is not None:
        named = (
            e.get("name") for e in form.iter("input") if is_set in (e.get("name"), e.get("id"))
        )
        if counter := next((name for name in named if name in fields), None):
            return str(counter)
    return next((name for name in fields if PAGE.match(name.rpartition(".")[2])), None)


def _turned(script: str, fields: Mapping[str, str], counter: str) -> dict[str, str] | None:
    """Return the field with the number of the page, set to the next."""
    call = _CALL.search(script)
    if call is None:
        return None
    number = call[1] or _following(fields[counter])
    return {counter: number} if number else None


def _script(root: Any, asked: str, is_next: re.Pattern[str]) -> str:
    """Return what the link to the next page does."""
    for element in root.iter("a", "input", "button", "span", "li"):
        script = f"{element.get('onclick') or ''} {element.get('href') or ''}"
        if "(" not in script or element.get("disabled") is not None:
            continue
        label = words_in(element) or element.get("value") or ""
        if is_next.match(label):
            return script
    return _by_number(root, asked) or _by_picture(root)


def _by_picture(root: Any) -> str:
    """Return what a picture without a word does whose name, or that of its link, says "next"."""
    for picture in root.iter("img"):
        link = picture.getparent()
        script = link.get("href") or "" if link.tag == "a" else ""
        call = _POSTBACK.search(script)
        if call is None or words_in(link) or link.get("disabled") is not None:
            continue
        if _OF_CALENDAR.fullmatch(call[2]):
            continue
        if any(map(_NAMES_NEXT.search, (call[1], picture.get("src") or ""))):
            return script
    return ""


def _by_number(root: Any, asked: str) -> str:
    """Return what the number after the one of this page does.

    That is marked, or it alone is shown and no link, or is the one by which the page was asked for.
    """
    scripts: dict[int, str] = {}
    here = 0
    for element in root.iter("a"):
        label = words_in(element)
        script = f"{element.get('onclick') or ''} {element.get('href') or ''}"
        if not label.isdecimal() or len(label) >= MOST_DIGITS:
            continue
        turned, call = _TURNS.search(script), _POSTBACK.search(script)
        is_day = call and _OF_CALENDAR.fullmatch(call[2]) and call[2] != label
        if (call and not is_day) or (turned and turned[1] == label):
            scripts[int(label)] = script
            if CURRENT_NAME.search(f"{element.get('class')} {element.getparent().get('class')}"):
                here = int(label)
    here = here or next((n for n in range(1, max(scripts, default=0)) if n not in scripts), 0)
    return scripts.get((here or _asked_number(scripts, asked)) + 1, "")


def _asked_number(scripts: Mapping[int, str], asked: str) -> int:
    """Return the number of the link that asks for this page, where all are links alike."""
    if (form := form_of(asked)) is None:
        return 1
    call = tuple(value for name, value in form[1] if name.startswith("__EVENT"))
    calls = ((n, _POSTBACK.search(script)) for n, script in scripts.items())
    return next((n for n, found in calls if found and found.groups() == call), -1)


def _fields(form: Any) -> Iterator[tuple[str, str]]:
    for field in form.iter("input", "select"):
        name = field.get("name")
        if not name or (field.get("type") or "").lower() not in _SENT:
            continue
        value = _chosen(field) if field.tag == "select" else field.get("value") or ""
        if value is not None:
            yield name, value


def _chosen(select: Any) -> str | None:
    """Return what a choice is set to: the first of all where the page says nothing else."""
    chosen = next((o for o in select.iter("option") if o.get("selected") is not None), None)
    if chosen is None:
        chosen = next(select.iter("option"), None)
    return None if chosen is None else _value_of(chosen)


def _value_of(option: Any) -> str:
    """Return what a choice sends: what it shows, where it says nothing else."""
    value: str | None = option.get("value")
    return words_in(option) if value is None else value


def _following(current: str) -> str | None:
    return str(int(current) + 1) if current.isdecimal() else None
