"""Paragraphs that a page holds twice: the article again, whole or cut off at the end."""

from collections.abc import Iterator
from itertools import accumulate

from article.canonical import canonical_each
from article.noise.edits import Edit, line_spans, lines_out
from article.noise.script import COMMON
from article.patterns import regex

_ALONE = 60  # characters from which one paragraph can be no coincidence
_PARAGRAPH = 12
_VERSE_LINE = 30
_WHOLE = 120  # characters of a text that is there again, in whatever lines
_ANCHOR = 24
_CUT_SIGNS = "….·"
_WORD = regex(r"\S+")
# Half-width marks, full-width letters and digits, traditional characters.
_TWO_FORMS = regex(f"[,;!?(\uff10-\uff19\uff21-\uff3a\uff41-\uff5a{COMMON}]")


def find_repeats(text: str) -> list[Edit]:
    """Return edits that take out every later copy of a run of paragraphs.

    Script, width and spaces aside. A run counts from the head of the text or right below the first,
    when it has a paragraph of 60 characters, or two of 12; its last paragraph may be cut off.
    Elsewhere it is half of all before it, as two posts may ask the same of who applies for them.
    Verse repeats its lines by intent: there only a copy of all that came before counts.
    """
    spaceless = ["".join(line.split()) for line in text.split("\n")]
    if whole := list(_whole_again(text, spaceless)):
        return whole
    found = zip(line_spans(text), _keys(text, spaceless), strict=True)
    lines = [(*span, key) for span, key in found if key]
    keys = [key for _, _, key in lines]
    if len(set(keys)) == len(keys) and not _may_be_cut(keys):
        return []
    least = _least_of_verse if _is_verse(keys) else _least_of_prose
    lengths, out = list(accumulate(map(len, keys))), []
    for first, copy, size in _runs(keys):
        run = keys[copy : copy + size]
        is_half = size > 1 and 2 * sum(map(len, run)) >= lengths[copy - 1]
        is_near = first <= 1 or first + size == copy or is_half
        if is_near and least(run, whole=first == 0 and size >= copy - 1):
            evidence = f"the same as from paragraph {first + 1}"
            out.append((lines[copy][0], lines[copy + size - 1][1], evidence))
    return list(lines_out(out))


def _keys(text: str, spaceless: list[str]) -> list[str]:
    """Return the lines of a text as they are compared, folded only where some have two forms."""
    if not _TWO_FORMS.search(text):
        return spaceless
    return canonical_each(text.split("\n"))


def _whole_again(text: str, spaceless: list[str]) -> Iterator[Edit]:
    """Yield an edit that takes out all from where the text begins anew, though in other lines."""
    chars = "".join(spaceless)
    for first in sorted({0, len(spaceless[0])}):
        again = chars.find(chars[first : first + _ANCHOR], first + _WHOLE)
        rest = chars[again:]
        if again < 0 or len(rest) < 0.9 * (again - first) or not chars.startswith(rest, first):
            continue
        start = _position(text, again)
        evidence = f"the same as from character {first + 1}"
        yield Edit(start=len(text[:start].rstrip()), end=len(text), evidence=evidence)
        return


def _position(text: str, number: int) -> int:
    """Return where the character is that so many come before, spaces not counted."""
    for match in _WORD.finditer(text):
        if number < match.end() - match.start():
            return match.start() + number
        number -= match.end() - match.start()
    return len(text)


def _runs(keys: list[str]) -> Iterator[tuple[int, int, int]]:
    """Yield (first, copy, size) of runs of lines that occurred before, longest first copy wins."""
    seen: dict[str, list[int]] = {}
    at = 0
    while at < len(keys):
        best = (0, 0)
        for first in seen.get(keys[at][:_PARAGRAPH], ())[:64]:
            size = _common(keys, first, at)
            best = max(best, (size, -first))
        size = best[0]
        if size:
            yield -best[1], at, size
        for line in range(at, at + max(size, 1)):
            if not size:
                seen.setdefault(keys[line][:_PARAGRAPH], []).append(line)
        at += max(size, 1)


def _common(keys: list[str], first: int, copy: int) -> int:
    size = 0
    while first + size < copy and copy + size < len(keys):
        there, here = keys[first + size], keys[copy + size]
        if there != here:
            if len(here) >= _PARAGRAPH and there.startswith(here.rstrip(_CUT_SIGNS)):
                size += 1
            break
        size += 1
    return size


def _may_be_cut(keys: list[str]) -> bool:
    heads = [key[:_PARAGRAPH] for key in keys if len(key) >= _PARAGRAPH]
    return len(set(heads)) < len(heads)


def _is_verse(keys: list[str]) -> bool:
    return sum(len(key) < _VERSE_LINE for key in keys) > 0.7 * len(keys)


def _least_of_prose(run: list[str], *, whole: bool) -> bool:
    return any(len(key) >= _ALONE for key in run) or (
        sum(len(key) >= _PARAGRAPH for key in run) >= 2
    )


def _least_of_verse(run: list[str], *, whole: bool) -> bool:
    return any(len(key) >= _ALONE for key in run) or (
        whole and len(run) >= 3 and sum(map(len, run)) >= 2 * _ALONE
    )
