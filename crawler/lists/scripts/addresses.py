"""Addresses that a script keeps in variables, or counts out, as it asks for them."""

import re

from article.patterns import regex

_TERM = (
    r"""(?:"[^"\n<>]*"|'[^'\n<>]*'|`[^`\n<>]*`|[\w.$]+(?:\(\s*[^(){}\n]{0,40}\))?"""
    r"""|\([\w.$\s*+-]{1,60}\))"""
)
_SUM = rf"""{_TERM}(?:\s*\+\s*{_TERM}){{0,12}}"""
_EVENT = regex(
    rf"""
        # "function get(url, data) {{": a name of that kind is given by who calls it
        \bfunction\b\s*\w*\s*\((?P<given>[\w\s,$]{{1,80}})\) | \((?P<arrow>[\w\s,$]{{1,80}})\)\s*=>
        # "url += '?c=' + c" and "url = url + '&page=' + n"
        | (?<![\w.$])(?P<longer>[A-Za-z_]\w*)\s*(?:\+=|=\s*(?P=longer)\s*\+)\s*(?P<more>{_SUM})\s*
          (?=[;,\n]|$)
        # "url = '/list?c=' + c;" and, of an object, "list: '/list',"
        | (?<![\w.$?])(?P<name>[A-Za-z_]\w*)(?:\s*=\s*|["']?(?P<of>\s*:\s*)(?=["'`]))
          (?P<sum>(?=[^;\n]{{0,80}}["'`](?:\w+=|[^"'`\n]*[/.?])){_SUM})\s*(?=[;,\n}}]|$)
        # "$.post(url," "{{url: api.list,"
        | (?:
              (?:
                  \b(?:fetch|ajax|axios|request) | (?<![\w.$])(?:get|post|getJSON)
                  | [\w$]\.(?:get|post|getJSON|ajax|request|load)
              )\s*\(\s*(?P<short>\{{\s*(?=url\b))?
              | \.open\(\s*["']\w+["']\s*,\s* | (?<![\w.])(?:url|data)["']?\s*:\s*
              | \.post\(\s*["'][^"'\s]+["']\s*,\s*
          )(?:[\w.$]+\s*\+\s*)?(?P<used>[A-Za-z_]\w*(?:\.\w+){{0,2}})
          (?=\s*(?:[,)}}\n]|\+\s*["'`][&?]))
    """,
    re.X | re.A,
)
# What stands before every name of an address that a script asks for.
_ASKING = "fetch ajax axios request .open url URL data get post .load".split()
MOST_PROPERTIES = 20  # of the objects of one script that are looked up
_PROPERTY = regex(
    r"""
        (?<![\w.$])(?P<name>(?P<owner>[A-Za-z_]\w*)\.(?P<field>[A-Za-z_]\w*))(?=\s*\+(?![+=]))
        | (?<=\+)\s*(?P<name2>(?P<owner2>[A-Za-z_]\w*)\.(?P<field2>[A-Za-z_]\w*))(?![\w.(\[])
    """,
    re.X | re.A,
)
# "`${c.api}?page=${n}`"
_BEGINNING = regex(r"`\$\{\s*(([A-Za-z_]\w*)\.([A-Za-z_]\w*))\s*\}(?=[/?])", re.A)
_OWN = regex(r"(?:_?this|that|self|vm)$")
_STEP = r"[\w.$]+\s*-\s*1"
# "(page - 1) * 10": as every list begins
_COUNTED_OUT = (
    rf"\(\s*(?:[\w.$]+|\(\s*{_STEP}\s*\)|{_STEP})\s*\*\s*[\w.$]+\s*\)|"
    rf"\(\s*{_STEP}\s*\)(?:\s*\*\s*[\w.$]+)?"
)
# "params.offset / params.limit + 1"
_PAGE_OF = regex(
    r"(?<=:)(\s*)(?P<open>\(\s*)?[\w.$]*(?:offset|start)\s*/\s*[\w.$]*(?:limit|length|rows|size)"
    r"(?(open)\s*\))\s*\+\s*1(?=\s*[,}])",
    re.I,
)
_JOINED = regex(rf"""(=)(["'])\s*\+\s*(?:{_COUNTED_OUT})(?:\s*\+\s*\2|(?=\s*[,;)}}]))""")
_IN_SLOT = regex(rf"\$\{{\s*(?:{_COUNTED_OUT})\s*\}}")
_IN_FIELD = regex(rf"""(?<=:)(\s*)(?:{_COUNTED_OUT}|{_STEP})(?=\s*[,}}])""")


def put_in_place(script: str) -> str:
    """Return a script with the addresses where it asks for them, and not in variables.

    >>> put_in_place("url = '/list.do'; $.post(url, {page: n})")
    "url = 0; $.post('/list.do', {page: n})"
    """
    if not any(word in script for word in _ASKING):
        return script
    kept: dict[str, tuple[str, int, int]] = {}
    put: dict[int, tuple[int, str]] = {}
    for event in _EVENT.finditer(script):
        for name in re.findall(r"\w+", event["given"] or event["arrow"] or ""):
            kept.pop(name, None)
        if name := event["name"]:
            kept[f".{name}" if event["of"] else name] = _unescaped(event["sum"]), *event.span("sum")
        elif (longer := event["longer"]) in kept:
            address, start, end = kept[longer]
            kept[longer] = f"{address} + {event['more']}", start, end
        elif (used := _name(event["used"])) in kept:
            address, start, end = kept[used]
            put[start] = end, "0"
            name = "url: " if event["short"] else ""
            put[event.start("used")] = event.end("used"), f"{name}{address}"
    parts, done = [], 0
    for start, (end, text) in sorted(put.items()):
        parts += [script[done:start], text]
        done = end
    return "".join([*parts, script[done:]])


def with_properties(script: str) -> str:
    """Return a script with the texts that it keeps in an object where it puts addresses together.

    >>> with_properties("c = {dir: '/data/', ext: '.json'}; $.get(c.dir + n + c.ext)")
    "c = {dir: '/data/', ext: '.json'}; $.get('/data/' + n + '.json')"
    """
    known: dict[str, str | None] = {}

    def kept(name: str, owner: str, field: str) -> str | None:
        if name not in known:
            known[name] = _kept_in(owner, field, script, len(known))
        return known[name]

    def text(used: re.Match[str]) -> str:
        name, owner, field = (used[part] or used[f"{part}2"] for part in ("name", "owner", "field"))
        said = kept(name, owner, field)
        return used[0] if said is None else used[0].replace(name, f"'{said}'")

    def beginning(used: re.Match[str]) -> str:
        said = kept(*used.groups())
        return used[0] if said is None else f"`{said}"

    if "`${" in script:
        script = _BEGINNING.sub(beginning, script)
    return _PROPERTY.sub(text, script) if "+" in script else script


def _kept_in(owner: str, field: str, script: str, looked_for: int) -> str | None:
    """Return a text that an object of the script has in a field, and no other."""
    if looked_for >= MOST_PROPERTIES or re.search(rf"\b{owner}\.{field}\s*=(?!=)", script):
        return None
    kept = re.search(
        rf"""(?:(?<![\w.])|(?<=window\.)){owner}\s*[:=]\s*\{{[^{{}}]{{0,1000}}?\b{field}["']?\s*:\s*"""
        r"""(?:"([^"\s<>]*)"|'([^'\s<>]*)')""",
        script,
    )
    return None if kept is None else _unescaped(kept[1] or kept[2] or "")


def _unescaped(text: str) -> str:
    """Return an address as JSON has it without the strokes before its slashes."""
    return text.replace("\\/", "/")


def _name(used: str | None) -> str:
    """Return under which name an address is kept; what is handed over as ``options.url`` is not."""
    owner, dot, name = (used or "").rpartition(".")
    return f".{name}" if dot and (name != "url" or _OWN.match(owner)) else name if not dot else ""


def counted_out(script: str) -> str:
    """Return a script that begins its lists with what it counts out: ``"start=" + (n - 1) * 10``.

    >>> counted_out("$.get('/list?start=' + (n - 1) * 10 + '&rows=10')")
    "$.get('/list?start=0&rows=10')"
    """
    script = _JOINED.sub(_at_start, script)
    script = _PAGE_OF.sub(r"\g<1>1", script) if "/" in script else script
    return _IN_FIELD.sub(r"\g<1>0", _IN_SLOT.sub("0", script))


def _at_start(joined: re.Match[str]) -> str:
    goes_on = joined[0].endswith(joined[2])
    return f"{joined[1]}0{'' if goes_on else joined[2]}"
