"""What of an article is compared with what others printed: hashes of its text, and its slots.

Reprints share sentences, or nearly all of their wording; notices made from one template do too.
What tells them apart is which days, numbers and places stand in the same slots.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

import xxhash

from article.canonical import BORDER, canonical_each, with_guesses
from article.chartable import CharTable
from article.model import Repair
from article.patterns import regex
from article.slots import Slots, read_slots

if TYPE_CHECKING:
    from article.shingles import Hashes

_SENTENCES, _MOST_SENTENCES, _MIN_SENTENCE = 16, 256, 10
# A shorter body ("见附件") is the same for many articles: the title is part of what is compared.
_TELLING_LENGTH = 40

_SPACED = regex(r"[ \u3000](?<=[\u4e00-\u9fff].)(?=[\u4e00-\u9fff])")
_POINT = regex(r"\.(?=\d)")  # of a number, where it ends no sentence
_ENDS = "。!?;."  # of sentences; canonical text has these in their ASCII form


class Fingerprint:
    """The marks by which a reprint is found and proved, each made when it is first asked for.

    ``body`` is paragraphs joined by newlines; ``repairs`` are those of the body, for their guesses.
    The hash and the shingles are of the body alone, unless it is too short to tell.
    """

    def __init__(self, body: str, title: str = "", repairs: Sequence[Repair] = ()) -> None:
        self._body, self._title, self._repairs = body, title, repairs

    @cached_property
    def _text(self) -> tuple[str, str]:
        """Title and body, canonical."""
        # A line's end is a sentence's end; names may be listed with nothing but spaces between.
        body = self._body.replace("\n", "。")
        if " " in body or "\u3000" in body:  # far faster than the pattern
            body = _SPACED.sub("、", body)
        title, body = canonical_each((self._title, body))
        return title, with_guesses(body, self._repairs)

    @cached_property
    def _lines(self) -> tuple[str, str]:
        """The letters of title and body, a line for each sentence."""
        title, _, body = _sentences(BORDER.join(self._text)).partition(BORDER)
        return title, body

    @cached_property
    def _letters(self) -> str:
        title, body = self._lines
        letters = body.replace("\n", "")
        if len(letters) >= _TELLING_LENGTH:
            return letters
        return title.replace("\n", "") + letters or "。".join(self._text)

    @cached_property
    def content_hash(self) -> str:
        """32 hex digits that agree where letters and numerals agree."""
        return blake2b(self._letters.encode("utf-8", "replace"), digest_size=16).hexdigest()

    @cached_property
    def shingles(self) -> "Hashes":
        """The hashes of all 5 characters in a row, sorted, each once."""
        # Here, as with it comes numpy: a tenth of what a pass takes that finds nothing new.
        from article.shingles import shingles

        return shingles(self._letters)

    @cached_property
    def bands(self) -> tuple[int, ...]:
        """16 keys of 63 bits; of two texts with Jaccard similarity J, J^4 of them agree."""
        from article.shingles import bands

        return bands(self.shingles)

    @cached_property
    def sentences(self) -> tuple[int, ...]:
        """Keys of 63 bits of the title and the sentences, the smallest first, at most 256."""
        return _sentence_keys("\n".join(self._lines))

    @property
    def keys(self) -> tuple[int, ...]:
        """The keys that an archive keeps; it is asked for those of all sentences.

        Half the sentences of a long article, so that a short piece of it is found.
        """
        kept = max(_SENTENCES, len(self.sentences) // 2)
        return self.bands + self.sentences[:kept]

    @cached_property
    def slots(self) -> Slots:
        """Days, numbers and places, each by the words beside it."""
        return read_slots("。".join(self._text), self._text[0])


def fingerprint(body: str, title: str = "", repairs: Sequence[Repair] = ()) -> Fingerprint:
    """Return the fingerprint of an article."""
    return Fingerprint(body, title, repairs)


def similarity(one: "Hashes", other: "Hashes") -> tuple[float, float]:
    """Return the Jaccard similarity of two sets of shingles and the containment in the smaller."""
    from article import shingles

    return shingles.similarity(one, other)


def _sentences(text: str) -> str:
    """Return the letters and numerals of a canonical text, a line for each sentence."""
    return _LETTERS.translate(_POINT.sub("", text) if "." in text else text)


def _to_letter(char: str) -> str:
    """Keep letters and numerals of every script, and what parts title and body."""
    if char in _ENDS:
        return "\n"
    return char if char in ("\n", BORDER) or (re.match(r"\w", char) and char != "_") else ""


_LETTERS = CharTable(_to_letter)


def _sentence_keys(sentences: str) -> tuple[int, ...]:
    hashes = {
        xxhash.xxh3_64_intdigest(sentence) >> 1
        for sentence in sentences.split("\n")
        if len(sentence) >= _MIN_SENTENCE
    }
    return tuple(sorted(hashes)[:_MOST_SENTENCES])
