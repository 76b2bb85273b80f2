"""What of an article is compared with what others printed: hashes of its text, and its slots.

Reprints share sentences, or nearly all of their wording; notices made from one template do too.
What tells them apart is which days, numbers and places stand in the same slots.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from article.canonical import canonical
from article.chartable import CharTable
from article.model import Repair
from article.slots import Slots, read_slots

Hashes = NDArray[np.uint64]

SHINGLE = 5  # characters
_BINS, _BANDS, _ROWS = 128, 16, 4
_SENTENCES, _MOST_SENTENCES, _MIN_SENTENCE = 16, 256, 10
# A shorter body ("见附件") is the same for many articles: the title is part of what is compared.
_TELLING_LENGTH = 40

_SPACED = re.compile(r"[ \u3000](?<=[\u4e00-\u9fff].)(?=[\u4e00-\u9fff])")
_POINT = re.compile(r"\.(?=\d)")  # of a number, where it ends no sentence
_ENDS = "。!?;."  # of sentences; canonical text has these in their ASCII form

# Odd constants of splitmix64 and xxHash; stored keys depend on them and on the seed.
_MIX_A, _MIX_B = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_PLACE_FACTORS = np.array(
    [
        0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
    ],
    np.uint64,
)  # fmt: skip
_BAND_FACTOR = np.uint64(0xE7037ED1A0B428DB)
_EDGES = np.arange(_BINS, dtype=np.uint64) << np.uint64(64 - 7)
_random = np.random.default_rng(20250801)
_SUBSTITUTES = np.array([_random.permutation(_BINS) for _ in range(_BINS)])


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
        body = _SPACED.sub("、", self._body.replace("\n", "。"))
        return canonical(self._title), canonical(body, self._repairs)

    @cached_property
    def _lines(self) -> tuple[str, str]:
        """The letters of title and body, a line for each sentence."""
        title, body = map(_sentences, self._text)
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
    def shingles(self) -> Hashes:
        """The hashes of all 5 characters in a row, sorted, each once."""
        return _shingles(self._letters)

    @cached_property
    def bands(self) -> tuple[int, ...]:
        """16 keys of 63 bits; of two texts with Jaccard similarity J, J^4 of them agree."""
        return _band_keys(_sketch(self.shingles))

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


def similarity(one: Hashes, other: Hashes) -> tuple[float, float]:
    """Return the Jaccard similarity of two sets of shingles and the containment in the smaller."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common), common / min(len(one), len(other))


def _sentences(text: str) -> str:
    """Return the letters and numerals of a canonical text, a line for each sentence."""
    return _LETTERS.translate(_POINT.sub("", text) if "." in text else text)


def _to_letter(char: str) -> str:
    """Keep letters and numerals of every script."""
    if char in _ENDS:
        return "\n"
    return char if char == "\n" or (re.match(r"\w", char) and char != "_") else ""


_LETTERS = CharTable(_to_letter)


def _mix(hashes: Any) -> Any:
    """Spread the bits of 64-bit integers (the finalizer of MurmurHash3)."""
    hashes = (hashes ^ (hashes >> np.uint64(33))) * _MIX_A
    hashes = (hashes ^ (hashes >> np.uint64(33))) * _MIX_B
    return hashes ^ (hashes >> np.uint64(33))


def _shingles(letters: str) -> Hashes:
    codes = np.frombuffer(letters.ljust(SHINGLE, "\0").encode("utf-32-le", "replace"), np.uint32)
    codes = codes.astype(np.uint64)
    count = len(codes) - SHINGLE + 1
    hashes = codes[:count] * _PLACE_FACTORS[0]
    for place in range(1, SHINGLE):
        hashes += codes[place : place + count] * _PLACE_FACTORS[place]
    # np.unique() hashes first, which takes fifteen times as long.
    ordered = np.sort(_mix(hashes))
    distinct: Hashes = ordered[np.append(True, ordered[1:] != ordered[:-1])]
    return distinct


def _sketch(shingles: Hashes) -> NDArray[np.uint32]:
    """One-permutation MinHash: the smallest hash of each of 128 equal ranges.

    An empty range copies a full one, sought in that range's own fixed random order.
    """
    first = np.searchsorted(shingles, _EDGES)
    full = first < np.append(first[1:], len(shingles))
    low = shingles[np.minimum(first, len(shingles) - 1)]
    sketch = ((low << np.uint64(7)) >> np.uint64(32)).astype(np.uint32)
    empty = np.flatnonzero(~full)
    if len(empty):
        order = _SUBSTITUTES[empty]
        sketch[empty] = sketch[order[np.arange(len(empty)), full[order].argmax(axis=1)]]
    return sketch


def _band_keys(sketch: NDArray[np.uint32]) -> tuple[int, ...]:
    rows = sketch[: _BANDS * _ROWS].reshape(_BANDS, _ROWS).astype(np.uint64)
    bands = np.arange(_BANDS, dtype=np.uint64) * _BAND_FACTOR
    keys = _mix(bands + rows @ _PLACE_FACTORS[:_ROWS])
    return tuple((keys >> np.uint64(1)).tolist())


def _sentence_keys(sentences: str) -> tuple[int, ...]:
    hashes = {
        xxhash.xxh3_64_intdigest(sentence) >> 1
        for sentence in sentences.split("\n")
        if len(sentence) >= _MIN_SENTENCE
    }
    return tuple(sorted(hashes)[:_MOST_SENTENCES])
