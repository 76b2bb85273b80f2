"""The number of a page in its address, and the address without it."""

import re

from article.patterns import regex
from storage.values.urlkey import url_key

PAGE_IN_QUERY = regex(
    r"(?:^|&)(?:\w*page\w*|(?:pager\.|d-\d+-)?(?:p|pn|pno|start|offset|from))=(\d{1,7})(?=&|$)",
    re.I,
)
OF_DAYS = r"(?:y|m|d|\w*(?:year|month|day|date))"
_COUNTS_ITEMS = regex(r"(?:start|offset|from)=")
_PAGE_FOLDER = regex(r"(?<=\w)/\w*\d{1,6}/$")
_LIST_FILE = regex(r"(?:index|default|list|node|col|page|more)?\W|$", re.I)
_PAGE_IN_FILE = regex(r"[_-]?(\d{1,6})(?=\D*$)")


def is_after(url: str, own: str) -> bool:
    """Whether an address is that of the page after the one of a key, or the second of TRS."""
    number, its_number = split_page(own)[1], split_page(url_key(url))[1]
    is_second_of_trs = number is None and its_number == 1 and "?" not in url
    return (is_second_of_trs or its_number == (number or 1) + 1) and is_same_list(url_key(url), own)


def is_same_list(key: str, own: str) -> bool:
    """Whether two addresses differ in the number of their page only, be one that of its folder."""
    form, its_form = split_page(own)[0], split_page(key)[0]
    folder, _, file = its_form.rpartition("/")
    is_in_folder = folder == form.rstrip("/") and _LIST_FILE.match(file) is not None
    return its_form == form or is_in_folder or says_more(its_form, form)


def with_number(url: str, number: int, other: int) -> str | None:
    """Return the address of another page; None where addresses count items."""
    head, mark, query = url.partition("?")
    found = PAGE_IN_QUERY.search(query)
    if not mark:
        head, _, tail = url.rpartition(str(number))
        return f"{head}{other}{tail}"
    if found is None or _COUNTS_ITEMS.search(found[0]):
        return None
    return f"{head}?{query[: found.start(1)]}{other}{query[found.end(1) :]}"


def split_page(key: str, field: str | None = None) -> tuple[str, int | None]:
    """Return an address key without the number of its page, and that number, if it has one.

    ``field`` is what has the number, if its name does not tell.

    >>> split_page("//a.example/x1/index_2.html")
    ('//a.example/x1/index.html', 2)
    >>> split_page("//a.example/list.php?cid=4&page=3")
    ('//a.example/list.php?cid=4', 3)
    >>> split_page("//a.example/news/page/3/")
    ('//a.example/news/page/', 3)
    """
    path, mark, query = key.partition("?")
    if mark:
        named = (
            re.compile(rf"(?:^|&){re.escape(field)}=(\d{{1,7}})(?=&|$)") if field else PAGE_IN_QUERY
        )
        found = named.search(query)
        rest = named.sub("", query).strip("&")
        return path + (mark + rest if rest else ""), int(found[1]) if found else None
    folder = _PAGE_FOLDER.search(path)
    head, _, file = path.rstrip("/" if folder else "").rpartition("/")
    found = _PAGE_IN_FILE.search(file)
    if found is None:
        return key, None
    return f"{head}/{file[: found.start()]}{file[found.end() :]}", int(found[1])


def split_file(key: str) -> tuple[str, int | None]:
    """Return a key without its query and the number of its file: ``index_3.html?t=4182``."""
    path, mark, _ = key.partition("?")
    form, number = split_page(path) if mark else (key, None)
    return (key, None) if number is None else (form, number)


def split_by(label: int, form: str) -> tuple[str, int | None]:
    """Return a form without the field of any name whose value is what a link to a page says."""
    path, mark, query = form.partition("?")
    fields = query.split("&")
    named = [field for field in fields if re.fullmatch(rf"(?!{OF_DAYS}=)\w+={label}", field, re.I)]
    if not mark or len(named) != 1:
        return form, None
    rest = "&".join(field for field in fields if field not in named)
    return path + (mark + rest if rest else ""), label


def says_more(form: str, own: str) -> bool:
    """Whether a form is one's own with more fields: ``list.php?tid=5&total=31``, and the page."""
    path, _, query = form.partition("?")
    own_path, _, own_query = own.partition("?")
    return path == own_path and {*own_query.split("&")} - {""} < {*query.split("&")}
