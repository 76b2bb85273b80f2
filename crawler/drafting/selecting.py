"""CSS for where a field of some articles stands: the shortest that selects it and nothing else."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import Any

from lxml import etree
from lxml.cssselect import CSSSelector

from article.layout import text_of
from article.patterns import regex
from crawler.drafting.naming import names_of

NAMED = 3  # named ancestors by which something without a name is told
WIDER = 4  # elements around a text that may stand for it
_TELLING = regex(r"article|[a-z]+(?:-[a-z]+)+")  # tags, as newspapers have: founder-title
_HEADINGS = ("h1", "h2", "h3")
_NO_PLACES = ("html", "head", "title", "body", "script", "style", "noscript", "textarea")
_BLOCKS = ("p", "div", "table")
_PIECES = ("p", "span", "font", "b", "strong", "em", "i", "u", "a", "br", "center")

Place = tuple[Any, Sequence[str]]  # the root of a page, and the texts that are looked for


def text_selector(places: Sequence[Place]) -> str | None:
    """Return the CSS of the one element of each page that holds its texts and nothing else."""
    return selector_of(places, [find_holder(root, texts) for root, texts in places])


def selector_of(places: Sequence[Place], held: Sequence[Any]) -> str | None:
    """Return the CSS that finds one element on each page, with the text of the one that is held."""
    texts = [None if element is None else _text(element) for element in held]
    return _first(places, held, lambda found, page: _text(found) == texts[page])


def body_selector(places: Sequence[Place], beside: Sequence[Any]) -> str | None:
    """Return the CSS of the one element of each page that holds its text, not what is beside it."""
    held = [find_holder(root, texts, is_whole=True) for root, texts in places]

    def fits(found: Any, page: int) -> bool:
        return _holds(found, held[page]) and not _holds(found, beside[page])

    return _first(places, held, fits, wider=WIDER)


def find_holder(root: Any, texts: Iterable[str], *, is_whole: bool = False) -> Any:
    """Return the smallest element that holds all the texts, or None; a heading rather than others.

    What holds a whole text is more than one of its paragraphs.
    """
    return _innermost(_headings(_smallest(root, texts, is_whole=is_whole)))


def find_title(root: Any, title: str, body: Any) -> Any:
    """Return the element of a title: links lead to it, the way to a page may name it too.

    Of several the last one above the body is meant.
    """
    held = _smallest(root, [title])
    plain = [element for element in held if not _is_link(element)] or held
    before = dict.fromkeys(takewhile(lambda element: element is not body, root.iter()))
    above = [element for element in plain if body is not None and element in before]
    return _headings(above)[-1] if above else _innermost(_headings(plain))


def _smallest(root: Any, texts: Iterable[str], *, is_whole: bool = False) -> Sequence[Any]:
    wanted = [squeezed for text in texts if (squeezed := "".join(text.split()))]
    held: list[tuple[int, Any]] = []
    for element in root.iter(etree.Element) if wanted else ():
        if element.tag in _NO_PLACES or (is_whole and _is_piece(element)):
            continue
        text = _text(element)
        if all(piece in text for piece in wanted):
            held.append((len(text), element))
    least = min((size for size, _ in held), default=0)
    return [element for size, element in held if size == least]


def _headings(elements: Sequence[Any]) -> Sequence[Any]:
    return [element for element in elements if element.tag in _HEADINGS] or elements


def _is_link(element: Any) -> bool:
    around = [element, *element.iterancestors()]
    return any(e.tag == "a" for e in around) or _text(element) == "".join(
        map(_text, element.iter("a"))
    )


def _first(
    places: Sequence[Place],
    held: Sequence[Any],
    fits: Callable[[Any, int], bool],
    wider: int = 0,
) -> str | None:
    """Return the first selector that finds one element on each page, and one that fits."""
    if not held or any(element is None for element in held):
        return None
    for css in _selectors(held[0], wider):
        found = [CSSSelector(css, translator="html")(root) for root, _ in places]
        if all(len(one) == 1 and fits(one[0], page) for page, one in enumerate(found)):
            return css
    return None


def _selectors(element: Any, wider: int) -> Iterator[str]:
    """Yield selectors of an element and of what holds nothing else, then those by what is around.

    Of ``wider`` elements around it there are names too.
    """
    text, around = _text(element), list(element.iterancestors())
    same = [element, *(holder for holder in around if _text(holder) == text)]
    for one in same:
        yield from names_of(one)
        if _TELLING.fullmatch(one.tag):
            yield one.tag
    for one in same:
        own = [*names_of(one), one.tag]
        named = [
            (holder, names) for holder in one.iterancestors() if (names := [*names_of(holder)])
        ]
        for holder, names in islice(named, NAMED):
            yield from (f"{name} {inner}" for inner in own for name in names)
            if holder is one.getparent():
                yield from (f"{name} > {inner}" for inner in own for name in names)
    for holder in around[:wider]:
        yield from names_of(holder)


def _is_piece(element: Any) -> bool:
    """Whether an element is a paragraph, or a part of one."""
    return element.tag in _PIECES and next(element.iterdescendants(*_BLOCKS), None) is None


def _innermost(elements: Iterable[Any]) -> Any:
    found = None
    for element in elements:
        if found is None or _holds(found, element):
            found = element
    return found


def _holds(outer: Any, inner: Any) -> bool:
    return inner is not None and (
        outer is inner or any(holder is outer for holder in inner.iterancestors())
    )


def _text(element: Any) -> str:
    return "".join(text_of(element).split())
