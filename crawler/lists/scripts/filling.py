"""The first request of a list: what a script puts in the places of an address and in its fields."""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from article.patterns import regex
from crawler.lists.interfaces import OFFSET, PAGE, SIZE, with_fields
from crawler.lists.jsonvalues import loads
from crawler.lists.scripts.cursors import CURSOR
from crawler.lists.scripts.variables import Variables
from crawler.scope import resolve

MOST_ASKED = 200  # items of one page
INTERFACE = regex(
    r"\.(?:json|xml)\b|/api/|/rest/|\bapi\b|[?&]\w*(?:page|callback)\w*=|\.(?:do|action)\b|"
    r"/list\b",
    re.I,
)
_NO_LIST = regex(
    r"""
        manifest | config | package | i18n | lang | locale | weather | stat(?:s|istics)?\b
        | count | visit | hits?\b | login | user | captcha | comment
        | \.(?:js|css|png|jpe?g|gif|svg|ico|swf|mp4)(?:$|\?)
    """,
    re.X | re.I,
)
# "&count=${rowCount}": how many are asked for
_COUNT_OF_ROWS = regex(r"[?&]count=(?:\d+|\$\{[^{}]*\})(?=&|$)|(?<==)\$\{[\w.]*count\}", re.I)
# Those too, unless the call asks for a page of a channel: so do lists of TRS.
_NO_LIST_BUT = regex(r"search|suggest", re.I)
# What changes something is never asked for, unless it is a page of a list.
_DOES = regex(
    r"""
        (?<![A-Za-z])(?:
            save | submit | insert | delete | del | remove | add | vote | praise | digg? | zan
            | likes? | upload | register | feedback | subscribe | modify | edit | send | create
            | exit | logout | update(?!/) | guestbook | survey | questionnaire | poll
            | apply | sign_?(?:up|in) | (?<!=)(?:clicks? | pv | track)(?![A-Z])
        )(?![a-z])
        | (?:
              Save | Submit | Insert | Delete | Del | Remove | Add | Vote | Praise | Digg? | Zan
              | Like | Upload | Register | Feedback | Subscribe
          )(?![a-z])
    """,
    re.X,
)
# What is sent to GraphQL says what it does; without that it is refused.
_QUERIES = regex(r"\s*(?:query\b|\{)")
# "{method: 'addClick'}": a call may say in a field what it does.
_SAYS_WHAT = regex(
    r"^(?:method|mode|type|act(?:ion)?|oper(?:ation)?|op|do|cmd|func(?:tion)?)$", re.I
)
_PAGE_OF_HTML = regex(r"\.[a-z]?html?(?:$|\?(?!.*page))", re.I)
_CHANNEL = regex(
    r"channel|chnl|column|catalog|category|node|site|lanmu|^(?:cat|col|c|lm)_?id$", re.I
)
# A file of records that is called like a script: "news_" + page + ".js".
_COUNTED_SCRIPT = regex(r"\$\{\s*([\w.]+)\s*\}\.js(?=$|\?)")
_BLANK_AT_END = regex(r"[?&](\w+)=$")  # a script adds what is missing
_CALLBACK = regex(r"(?<=[?&])([\w.]+=)\?(?=&|$)")  # jQuery makes a name
# What a reader may type, by which nothing is left out at first.
_TYPED = regex(r"^(?:key_?words?|key|kw|wd|word|q|search\w*|s?title)$", re.I)
IN_QUERY = regex(r"[?&](\w+)=")
SLOT = regex(r"\$\{\s*([\w.$]+)[^}]*\}|\{\{?\s*(\w+)\s*\}?\}")
_PAIR = regex(
    r"""
        (?<![\w.\[\]-])["']?([\w.\[\]-]+)["']?\s*:\s*(?:
            "([^"]*)" | '([^']*)' | (\d+) | ([\w.$]+(?:\s*[-+*/]\s*[\w.$]+){0,3})
            | (?:[\w.$]+?|\$\([^()]{1,40}\))(\.data|\.attr|\.getAttribute)?\(\s*["'](?:data-)?
              ([\w-]+)["']\s*\)
        )\s*(?=[,}])
    """,
    re.X,
)
# "{cat, page, size: 8}" is "{cat: cat, page: page, size: 8}".
_SHORTHAND = regex(r""""[^"\n]*"|'[^'\n]*'|([{,]\s*)([A-Za-z_]\w*)(?=\s*[,}])""", re.A)
_COUNTED_UP = regex(r"(?<=\w)\+\+(?=\s*[,}])")  # "{page: page++}"
_OF_REQUEST = frozenset("dataType contentType async url headers credentials timeout".split())
# "type: 'post'" says how a call sends, "type: 'wm'" what it asks for.
_MAY_BE_OF_REQUEST = frozenset("type method mode cache".split())
_HOW = regex(
    r"get|post|put|patch|delete|head|jsonp?|html|text|xml|script|(?:no-)?cors|same-origin|true|false"
    r"|default|reload|no-\w+|force-cache",
    re.I,
)


def filled(address: str, fields: Mapping[str, str], url: str, known: Variables) -> str | None:
    """Return the address of the first page: places filled in, the fields of the call added."""
    named = _COUNTED_SCRIPT.sub("", address) if is_counted_script(address) else address
    slots = (a or b for a, b in SLOT.findall(address))
    held = (name for value in fields.values() for name in _names_within(value))
    names = (*fields, *IN_QUERY.findall(address), *slots, *held)
    named = _COUNT_OF_ROWS.sub("", named) if "count" in named.lower() else named
    said = [value for name, value in fields.items() if _SAYS_WHAT.match(name)]
    does = " ".join((*said, named))
    if _NO_LIST.search(does) or (_NO_LIST_BUT.search(named) and not _turns(names)):
        return None
    if _DOES.search(does) and not _turns(names):
        return None
    if _PAGE_OF_HTML.search(named) and not (_turns(names) or any(map(PAGE.match, fields))):
        return None
    if "variables" in fields and not _QUERIES.match(fields.get("query", "")):
        return None
    address = _beginning(address, known)
    address = _CALLBACK.sub(r"\1jsonp", SLOT.sub(lambda slot: _value(slot, known), address))
    if (blank := _BLANK_AT_END.search(address)) and PAGE.match(blank[1]):
        numbers = [value for name, value in fields.items() if PAGE.match(name)]
        address += numbers[0] if numbers else "1"
        fields = {name: value for name, value in fields.items() if not PAGE.match(name)}
    target = resolve(address, url)
    if target is None:
        return None
    there = dict(parse_qsl(urlsplit(target).query))
    new = {name: value for name, value in fields.items() if name not in there}
    return with_fields(target, **new) if new else target


def _names_within(value: str) -> Iterable[str]:
    """Return the names in an object that a field holds: ``filter={"CHNLID":"12"}``, as TRS asks."""
    held = loads(value) if value.startswith("{") else None
    return held if isinstance(held, dict) else ()


def _beginning(address: str, known: Variables) -> str:
    """Return an address with what a script puts before it: ``${location.origin}/list``."""
    start = SLOT.match(address)
    if start is None or address[start.end() : start.end() + 1] != "/":
        return address
    place = known.prefix((start[1] or start[2]).rpartition(".")[2]) or ""
    return place.rstrip("/") + address[start.end() :]


def is_counted_script(address: str) -> bool:
    """Whether an address is that of a script which there is of each page of a list."""
    found = _COUNTED_SCRIPT.search(address)
    return found is not None and PAGE.match(found[1].rpartition(".")[2]) is not None


def _turns(fields: Sequence[str]) -> bool:
    """Whether a call asks for a page of a channel."""
    return any(map(PAGE.match, fields)) and any(map(_CHANNEL.search, fields))


def fields_in(text: str, known: Variables) -> dict[str, str]:
    """Return the fields of an object that a call sends, with the values of its variables."""
    found = {}
    text = _COUNTED_UP.sub("", text) if "++" in text else text
    text = _SHORTHAND.sub(lambda said: f"{said[0]}: {said[2]}" if said[2] else said[0], text)
    for name, a, b, number, word, of_element, read in _PAIR.findall(text):
        said = a or b or word
        if name in _OF_REQUEST or (name in _MAY_BE_OF_REQUEST and _HOW.fullmatch(said)):
            continue
        value: str | None = number or _as_text(a or b) or known.asked_for(name) or ""
        if word:
            # "offset: list.length": as many as there are
            last = word.rpartition(".")[2]
            is_offset = OFFSET.match(name) and (OFFSET.match(last) or last == "length")
            is_counter = PAGE.match(name) or SIZE.match(name) or is_offset
            counted = _first(name, word, known) if is_counter else None
            value = word if word in ("true", "false") else counted or _value_of(word, known)
            is_open = CURSOR.match(name) or (_CHANNEL.search(name) and known.is_open(last))
            value = "" if value is None and is_open else value
        elif read:  # "id: b.data('id')": what an element keeps; "id: get('id')": what is asked for
            value = _read_from(name, read, known) if of_element else known.asked(read)
        if value is not None:
            found[name] = value
    return found


def _read_from(name: str, read: str, known: Variables) -> str | None:
    """Return what a field is at first that is read from an element, which a page has several of."""
    if CURSOR.match(name):
        return known.last_kept(read)
    return (known.only_kept(read) or "1") if PAGE.match(name) else known.kept(read)


def _value_of(word: str, known: Variables) -> str | None:
    """Return the value of a variable, or what says it: ``button.dataset.channel``."""
    holder, _, name = word.rpartition(".")
    if holder.endswith("query"):  # of Vue's router
        return known.asked(name)
    return known.kept(name) if holder.endswith("dataset") else known.value(word)


def value_within(word: str, known: Variables) -> str | None:
    """Return the value of a variable in an object within another: a counter begins there too."""
    value = _value_of(word, known)
    name = word.rpartition(".")[2]
    return _first("page", word, known) if value is None and PAGE.match(name) else value


def _as_text(said: str) -> str:
    """Return a text as JSON has it where it would be taken for a number: "1" is not 1."""
    return f'"{said}"' if isinstance(loads(said), int | float) else said


def _value(slot: re.Match[str], known: Variables) -> str:
    """Return what a script puts in a place of an address, as far as the page tells."""
    word = (slot[1] or slot[2]).rpartition(".")[2]
    field = re.search(r"[?&](\w+)=$", slot.string[: slot.start()])
    if field and (CURSOR.match(field[1]) or _TYPED.match(field[1])):
        return known.value(word) or ""
    for name in (field[1] if field else word, word):
        if PAGE.match(name) or SIZE.match(name) or OFFSET.match(name):
            return _first(name, word, known)
    value = _value_of(slot[1] or slot[2], known)
    return _first("page", word, known) if value in (None, "0") else value


def _first(name: str, word: str, known: Variables) -> str:
    """Return the value of a counter at the start of a list, where a variable ``word`` holds it."""
    if SIZE.match(name):
        size = known.value(word)
        return size if size and size.isdecimal() and 0 < int(size) <= MOST_ASKED else "20"
    if (kept := known.read_from_element(word)) and kept.isdecimal():
        return kept
    if OFFSET.match(name):
        return "1" if known.value(word) == "1" else "0"
    return "0" if known.counts_from_zero(word) else "1"
