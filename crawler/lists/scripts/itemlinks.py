"""Addresses of articles that a page's script makes of their ids: ``"/detail?id=" + item.id``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import islice
from operator import itemgetter
from typing import Any

from article.patterns import regex
from crawler.lists.scripts.fieldparts import part_of, written_down
from crawler.lists.scripts.terms import concatenated, unwrapped

MOST = 1000  # addresses that one script makes

# What stands between the parts of an address while a script puts it together.
_BETWEEN = regex(r"(['\"`])\s*\+\s*([\w.$\[\]!]+)\s*\+\s*\1")
_AT_END = regex(r"(['\"`])\s*\+\s*([\w.$\[\]!]+)(?=\s*(?:[;,)\"'>}]|$))", re.M)
_BRACES = regex(r"\{\{[{=:]?\s*([\w.$\[\]]+)\s*\}?\}\}|<%[=-]?\s*([\w.$\[\]]+)\s*%>")
# "d[0] + d[1] + '/'": nothing stands between these
_SIDE_BY_SIDE = regex(r"(['\"`])(\s*\+\s*[\w.$\[\]!]+)\s*\+\s*(?=[\w.$\[\]!]+\s*\+\s*\1)")
# "tpl.replace(/\{(\w+)\}/g, (_, name) => row[name])" fills in "/show/{id}.html".
_FILLS_NAMED = regex(r"\.replace\(\s*/\\?\{\\?s?\*?\(\[?[^/\n]{1,20}\)[^/\n]{0,6}\\?\}/")
_SINGLE = regex(r"(?<![${])\{([A-Za-z_]\w{0,30})\}(?!\})")
# "row['id']"
_KEY = regex(r"""\[(?<=[\w\])]\[)\s*(["'])([A-Za-z_]\w*)\1\s*\]""")
# "rows.push('<a href="/show/', row.id, '.html">')"
_IN_ROW = regex(r"""(href=\\?["']?[^"'\n<>]{0,200}[/=_-])(['"`])\s*,\s*([\w.$\[\]]+)\s*,\s*\2""")
# "template.replace('#id#', row.id)"
_REPLACED = regex(
    r"""
        \.replace\(\s*(?:["']|/)\\?([#{%@\[$]{1,2}\w{1,30}\\?[#}%@\]$]{0,2})(?:["']|/g?i?)\s*,
        \s*([\w.$\[\]]+)\s*\)
    """,
    re.X,
)
# "'/show/{0}.html'.format(row.id, row.title)"
_FORMATTED = regex(r"""\{0\}[^\n]{0,400}?["']\.format\(([\w.$\[\]\s,]{1,200})\)""")
# "'/show/' + $(this).data('id')", and where an item has it: "<li data-id='" + row.newsId + "'>"
_OF_CLICKED = regex(
    r"""
        (?:\$\(\s*\w+(?:\.\w+)?\s*\)|(?<![\w.])[\w.]{1,60}?)\.
        (?:(?:data|attr|getAttribute)\(\s*["'](?:data-)?([\w-]+)["']\s*\)|dataset\.(\w+))
    """,
    re.X,
)
_KEEPS = regex(r"data-|\.(?:attr|getAttribute)\(")
MOST_REPLACED = 20  # signs in the templates of one script
_TEMPLATE = regex(r"[\"'`=(\s](?:href=)?((?:[\w./?=&%:-]{0,200}\$\{[^{}]{1,100}\})+[\w./?=&%-]*)")
# The router of Vue: push({path: "/detail", query: {id: item.id}})
_ROUTE = regex(
    r"""path(?<!\wpath)\s*:\s*["'`](/[\w/.-]*)["'`]\s*,\s*query\s*:\s*\{([^{}]{1,200})\}"""
)
_ROUTED = regex(
    r"""["']?(\w+)["']?\s*:\s*(?:["']([\w-]*)["']|(\d+)|([A-Za-z_$][\w.$]*))\s*(?=,|$)"""
)
# What jQuery finds in a record of XML: $(this).find("id").text()
_OF_XML = regex(
    r"""\$\(\w{1,20}\)\.(?:find|children|attr)\(\s*["'](\w+)["']\s*\)(?:\.(?:text|html)\(\s*\))?"""
)
_SLOT = regex(r"\$\{[^{}]*?([\w!]+)[^\w!]*\}")
ADDRESS_SLOT = regex(
    r"^(?:https?:/)?/.*\{(?!\w*(?:img|image|pic))\w*(?:url|link|href|path)\}$", re.I
)
_NAMED = regex(r"\{([\w!]+)\}")
_ID = regex(
    r"^(?:\w*id|\w*code|u?guid|uuid|\w+no|key|sn|pk|slug|zj|bh|xh|lsh|(?:file|html)_?name)$", re.I
)
# What else may stand in the address of an item.
_PART = regex(r"^\w*(?:date|time|year|month|day|rq|sj|dir|path|type|cat|channel|column)$|!", re.I)
_NO_PAGE = regex(r"/api/|/rest/|\.(?:json|jpe?g|png|gif|svg|mp4|js|css)\b", re.I)
# "ctx + '/show/'"
_AFTER_PLACE = regex(r"""(?<![\w.$"'+])([A-Za-z_]\w{0,40})\s*\+\s*(["'])(?=/\w)""", re.A)
# "base + row.url"
_BEFORE_ADDRESS = regex(
    r"\+\s*([A-Za-z_]\w{0,40})\s*\+(?=\s*\w{1,40}\.\w{0,40}(?:url|link|href|path)\b)",
    re.I | re.A,
)
_SET_TO_PLACE = regex(
    r"""\b(\w+)\s*[:=]\s*["']((?:(?:https?:)?//[^"'/\s]+)?(?:/[^"'\s?#]*)?)["']"""
)
_ASKS = regex(r"(?:ajax|get|post|getjson|fetch|request)\s*\(\s*(?:\{\s*url\s*:\s*)?[\"'`]?$", re.I)
_OF_CHANNEL = regex(r"col|cat|channel|site|node|type|parent|user|^pid$", re.I)
_JOINS = r"""(?:[\\"'\s+{$]|&quot;)"""  # what stands before a variable in the call of a function
_QUOTES = r"""(?:[\\"'\s]|&quot;)"""
_LEADS = regex(r"(?:href|to|location|open|push|url)\W{0,12}$", re.I)


@lru_cache(maxsize=1)  # several rules ask for that of one page, and all of it is looked through
def item_template(text: str) -> str | None:
    """Return how the address of an article is made of its fields: ``/detail?id={id}``.

    ``text`` is a page with its scripts, or a script.
    """
    made = [
        (_LEADS.search(before) is not None, before, _placed(template, text))
        for before, template in islice(templates(text), MOST)
        if not _ASKS.search(before)
    ]
    ids = [
        (leads, template)
        for leads, before, template in made
        if _is_of_item(before, _NAMED.findall(template))
    ]
    if ids:
        return _as_called(max(ids, key=itemgetter(0))[1], text)
    return next((template for leads, _, template in made if leads and _is_place(template)), None)


def _is_of_item(before: str, slots: Sequence[str]) -> bool:
    """Whether fields of an item are put in an address: its id, a place in a row, and its day."""
    is_row = _LEADS.search(before) is not None
    ids = [slot for slot in slots if _ID.match(slot) or (is_row and slot.isdecimal())]
    return bool(ids) and all(slot in ids or _PART.search(slot) for slot in slots)


def _is_place(template: str) -> bool:
    """Whether a template is where a script puts the addresses that items have: ``/wmw/{url}``."""
    return ADDRESS_SLOT.search(template) is not None and len(_NAMED.findall(template)) == 1


def _as_called(template: str, text: str) -> str:
    """Return a template with the field of an item that its function is called with.

    ``function show(id) { open("/show/" + id) }`` says nothing of that, ``show(item.newsId)`` does.
    """
    slots = _NAMED.findall(template)
    named = rf"\b(\w{{1,40}})\s*(?:[:=]\s*function\s*)?\(\s*{slots[0]}\s*\)\s*\{{"
    function = re.search(named, text, re.A)
    if function is None or len(slots) > 1:
        return template
    given = re.search(rf"""\b{function[1]}\({_JOINS}{{0,12}}\w{{1,40}}\.(\w+)\b""", text, re.A)
    if given is None or not _ID.match(given[1]):
        return template
    return template.replace(f"{{{slots[0]}}}", f"{{{given[1]}}}")


def _placed(template: str, text: str) -> str:
    """Return a template that begins with a variable, ``{ctx}/show/{id}``, with what that is set to.

    Only the fields of an item are left to be filled in.
    """
    start = re.match(r"\{(\w+)\}(?=/)", template)
    place = _place(start[1], text) if start else None
    return template if start is None or place is None else place + template[start.end() :]


def _place(name: str, text: str) -> str | None:
    return _places(text).get(name)


@lru_cache(maxsize=1)  # one script makes many addresses
def _places(text: str) -> dict[str, str]:
    """Return the places that variables are set to first, by their names."""
    places: dict[str, str] = {}
    for found in _SET_TO_PLACE.finditer(text):
        places.setdefault(found[1], found[2].rstrip("/"))
    return places


def templates(text: str) -> Iterator[tuple[str, str]]:
    """Yield addresses that a script makes, after what stands before: ``open(``, ``/show/{id}``."""
    plain = re.sub(r"\\(['\"/])", r"\1", concatenated(text))
    plain = _with_what_is_kept(plain) if _KEEPS.search(plain) else plain
    plain = _OF_XML.sub(r"x.\1", plain) if "$(" in plain else plain
    plain = _ROUTE.sub(_routed, _KEY.sub(r".\2", plain))
    plain = written_down(unwrapped(plain))
    plain = _with_signs_replaced(plain) if "replace(" in plain or "format(" in plain else plain
    plain = _IN_ROW.sub(r"\1${\3}", plain) if "push(" in plain or "[" in plain else plain
    if _FILLS_NAMED.search(plain):
        plain = _SINGLE.sub(r"${\1}", plain)
    plain = _BRACES.sub(lambda slot: f"${{{slot[1] or slot[2]}}}", plain)
    plain = _AFTER_PLACE.sub(partial(_with_place, text=text), plain)
    plain = _BEFORE_ADDRESS.sub(partial(_with_base, text=text), plain)
    plain = _SIDE_BY_SIDE.sub(r"\1\2 + \1\1 + ", plain)
    plain = _AT_END.sub(r"${\2}", _BETWEEN.sub(r"${\2}", plain))
    for match in _TEMPLATE.finditer(plain):
        fixed = _SLOT.sub("", match[1])
        if ("/" in fixed or "?" in fixed) and not _NO_PAGE.search(match[1]):
            before = plain[max(0, match.start() - 40) : match.start(1)]
            yield before, _SLOT.sub(r"{\1}", match[1])


def _with_place(start: re.Match[str], text: str) -> str:
    """Return the start of an address with what a variable puts before it, where that is known."""
    place = _place(start[1], text)
    return start[0] if place is None else f"{start[2]}{place}"


def _with_base(start: re.Match[str], text: str) -> str:
    """Return what is put before the address that an item has, as a text where that is known."""
    place = _place(start[1], text)
    return start[0] if place is None else f'+ "{place}/" +'


def _with_what_is_kept(script: str) -> str:
    """Return a script with the field of an item where it reads what an element keeps of that."""
    words: dict[str, str | None] = {}

    def field(read: re.Match[str]) -> str:
        name = read[1] or read[2]
        if name not in words:
            kept = _kept_as(name, script) if len(words) < MOST_REPLACED else None
            words[name] = kept
        return f"row.{words[name]}" if words[name] else read[0]

    return _OF_CLICKED.sub(field, script)


def _kept_as(name: str, script: str) -> str | None:
    if f"{name}=" not in script:
        return None
    kept = re.search(
        rf"""(?<![\w$.])(?:data-)?{re.escape(name)}=(?={_QUOTES}{{0,9}}[+{{$]){_JOINS}{{1,12}}"""
        r"""(?:\w{1,40}\.)?(\w+)""",
        script,
    )
    return kept[1] if kept else None


def _routed(route: re.Match[str]) -> str:
    said = [(name, a or b or f"${{{word}}}") for name, a, b, word in _ROUTED.findall(route[2])]
    return f"to: `{route[1]}?{'&'.join(f'{name}={value}' for name, value in said)}`"


def _with_signs_replaced(script: str) -> str:
    """Return a script with slots for the signs of its templates: ``.replace("#id#", row.id)``."""
    for sign, word in dict(islice(_REPLACED.findall(script), MOST_REPLACED)).items():
        script = script.replace(sign.replace("\\", ""), f"${{{word}}}")
    if formatted := _FORMATTED.search(script):
        for number, word in enumerate(formatted[1].split(",")):
            script = script.replace(f"{{{number}}}", f"${{{word.strip()}}}")
    return script


def filled(template: str, item: Mapping[str, Any]) -> str | None:
    """Return a template with the fields of an item in their places, None where one is missing."""
    values = {name: _value(name, item) for name in _NAMED.findall(template)}
    if any(value is None for value in values.values()):
        return None
    return _NAMED.sub(lambda slot: str(values[slot[1]]), template)


def _value(name: str, item: Mapping[str, Any]) -> str | None:
    """Return a field by its name, or by another that ends so: a script may call infoId its id."""
    name, _, steps = name.partition("!")
    if steps:
        value = _value(name, item)
        return part_of(value, f"!{steps}") if value else None
    lower = name.lower()

    def rank(key: str) -> tuple[Any, ...]:
        is_other = _OF_CHANNEL.search(key) is not None
        return key != name, key.lower() != lower, is_other, len(key)

    names = sorted(item, key=rank)
    for key in names:
        value = item[key]
        is_text = type(value) in (str, int) and value != ""  # true and false are none
        if is_text and key.lower().endswith(lower):
            return str(value)
    return None
