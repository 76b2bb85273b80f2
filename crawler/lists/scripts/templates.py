"""Addresses that a script joins of several parts, as templates."""

import re

from article.patterns import regex
from crawler.lists.interfaces import PAGE, SIZE
from crawler.lists.scripts.asking import ASKS
from crawler.lists.scripts.cursors import CURSOR
from crawler.lists.scripts.filling import SLOT
from crawler.lists.scripts.variables import Variables

MOST_PARTS = 5  # of an address that are variables, between its quoted ones
# "/list_" + n + ".json" and "/list?page=" + n are templates as much as `/list_${n}.json` is.
_MIDDLE = regex(
    r"""(["'])((?:(?!\1)[^\n])*)\1\s*\+\s*([\w.$]+)\s*\+\s*(["'])((?:(?!\4)[^\n])*)\4"""
)
_TAIL = regex(r"""(["'])((?:(?!\1)[^\n])*=)\1\s*\+\s*([\w.$]+)""")
_COUNTED = regex(r"""(["'])((?:(?!\1)[^\s<>])*[/_-])\1\s*\+\s*([\w.$]+)""")
# "ctx + '/list'": where a site is, in a variable.
_PREFIXED = regex(
    r"""
        (?<![\w.'"`$])([\w$][\w.]*)\s*\+\s*(["'`])
        (?=/(?!/)|\?|[\w-]+(?:/[\w-]+)*(?:[/?]|\.(?:do|action|json|php|jsp|as[ph]x|ashx)\b))
    """,
    re.X,
)
# "url = $(this).data('src')", "$.get(tab.dataset.url"
_READS = regex(r"\.(?:data|attr|getAttribute)\(|\.dataset\b")
_ADDRESS_OF_ELEMENT = regex(
    r"""
        ([=:(]\s*)(?:\$\(\s*\w+\s*\)|[A-Za-z_$][\w$]*)\.
        (?:(?:data|attr|getAttribute)\(\s*["'](?:data-)?([\w-]+)["']\s*\)|dataset\.([a-z]+)\b)
    """,
    re.X,
)
# "'/list?id=' + getQuery('id') + '&page='", "'/list?id=' + $(this).data('id')"
_READ = regex(
    r"""
        (?<=[=/])(["'])\s*\+\s*(?:
            (?:\$\(\s*\w+\s*\)|[\w.$]{1,40})\.(?:data|attr|getAttribute)
              \(\s*["'](?:data-)?(?P<kept>[\w-]{1,40})["']\s*\)
            | (?:new\ URLSearchParams\([\w.]{0,40}\)\.)?[\w.$]{1,40}
              \(\s*["'](?P<asked>\w{1,40})["']\s*\)
        )(?P<more>\s*\+\s*\1)?
    """,
    re.X,
)
_FIELD = regex(r"(\w+)=$")
# What scripts without them need not be searched for: most rules here begin with any quoted word.
_JOINS_IN = regex(r"""["']\s*\+\s*[\w.$]+\s*\+\s*["']""")
_JOINS_AT_END = regex(r"""[=/_-]["']\s*\+""")


def with_addresses_kept(script: str, known: Variables) -> str:
    """Return a script with the address that it reads from an element: ``url = e.data("src")``."""

    def address(read: re.Match[str]) -> str:
        kept = known.address_kept(read[2] or read[3])
        return f"{read[1]}'{kept}'" if kept else read[0]

    return _ADDRESS_OF_ELEMENT.sub(address, script) if _READS.search(script) else script


def as_templates(script: str, known: Variables) -> str:
    """Return a script with addresses as templates that it puts together of several parts."""
    script = with_read(_PREFIXED.sub(known.prefixed, script), known)
    for _ in range(MOST_PARTS if _JOINS_IN.search(script) else 0):
        before, script = script, _MIDDLE.sub(r"\1\2${\3}\5\1", script)
        if script == before:
            break
    if _JOINS_AT_END.search(script):
        script = _TAIL.sub(r"\1\2${\3}\1", script)
        script = _COUNTED.sub(lambda tail: _as_template(tail, known), script)
    return script


def with_read(script: str, known: Variables, *, in_path: bool = False) -> str:
    """Return a script with what it reads of the page's own address or its elements in addresses.

    What is a part of their ``in_path`` alone may be that of a file; other fields ask for records.
    """

    def value(read: re.Match[str]) -> str:
        is_field = in_path and read.string[read.start() - 1] == "="
        return read[0] if is_field else _with_read(read, known)

    return _READ.sub(value, script)


def _with_read(read: re.Match[str], known: Variables) -> str:
    """Return an address with what the page's own one says, or what its elements keep.

    These keep the number of a page but for a while, and the last of them where a list goes on.
    """
    field = _FIELD.search(read.string, max(0, read.start() - 40), read.start())
    names = [name for name in (read["kept"], field and field[1]) if name]
    if not read["kept"]:
        value = known.asked(read["asked"])
    elif any(map(PAGE.match, names)):
        value = None
    elif any(map(CURSOR.match, names)):
        value = known.last_kept(read["kept"])
    else:
        value = known.kept(read["kept"])
    return read[0] if value is None else f"{value}{'' if read['more'] else read[1]}"


def _as_template(tail: re.Match[str], known: Variables) -> str:
    """Return an address that ends in a variable as a template: ``"/yw/" + page``.

    That is a counter, after which the size of a page may come, or a channel where a list is asked
    for.
    """
    name = tail[3].rpartition(".")[2]
    is_counter = PAGE.match(name) or (SIZE.match(name) and SLOT.search(tail[2]))
    before = tail.string[max(0, tail.start() - 60) : tail.start()].lower()
    is_filled = is_counter or (ASKS.search(before) and known.value(name))
    return f"{tail[1]}{tail[2]}${{{tail[3]}}}{tail[1]}" if is_filled else tail[0]
