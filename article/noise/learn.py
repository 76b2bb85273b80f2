"""Derive the statistics of :mod:`article.noise.language` from lists of words with frequencies.

``python -m article.noise.learn dict.txt terms.txt > language.txt``, where dict.txt is the word list
of jieba 0.42.1 (MIT licence, © 2013 Sun Junyi), and terms.txt are words of civilization sites
that are younger than that list.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import log2
from pathlib import Path

_LEAST = 8  # rarer pairs double the file and change no reading
_TERM = 3000


def read_words(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield words of Han characters and their frequencies; a word without one is a term."""
    for line in lines:
        word, _, rest = line.partition(" ")
        word = word.strip()
        if word and all("\u4e00" <= char <= "\u9fff" for char in word):
            yield word, int(rest.split(" ")[0]) if rest else _TERM


def learn(words: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Yield the lines of the table, the commonest character first.

    A line is the character; how often it is met, begins and ends a word; the characters that
    follow it within words, grouped behind a small letter each. Numbers are 4 log2, letters log2.
    """
    times, first, last = Counter[str](), Counter[str](), Counter[str]()
    after: dict[str, Counter[str]] = {}
    for word, frequency in words:
        first[word[0]] += frequency
        last[word[-1]] += frequency
        for char in word:
            times[char] += frequency
        for one, two in pairwise(word):
            after.setdefault(one, Counter())[two] += frequency
    for char, count in times.most_common():
        if count >= _LEAST:
            counts = (count, first[char], last[char])
            numbers = " ".join(str(round(4 * log2(n))) if n else "-" for n in counts)
            yield f"{char} {numbers} {_grouped(after.get(char, Counter()))}".rstrip()


def _grouped(followers: Counter[str]) -> str:
    groups: dict[str, str] = {}
    for char, count in followers.most_common():
        if count >= _LEAST:
            letter = chr(ord("a") + round(log2(count)))
            groups[letter] = groups.get(letter, "") + char
    return "".join(letter + chars for letter, chars in groups.items())


if __name__ == "__main__":
    sources = [Path(name).read_text(encoding="utf-8").splitlines() for name in sys.argv[1:]]
    print(*learn(pair for lines in sources for pair in read_words(lines)), sep="\n")
