"""The mirror rebuilt: what it makes of a clean article. Repairs are measured against it."""

from collections.abc import Mapping
from functools import cache
from random import Random

from article.noise import gbk
from article.script import to_traditional_char

# Both scripts have these; the mirror's converter knows one form for one character and leaves them.
_LEFT = frozenset(
    "后里于并愿范云余干系面只制征卷舍谷斗胡姜借困曲朱致松咸郁岳扎症蔑布占佣注游周升表志累克采了向才家"
)


def copied(
    text: str, table: Mapping[str, str], *, cut_share: float = 0.0, random: Random | None = None
) -> str:
    """Return the text in traditional script, annotated by the table and damaged on the way.

    ``cut_share`` is the share of punctuation at which the mirror sets a tag, aligned or not;
    which, ``random`` decides.
    """
    random = random or Random(0)
    return "\n".join(_copied_line(line, table, cut_share, random) for line in text.split("\n"))


def _copied_line(line: str, table: Mapping[str, str], share: float, random: Random) -> str:
    data = gbk.annotated("".join(map(mirror_char, line)).encode("gbk", "ignore"), table)
    parts, start = [], 0
    for begin, end in gbk.cuts(data):
        if begin >= start and random.random() < share:
            parts += [data[start:begin], data[begin:end]]
            start = end
    return "".join(map(gbk.read_leniently, [*parts, data[start:]]))


@cache
def mirror_char(char: str) -> str:
    """Return a character as the mirror writes it, whatever word it stands in."""
    if char in _LEFT:
        return char
    return "著" if char == "着" else to_traditional_char(char)
