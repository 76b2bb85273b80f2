"""A page taken apart as text: its scripts, the markup without them, the attributes of a tag."""

import re
from functools import lru_cache
from html import unescape

from article.patterns import regex

_SCRIPT_BEGINS = regex(r"<script\b([^<>]*)>", re.I)
_SCRIPT_ENDS = regex(r"</script", re.I)
_ATTRIBUTE = regex(r"""(?<![\w-])([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CAPITAL = regex(r"(?<=[a-z])(?=[A-Z])")


def attributes_of(tag: str) -> dict[str, str]:
    """Return what the quoted attributes of a tag say, by their names in small letters."""
    return {name.lower(): said for name, said in attributes_as_written(tag).items()}


def attributes_as_written(tag: str) -> dict[str, str]:
    """Return what the quoted attributes of a tag say; servers tell ``channelId`` from others."""
    return {name: unescape(a or b) for name, a, b in _ATTRIBUTE.findall(tag)}


def dashed(name: str) -> str:
    """Return how an attribute is called that scripts call ``newsId``: ``news-id``."""
    return _CAPITAL.sub("-", name).lower()


def scripts_in(text: str) -> list[tuple[str, str]]:
    """Return the scripts of a page: their attributes, and what they say."""
    return _parted(text)[0]


def markup_of(text: str) -> str:
    """Return a page without its scripts."""
    return _parted(text)[1]


@lru_cache(maxsize=2)  # each rule for scripts asks for those of the page again
def _parted(text: str) -> tuple[list[tuple[str, str]], str]:
    # In one pattern, a page of scripts without end would be searched from each of them.
    scripts, markup, at = [], list[str](), 0
    last_comment = text.rfind("-->")
    while (begun := _SCRIPT_BEGINS.search(text, at)) and (
        ended := _SCRIPT_ENDS.search(text, begun.end())
    ):
        start = begun.start()
        opened = text.rfind("<!--", at, start) if start < last_comment else -1
        if opened >= 0 and text.find("-->", opened, start) < 0:  # what is left out runs nowhere
            end = text.find("-->", start) + len("-->")
            markup.append(text[at:end])
            at = end
            continue
        scripts.append((begun[1], text[begun.end() : ended.start()]))
        markup.append(text[at : begun.start()])
        at = ended.end()
    return scripts, "".join([*markup, text[at:]])
