"""The characters that a mirror's page may hold, by the bytes of GBK."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from article.noise import gbk
from article.noise.language import ranks
from article.script import to_mirror_chars, to_simplified_char

_COMMON = 5000
_DOOMED = 3000  # rarer characters are not tried where half of one is unknown
_MARKS = "，。、“”《》：；！？（）…—·‘’【】〈〉「」『』\u3000"


def trail_of(char: str) -> int:
    """Return the second byte of a character in GBK, 0 where it has one or none."""
    code = char.encode("gbk", "ignore")
    return code[1] if len(code) == 2 else 0


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The characters that a mirror's page may hold, by the bytes of GBK."""

    by_lead: Mapping[int, list[str]] = field(default_factory=dict)
    by_trail: Mapping[int, list[str]] = field(default_factory=dict)
    lead: Mapping[str, int] = field(default_factory=dict)
    doomed: Mapping[int, list[tuple[str, frozenset[int]]]] = field(default_factory=dict)

    def with_trail(self, leads: frozenset[int], trail: int) -> Iterator[str]:
        if len(leads) == 1:
            (lead,) = leads
            char = bytes((lead, trail)).decode("gbk", "ignore")
            if len(char) == 1:
                yield char
            return
        for char in self.by_trail.get(trail, ()):
            if self.lead[char] in leads:
                yield char

    def with_leads(self, leads: frozenset[int]) -> Iterator[str]:
        for lead in leads:
            yield from self.by_lead.get(lead, ())

    def vanishing(self, leads: frozenset[int]) -> Iterator[tuple[str, frozenset[int]]]:
        """Yield characters whose trail may vanish with the next lead, and which leads those are."""
        for lead in leads:
            yield from self.doomed.get(lead, ())


def rank_of(char: str) -> int:
    """Return the rank of a character by frequency, whatever its script; 0 for marks."""
    return ranks().get(to_simplified_char(char), 0)


@cache
def alphabet() -> Alphabet:
    """Return the commonest characters as mirrors write them, and the marks."""
    by_lead: dict[int, list[str]] = {}
    by_trail: dict[int, list[str]] = {}
    lead_of: dict[str, int] = {}
    doomed: dict[int, list[tuple[str, frozenset[int]]]] = {}
    pairs = gbk.vanishing()
    common = [char for char, rank in ranks().items() if rank < _COMMON]
    for char in dict.fromkeys([*to_mirror_chars(common), *_MARKS]):
        code = char.encode("gbk", "ignore")
        if len(code) != 2:
            continue
        lead, trail = code
        by_lead.setdefault(lead, []).append(char)
        by_trail.setdefault(trail, []).append(char)
        lead_of[char] = lead
        if trail in pairs and rank_of(char) < _DOOMED:
            doomed.setdefault(lead, []).append((char, pairs[trail]))
    return Alphabet(by_lead, by_trail, lead_of, doomed)
