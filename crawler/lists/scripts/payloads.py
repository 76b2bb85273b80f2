"""The payloads of calls as objects, however a script puts together what it sends."""

import re
from itertools import islice

from article.patterns import regex
from crawler.lists.scripts.brackets import end_of
from crawler.lists.scripts.objects import IS_JSON

MOST_FORMS = 10  # of one script
MOST_SPREAD = 100  # objects that one script takes into others
# "{params: JSON.stringify({page: 1})}": a field that holds JSON
_FIELD_OF_JSON = regex(
    r"""\b(?!data\b|body\b)\w+["']?\s*:\s*(JSON\.stringify\(\s*)(?:[{\[]|([A-Za-z_]\w*)\s*\))""",
    re.A,
)
FORM = "/*form*/"  # beside the data of a call that are sent as a form
_APPENDED = regex(
    r"""\b(\w+)\s*=\s*new (?:URLSearchParams|FormData)\(\s*\)\s*[;,]?"""
    r"""((?:\s*\1\.(?:append|set)\(\s*["'][\w.]+["']\s*,[^;()\n]{1,80}\)\s*[;,]?){1,20})""",
    re.A,
)
# "q = {}; q.page = n; q['size'] = 8;"
_ASSIGNED = regex(
    r"""
        \b(\w+)\s*=\s*(?:\{([^{}]{0,400})\}|new\ Object\(\s*\))\s*[;,]?(
            (?:
                (?:\s|//[^\n]{0,100}\n)*\1(?:\.\w+|\[\s*["'][\w.]+["']\s*\])\s*=(?!=)\s*
                [^;{}\n]{1,100}[;\n]
            ){1,20}
        )
    """,
    re.X | re.A,
)
# "data: function (d) { d.c = 3; }": what a table of DataTables sends besides
_GIVEN = regex(
    r"""
        (\bdata["']?\s*:\s*)(?:function\s*\(\s*(\w+)\s*\)|\(?\b(\w+)\)?\s*=>)\s*\{\s*(
            (?:
                (?:\2|\3)(?:\.\w+|\[\s*["'][\w.]+["']\s*\])\s*=(?!=)\s*
                [^\s;{}][^;{}\n]{0,99}[;\n]\s*
            ){1,20}
        )(?:return\s+\w+\s*(?:;\s*)?)?\}
    """,
    re.X | re.A,
)
# "{...query, page: 1}" and "$.extend(query, {page: 1})"
_SPREAD = regex(r"(?<=[{,])(\s*)\.\.\.(?:[\w$]+\.)?(\w+)(?=\s*[,}])", re.A)
_MERGED_WITH = regex(
    r"""
        (?<![\w$])(?:\$|jQuery|Object)\.(?:extend|assign)\(\s*(?:true\s*,\s*)?(?:\{\s*\}\s*,\s*)?
        (?:[\w$]+\.)?([A-Za-z_]\w*)\s*,\s*\{
    """,
    re.X | re.A,
)
# "$.extend({}, {c: 3}, {page: 1})"
_MERGED = regex(
    r"""
        (?<![\w$])(?:\$|jQuery|Object)\.(?:extend|assign)\(\s*(?:true\s*,\s*)?
        (?:\{\s*\}\s*,\s*)?\{([^{}]{1,400}?),?\s*\}\s*(?:,\s*\{([^{}]{1,400})\}\s*)?\)
    """,
    re.X,
)
_ONE_ASSIGNED = regex(
    r"""\w(?:\.(\w+)|\[\s*["']([\w.]+)["']\s*\])\s*=\s*([^;{}\n]+?)\s*[;\n]""", re.A
)
# "q = new URLSearchParams({page: n}); fetch(`/list?${q}`)"
_QUERY = regex(
    r"(?:\b(\w+)\s*=\s*)?new URLSearchParams\(\s*(\{[^{}]{1,400}\})\s*\)(?:\.toString\(\))?", re.A
)
# "q = reactive({page: 1})", as Vue keeps what it sends
_REACTIVE = regex(r"([=:]\s*)(?:Vue\.)?(?:\w*[rR]eactive|observable)\(\s*(\{[^{}]{1,400}\})\s*\)")
# "'/list?' + $.param({page: n})"
_OF_QUERY = regex(r"""(\?["'`]\s*\+\s*)(?:\w+|\$)\.(?:param|stringify)\(""")
# "u = new URL('/list', base); u.searchParams.set('page', n); fetch(u)"
_BUILT = regex(
    r"""
        \b(\w+)\s*=\s*new\ URL\(\s*(["'`][^"'`\s]+["'`])\s*(?:,[^()\n]{0,80})?\)\s*[;,]?
        ((?:\s*\1\.searchParams\.(?:set|append)\(\s*["'][\w.]+["']\s*,[^;()\n]{1,80}\)\s*[;,]?){1,20})
    """,
    re.X | re.A,
)
_SHORTHAND = regex(r"(?<=[{,])(\s*)([A-Za-z_]\w*)(?=\s*[,}])", re.A)
_OPENED = regex(
    r"""\.open\(\s*["']POST["']\s*,((?:(?!\.open\(|\.send\()[\s\S]){1,1500}?)\.send\("""
    r"""\s*(JSON\.stringify\(\s*)?""",
    re.I,
)
_OPENED_ADDRESS = regex(r"""([^,()\n]{3,200}?)\s*(?:,\s*(?:true|false|!0|!1)\s*)?\)""")
_FIELD = regex(r"""\(\s*["']([\w.]+)["']\s*,\s*([^;()\n]+?)\s*\)""")
# The services of ASP.NET are sent what looks like JSON: "{'page':'" + page + "','size':'8'}".
_AS_TEXT = regex(r"""(\bdata["']?\s*:\s*)(["'])(\{(?:(?!\}\2).){1,400}\})\2""")
_PUT_IN = r"""(['"]?)\s*{mark}\s*\+\s*([\w.]+)\s*\+\s*{mark}\s*\1"""
# "{\"page\":1}", which is '{"page":1}'
_ESCAPED = regex(r"""(?<=[:,(=])(\s*)"(\{(?:[^"'\\\n]|\\"){1,400}\})\"""")
# Others are sent a query: data: "cid=" + cid + "&page=" + page
_AS_QUERY = regex(
    r"""
        (\b(?:data|body)["']?\s*:\s*|\.(?:post|get|getJSON)\(\s*["'][^"'\s]+["']\s*,\s*)
        (
            (?:"\w+=[^"\n<>{}]*"|'\w+=[^'\n<>{}]*')(?:
                \s*\+\s*(?:
                    "[^"\n<>{}]*" | '[^'\n<>{}]*'
                    | [\w.$]+(?:\(\s*["'][#\w-]+["']\s*\)(?:\.val\(\s*\))?)?
                )
            ){0,12}
        )
    """,
    re.X,
)
_SENDING = ("data", "body", ".post", ".get")  # before what a call sends
_TERM = regex(r""""([^"]*)"|'([^']*)'|([\w.$]+(?:\([^()]*\)(?:\.val\(\s*\))?)?)""")


def spelled_out(script: str) -> str:
    """Return a script with the data of its calls as objects, however it puts them together.

    >>> spelled_out("p = new FormData(); p.append('page', n); axios.post('/list', p)")
    "p = {page: n}; axios.post('/list', p, /*form*/)"
    """
    if "eactive(" in script or "observable(" in script:
        script = _REACTIVE.sub(r"\1\2", script)
    if '{\\"' in script:
        script = _ESCAPED.sub(_unescaped, script)
    sets = "FormData" in script or "URLSearchParams" in script
    for name, fields in islice(_APPENDED.findall(script), MOST_FORMS) if sets else ():
        said = ", ".join(f"{key}: {value}" for key, value in _FIELD.findall(fields))
        script = _APPENDED.sub(lambda _, name=name, said=said: f"{name} = {{{said}}};", script, 1)  # type: ignore[misc]
        script = _with_query_of(script, rf"{name}(?:\.toString\(\))?", f"{{{said}}}")
        script = re.sub(rf"(,\s*|:\s*){name}(?=\s*[,)}}])", rf"\1{name}, {FORM}", script)
    if "searchParams" in script:
        script = _with_built(script)
    script = _with_spread(script)
    script = _GIVEN.sub(_as_given, script) if "data" in script else script
    script = _MERGED.sub(_as_one, script) if "xtend(" in script or "assign(" in script else script
    script = _ASSIGNED.sub(_with_assigned, script)
    script = _OF_QUERY.sub(r"\1new URLSearchParams(", script)
    if "URLSearchParams" in script:
        script = _with_queries(script)
    if ".open(" in script:
        script = _OPENED.sub(_as_call, script)
    script = _with_fields_of_json(script) if "stringify" in script else script
    if not any(word in script for word in _SENDING):
        return script
    return _AS_QUERY.sub(_as_fields, _AS_TEXT.sub(_as_object, script))


def _unescaped(said: re.Match[str]) -> str:
    text = said[2].replace('\\"', '"')
    return f"{said[1]}'{text}'"


def _with_fields_of_json(script: str) -> str:
    """Return a script with the fields that hold JSON as objects.

    >>> _with_fields_of_json("data: {params: JSON.stringify({page: 1}), site: 3}")
    'data: {params: {/*json*/page: 1}, site: 3}'
    """
    parts, done = [], 0
    for found in islice(_FIELD_OF_JSON.finditer(script), MOST_FORMS):
        if found[2]:
            kept = re.search(rf"\b{found[2]}\s*=\s*(\{{[^{{}}]{{1,400}}\}})", script)
            if kept and found.start() >= done:
                parts += [script[done : found.start(1)], _marked(kept[1])]
                done = found.end()
            continue
        begun = found.end() - 1
        end = end_of(script, begun)
        if found.start() >= done and end and (closed := re.compile(r"\s*\)").match(script, end)):
            parts += [script[done : found.start(1)], _marked(script[begun:end])]
            done = closed.end()
    return "".join([*parts, script[done:]])


def _marked(thing: str) -> str:
    return f"{thing[0]}{IS_JSON}{thing[1:]}"


def _with_spread(script: str) -> str:
    """Return a script with the fields of objects where it takes them into others.

    >>> _with_spread("q = {c: 3}; $.get('/list', {...q, page: 1})")
    "q = {c: 3}; $.get('/list', { c: 3, page: 1})"
    """
    if "xtend(" in script or "assign(" in script:
        script = _MERGED_WITH.sub(r"$.extend({ ...\1, }, {", script)
    if "..." not in script:
        return script

    kept: dict[str, re.Match[str] | None] = {}

    def fields(spread: re.Match[str]) -> str:
        name = spread[2]
        if name not in kept and len(kept) < MOST_FORMS:
            kept[name] = re.search(rf"\b{name}\s*[:=]\s*\{{([^{{}}]{{1,400}})\}}", script)
        said = kept.get(name)
        return f"{spread[1]} {said[1].strip().rstrip(',')}" if said else spread[0]

    return _SPREAD.sub(fields, script, count=MOST_SPREAD)


def _as_given(data: re.Match[str]) -> str:
    said = ", ".join(f"{a or b}: {value}" for a, b, value in _ONE_ASSIGNED.findall(data[4]))
    return f"{data[1]}{{{said}}}"


def _as_one(merged: re.Match[str]) -> str:
    return f"{{{', '.join(filter(None, merged.groups()))}}}"


def _with_assigned(kept: re.Match[str]) -> str:
    """Return the object of fields that a script sets one by one.

    >>> _with_assigned(_ASSIGNED.search("q = {c: 3}; q.page = n; q['size'] = 8;"))
    'q = {c: 3, page: n, size: 8};'
    """
    said = [(kept[2] or "").strip().rstrip(",")]
    said += [
        f"'{a or b}': {value}" if "." in (a or b) else f"{a or b}: {value}"
        for a, b, value in _ONE_ASSIGNED.findall(kept[3])
    ]
    return f"{kept[1]} = {{{', '.join(filter(None, said))}}};"


def _as_fields(data: re.Match[str]) -> str:
    """Return a query that a script puts together as the object of its fields.

    >>> _as_fields(_AS_QUERY.search("data: 'cid=' + cid + '&size=8'"))
    "data: {cid: cid, size: '8'}"
    """
    fields = [["", ""]]
    for a, b, word in _TERM.findall(data[2]):
        if word:
            fields[-1][1] = word
            continue
        first, *others = (a or b).split("&")
        for number, part in enumerate((first, *others)):
            name, sign, value = part.partition("=")
            if number or not fields[-1][0]:
                fields.append([name, f"'{value}'" if sign and value else ""])
    said = ", ".join(f"{name}: {value}" for name, value in fields if name and value)
    return f"{data[1]}{{{said}}}"


def _with_queries(script: str) -> str:
    """Return a script whose calls are given the fields that it joins to their addresses.

    >>> _with_queries("q = new URLSearchParams({page, size: 8}); fetch(`/list?${q}`)")
    'q = {page: page, size: 8}; fetch(`/list`, {params: {page: page, size: 8}})'
    """
    for found in islice(_QUERY.finditer(script), MOST_FORMS):
        name, fields = found[1], _SHORTHAND.sub(r"\1\2: \2", found[2])
        held = rf"(?:{re.escape(found[0])}" + (rf"|{name}(?:\.toString\(\))?)" if name else ")")
        script = _with_query_of(script, held, fields)
        if name:
            script = script.replace(found[0], f"{name} = {fields}")
            sent = rf"((?:\bbody|\bdata)\s*:\s*|,\s*){name}(?=\s*[,)}}])"
            script = re.sub(sent, rf"\1{name}, {FORM}", script)
        else:
            script = script.replace(found[0], f"{fields}, {FORM}")
    return script


def _with_query_of(script: str, held: str, fields: str) -> str:
    """Return a script whose calls are given the fields that a pattern finds behind an address."""
    joined = rf"\?\$\{{\s*{held}\s*\}}`|\?(['\"`])\s*\+\s*{held}(?=\W)"
    return re.sub(joined, lambda call: f"{call[1] or '`'}, {{params: {fields}}}", script)


def _with_built(script: str) -> str:
    """Return a script whose calls are given the address that it builds, and its fields.

    >>> _with_built("u = new URL('/list', at); u.searchParams.set('page', n); fetch(u.href)")
    "u = 0; fetch('/list', {params: {page: n}})"
    """
    for built in islice(_BUILT.finditer(script), MOST_FORMS):
        said = ", ".join(f"{key}: {value}" for key, value in _FIELD.findall(built[3]))
        call = f"{built[2]}, {{params: {{{said}}}}}"
        script = script.replace(built[0], f"{built[1]} = 0;", 1)
        held = rf"(?<=\()(\s*){built[1]}(?:\.href|\.toString\(\s*\))?(?=\s*[,)])"
        script = re.sub(held, lambda use, call=call: f"{use[1]}{call}", script)  # type: ignore[misc]
    return script


def _as_call(opened: re.Match[str]) -> str:
    """Return what an XMLHttpRequest posts as a call of jQuery does."""
    address = _OPENED_ADDRESS.match(opened[1])
    if address is None:
        return opened[0]
    is_json = opened[2] is not None
    kind = f" {'contentType' if is_json else 'type'}: '{'json' if is_json else 'post'}',"
    return f".ajax({{url: {address[1].strip()}, type: 'POST',{kind if is_json else ''} data: "


def _as_object(data: re.Match[str]) -> str:
    mark = re.escape(data[2])
    return data[1] + re.sub(_PUT_IN.format(mark=mark), r"\2", data[3].replace("\\", ""))
