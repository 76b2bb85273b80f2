"""The runs of characters that two texts share, as hashes: all of them, or a sketch of a few."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

LENGTH = 5  # characters
_BINS, _BANDS, _ROWS = 128, 16, 4

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
_SHIFT = np.uint64(33)
_EDGES = np.arange(_BINS, dtype=np.uint64) << np.uint64(64 - 7)
_random = np.random.default_rng(20250801)
_SUBSTITUTES = np.array([_random.permutation(_BINS) for _ in range(_BINS)])


def shingles(letters: str) -> Hashes:
    """Return the hashes of all 5 characters in a row, sorted, each once."""
    codes = np.frombuffer(letters.ljust(LENGTH, "\0").encode("utf-32-le", "replace"), np.uint32)
    codes = codes.astype(np.uint64)
    count = len(codes) - LENGTH + 1
    hashes = codes[:count] * _PLACE_FACTORS[0]
    for place in range(1, LENGTH):
        hashes += codes[place : place + count] * _PLACE_FACTORS[place]
    # np.unique() hashes first, which takes fifteen times as long.
    ordered = np.sort(_mix(hashes))
    is_first = np.empty(count, np.bool_)
    is_first[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    distinct: Hashes = ordered[is_first]
    return distinct


def _sketch(shingles: Hashes) -> NDArray[np.uint32]:
    """One-permutation MinHash: the smallest hash of each of 128 equal ranges.

    An empty range copies a full one, sought in that range's own fixed random order.
    """
    first = np.searchsorted(shingles, _EDGES)
    full = np.empty(_BINS, np.bool_)
    np.less(first[:-1], first[1:], out=full[:-1])
    full[-1] = first[-1] < len(shingles)
    low = shingles.take(first, mode="clip")
    sketch = ((low << np.uint64(7)) >> np.uint64(32)).astype(np.uint32)
    empty = np.flatnonzero(~full)
    if len(empty):
        order = _SUBSTITUTES[empty]
        sketch[empty] = sketch[order[np.arange(len(empty)), full[order].argmax(axis=1)]]
    return sketch


def bands(shingles: Hashes) -> tuple[int, ...]:
    """Return 16 keys of 63 bits; of two texts with Jaccard similarity J, J^4 of them agree."""
    rows = _sketch(shingles)[: _BANDS * _ROWS].reshape(_BANDS, _ROWS).astype(np.uint64)
    band = np.arange(_BANDS, dtype=np.uint64) * _BAND_FACTOR
    keys = _mix(band + rows @ _PLACE_FACTORS[:_ROWS])
    return tuple((keys >> np.uint64(1)).tolist())


def similarity(one: Hashes, other: Hashes) -> tuple[float, float]:
    """Return the Jaccard similarity of two sets of shingles and the containment in the smaller."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common), common / min(len(one), len(other))


def _mix(hashes: Any) -> Any:
    """Spread the bits of 64-bit integers, in place (the finalizer of MurmurHash3)."""
    hashes ^= hashes >> _SHIFT
    hashes *= _MIX_A
    hashes ^= hashes >> _SHIFT
    hashes *= _MIX_B
    hashes ^= hashes >> _SHIFT
    return hashes
