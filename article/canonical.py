"""What is compared and never shown: text folded for reprints, and for search."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from article.chartable import CharTable, Fold
from article.model import Repair
from article.patterns import regex
from article.script import in_gb2312, to_simplified_char

BORDER = "\ufffe"
"""What is no character, so in no text."""

_DIGITS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = regex("([〇零一二三四五六七八九十百千]+)")
_NUMBER = regex(
    r"""
        (?:[一二三四五六七八九]千)?零?(?:[一二三四五六七八九]百)?零?(?:[一二三四五六七八九]?十)?
        零?[一二三四五六七八九]?
    """,
    re.X,
)
_MOST_NUMBERS = 10_000
_QUOTES = dict.fromkeys("“”„‟〝〞「」『』«»‹›〈〉﹁﹂﹃﹄", '"') | dict.fromkeys("‘’‚‛′", "'")
_DASHES = dict.fromkeys("‐‑‒–—―─━−", "-")
_SAME = _QUOTES | _DASHES | {"著": "着"}


class _Numbers(dict[str, str]):
    """Numerals in digits; learns each when it meets it, up to a bound."""

    def __missing__(self, numeral: str) -> str:
        number = _number(numeral)
        if len(self) < _MOST_NUMBERS:
            self[numeral] = number
        return number


def _half_width(char: str) -> str:
    return unicodedata.normalize("NFKC", char).lower()


def _to_search(char: str) -> str:
    char = _half_width(char)
    # What simplified text writes too, as 乾 in 乾隆, is a character of its own.
    return char if len(char) > 1 or in_gb2312(char) else to_simplified_char(char)


def _to_compare(char: str) -> str:
    if char in _SAME:
        return _SAME[char]
    return "".join(map(to_simplified_char, "".join(_half_width(char).split())))


_SEARCHED = Fold(_to_search)
_COMPARED = CharTable(_to_compare)


def searchable(text: str) -> str:
    """Fold script, width and case, and nothing else: for stored text and a question alike.

    Every character is folded by itself, so that what contains a word still contains it.
    """
    return _composed(_composed(text).translate(_SEARCHED))


def canonical(text: str, repairs: Sequence[Repair] = ()) -> str:
    """Fold everything in which two printings of one article may differ.

    Spaces out; script, width, case, quotes, dashes and numerals folded; where a repair of the text
    left marks for what was lost, its guess is put in.
    """
    return with_guesses(_fold(text), repairs)


def with_guesses(folded: str, repairs: Sequence[Repair]) -> str:
    """Return a folded text with the guesses in the place of what was lost."""
    for repair in repairs:
        if repair.guess is not None:
            folded = folded.replace(_fold(repair.after), _fold(repair.guess))
    return folded


def canonical_each(texts: Iterable[str]) -> list[str]:
    """Return what :func:`canonical` makes of each text, all at once.

    Each by itself takes longer to begin with than to fold, where they are short.
    """
    return _fold(BORDER.join(text.replace(BORDER, "") for text in texts)).split(BORDER)


def _fold(text: str) -> str:
    parts = _NUMERAL.split(_composed(_COMPARED.translate(_composed(text))))
    parts[1::2] = map(_NUMBERS.__getitem__, parts[1::2])
    return "".join(parts)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _number(numeral: str) -> str:
    """Write a Chinese numeral in digits: by value where it is one number, else digit by digit."""
    if not _NUMBER.fullmatch(numeral) or not _UNITS.keys() & set(numeral):
        return "".join(_DIGITS.get(char) or str(_UNITS[char]) for char in numeral)
    value, digit = 0, 0
    for char in numeral:
        if char in _UNITS:
            value += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = int(_DIGITS[char])
    return str(value + digit)


_NUMBERS = _Numbers()
