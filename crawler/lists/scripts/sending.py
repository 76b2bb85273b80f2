"""How a call sends its fields: in its address, as a form or as JSON."""

import re
from functools import lru_cache
from itertools import islice

from article.patterns import regex
from crawler.lists.scripts.calls import body_of
from crawler.lists.scripts.functions import functions_in
from crawler.lists.scripts.payloads import FORM
from crawler.lists.scripts.tables import TABLE, is_posted

MOST_FUNCTIONS = 500  # of one script
IS_SENT = regex(r"""^\W?\s*,\s*(?:["'](?:get|post)["']\s*,\s*)?(?:[\w.]+\(\s*)?\{""", re.I)
_CALLER = regex(r"(?<!\$\.)(?<!axios\.)(?<!jQuery\.)\b([\w$]+)\s*\(\s*(?:\{[^{}]{0,200})?$", re.A)
_SAYS_POST = regex(
    r"""(?:type|method)["']?\s*:\s*["']post|^\s*,\s*["']post["']|\.post\s*\(""", re.I
)
_SAYS_HOW = regex(r"""\b(?:type|method)["']?\s*:""")
_SET_UP = regex(r"\bajaxSetup\(\s*(\{[^{}]{1,400}\})")
_SAYS_JSON = regex(r"application/json|JSON\.stringify|contentType[\"']?\s*:\s*[\"']json", re.I)
_POSTS = regex(r"post\w*\s*\(\s*(?:\{[^{}]{0,200})?$", re.I)
# jQuery's "$('#list').load('/part.jsp', {page: 1})" posts what is an object.
_LOADS_PART = regex(r"(?:\$\([^()\n]{1,80}\)|\$\w+)\.load\(\s*$")
_SAYS_FORM = regex(
    r"""
        \b(?<!JSON\.)(?:stringify|param|\w*serializ\w*)\(\s*[\w{] | emulateJSON["']?\s*:\s*true
        | x-www-form
    """,
    re.X | re.I,
)
_POSTS_JSON = regex(
    r"(?:axios|http|request|service|api)(?:\.post\s*\(\s*|\s*\(\s*\{[^{}]{0,200})$", re.I
)


def is_by_own_function(before: str) -> bool:
    """Whether a call is by a function of the page itself, which may put a base before addresses."""
    caller = _CALLER.search(before)
    return caller is not None and caller[1] != "fetch"


def method(before: str, after: str, options: str, script: str) -> str:
    """Return how a call sends its fields: in its address, as a form or as JSON.

    Functions of the page itself say it where they are defined.
    """
    if (table := TABLE.search(before)) and is_posted(table[1], table[0] + after):
        return "post"
    said = options + after + _defined(before, script)
    if options and not _SAYS_HOW.search(options + after):
        said += _set_up(script)
    is_part = _LOADS_PART.search(before) and IS_SENT.search(after)
    if not (is_part or _POSTS.search(before) or _SAYS_POST.search(said)):
        return "get"
    if FORM in said or _SAYS_FORM.search(said):
        return "post"
    return "json" if _SAYS_JSON.search(said) or _POSTS_JSON.search(before) else "post"


@lru_cache(maxsize=1)  # one script has thousands of calls
def _set_up(script: str) -> str:
    """Return what a script sets for all its calls: ``$.ajaxSetup({type: "post"})``."""
    found = _SET_UP.search(script) if "ajaxSetup" in script else None
    return found[1] if found else ""


def _defined(before: str, script: str) -> str:
    """Return what the function does that is called with an address, where the script defines it."""
    caller = _CALLER.search(before)
    name = caller[1] if caller else ""
    if not name or f"{name}(" not in script:
        return ""
    return _bodies(script).get(name, "")


@lru_cache(maxsize=1)
def _bodies(script: str) -> dict[str, str]:
    found = islice(functions_in(script), MOST_FUNCTIONS)
    return {function.name: body_of(script, function.body) for function in found}
