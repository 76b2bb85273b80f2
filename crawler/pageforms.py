"""Where a list goes on by a form that a script sends: ``javascript:goPage(3)``."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from crawler.interfaces import PAGE
from crawler.scope import resolve

_CALL = re.compile(r"\w+\s*\(\s*['\"]?(\d{1,6})?['\"]?\s*[,)]")
_SENT = frozenset(("hidden", "text", "number", "search", ""))


def next_by_form(root: Any, url: str, base: str, is_next: re.Pattern[str]) -> str | None:
    """Return the request for the next page, None where no form makes it.

    ``is_next`` matches what the link to it says. A form that is posted makes the address of a
    record interface.
    """
    call = _call(root, is_next)
    if call is None:
        return None
    for form in root.iter("form"):
        fields = dict(_fields(form))
        counter = next((name for name in fields if PAGE.match(name.rpartition(".")[2])), None)
        if counter is None:
            continue
        number = call[1] or _following(fields[counter])
        target = resolve(form.get("action") or url, base)
        if number is None or target is None:
            return None
        address = f"{target.partition('?')[0]}?{urlencode({**fields, counter: number})}"
        is_post = (form.get("method") or "get").lower() == "post"
        return f"{address}#post={url}" if is_post else address
    return None


def _call(root: Any, is_next: re.Pattern[str]) -> re.Match[str] | None:
    """Return the call that the link to the next page makes."""
    for element in root.iter("a", "input", "button", "span", "li"):
        script = f"{element.get('onclick') or ''} {element.get('href') or ''}"
        if "(" not in script or element.get("disabled") is not None:
            continue
        label = "".join(element.itertext()).strip() or element.get("value") or ""
        if is_next.match(label):
            return _CALL.search(script)
    return None


def _fields(form: Any) -> Iterator[tuple[str, str]]:
    for field in form.iter("input", "select"):
        name = field.get("name")
        if not name or (field.get("type") or "").lower() not in _SENT:
            continue
        chosen = next((o for o in field.iter("option") if o.get("selected") is not None), field)
        yield name, chosen.get("value") or ""


def _following(current: str) -> str | None:
    return str(int(current) + 1) if current.isdecimal() else None
