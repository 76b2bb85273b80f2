"""The module of a drafted spider, laid out as the formatter of the project does."""

import json
from collections.abc import Sequence
from unicodedata import east_asian_width
from urllib.parse import urlsplit

from article.layout import Layout
from article.patterns import regex
from crawler.scope import host_of

LONGEST_LINE = 100  # columns of code; a Chinese character takes two
_NO_DOCSTRING = regex(r'["\\]')  # what a page says must not run
_HOME = regex(r"/?(?:index\.\w+)?")


def is_home(url: str) -> bool:
    """Whether an address is that of a whole site, whose module names no channel."""
    parts = urlsplit(url)
    return not parts.query and _HOME.fullmatch(parts.path) is not None


def module_of(
    name: str,
    url: str,
    names: tuple[str, str | None],
    links: str | None,
    layout: Layout | None,
    *,
    explores: bool,
) -> str:
    """Return the source of a spider; ``names`` are those of its site and of its channel."""
    site, channel = names
    base = "ExploringSpider" if explores else "ListingSpider"
    parts, at_home = urlsplit(url), is_home(url)
    listed = [_quoted(channel) if channel else "None", _quoted(url)]
    lines = [
        f'"""{_NO_DOCSTRING.sub("", site)}."""',
        "",
        *(["from article.layout import Layout"] if layout else []),
        *_imports(base, with_channels=not at_home),
        "",
        "",
        f"class {''.join(part.capitalize() for part in name.split('_'))}Spider({base}):",
        '    """Drafted from one list and its articles: say here what is peculiar to the site."""',
        "",
        f"    name = {_quoted(name)}",
        f"    site_title = {_quoted(site)}",
        "    region = None  # such as 湖北省",
        "    region_code = None  # GB/T 2260, such as 420000",
        f"    home_url = {_quoted(f'{parts.scheme}://{parts.netloc}/')}",
        f"    allowed_domains = [{_quoted(host_of(url))}]",
        *([] if at_home else ["    channels = [", *_call("Channel", listed), "    ]"]),
        *([f"    article_links = {_quoted(links)}"] if links else []),
        *(_layout_lines(layout) if layout else []),
    ]
    return "\n".join(lines) + "\n"


def _imports(base: str, *, with_channels: bool) -> list[str]:
    if base == "ListingSpider":
        return ["from crawler.listing import Channel, ListingSpider"]
    channel = ["from crawler.listing import Channel"] if with_channels else []
    return [*channel, f"from crawler.unknown.spider import {base}"]


def _layout_lines(layout: Layout) -> list[str]:
    fields = {name: getattr(layout, name) for name in ("title", "byline", "body", "editor")}
    inside = [f"{name}={_quoted(css)}" for name, css in fields.items() if css]
    return ["    layouts = [", *_call("Layout", inside), "    ]"]


def _call(name: str, arguments: Sequence[str]) -> list[str]:
    """Return a call as an item of a list, as the formatter of the project lays it out."""
    line = f"        {name}({', '.join(arguments)}),"
    if sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) <= LONGEST_LINE:
        return [line]
    return [
        f"        {name}(",
        *(f"            {argument}," for argument in arguments),
        "        ),",
    ]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
