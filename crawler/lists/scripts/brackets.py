"""What stands between brackets in a script: the options of a call, an object, a function."""

from article.patterns import regex

LONGEST = 2000  # characters of the data of one call
TOKEN = regex(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[{}\[\]]")
_BRACKET = regex(r"\"[^\"\n]*\"|'[^'\n]*'|[(){}\[\]]")


def end_of(script: str, begun: int) -> int:
    """Return where an object ends that begins at a place, 0 where it is too long."""
    depth = 0
    for token in TOKEN.finditer(script, begun, begun + LONGEST):
        depth += (token[0] in "{[") - (token[0] in "}]")
        if not depth:
            return token.end()
    return 0


def within_call(after: str) -> str:
    """Return what stands after an address up to the end of its call.

    >>> within_call(", {page: 1}, show); $.post('/hits')")
    ', {page: 1}, show'
    """
    depth = 0
    for token in _BRACKET.finditer(after):
        depth += (token[0] in "({[") - (token[0] in ")}]")
        if depth < 0:
            return after[: token.start()]
    return after


def beyond_functions(script: str, start: int) -> str:
    """Return what stands in the options of a call after an address, but for its functions.

    >>> beyond_functions(", success: function (r) { show(r) }, data: {page: 1}})", 0)
    ', data: {page: 1}'
    """
    depth, done, parts, is_body = 0, start, list[str](), False
    for token in _BRACKET.finditer(script, start, start + LONGEST):
        if token[0] == "{" and not depth:
            before = script[done : token.start()]
            if is_body := before.rstrip().endswith((")", "=>")):
                parts.append(before[: before.rfind(",")])
        depth += (token[0] in "({[") - (token[0] in ")}]")
        if not depth and is_body and token[0] == "}":
            done, is_body = token.end(), False
        if depth < 0:
            return "".join([*parts, script[done : token.start()]])
    return ""


def opened_in(before: str) -> str:
    """Return the options of a call that stand before an address in it, "" where there are none.

    >>> opened_in("load(); axios({method: 'post', url: ")
    "{method: 'post', url: "
    """
    if "{" not in before:
        return ""
    depth = 0
    for token in _BRACKET.finditer(before[::-1]):  # from the address on
        depth += (token[0] in ")}]") - (token[0] in "({[")
        if depth < 0:
            begun = len(before) - token.end()
            is_call = before[begun] == "{" and before[:begun].rstrip().endswith("(")
            return before[begun:] if is_call else ""
    return ""
