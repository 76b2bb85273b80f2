"""Characters that nobody sees, and those that look like another: for the eye nothing changes."""

import unicodedata
from collections.abc import Iterator

from article.noise.edits import Edit
from article.patterns import regex

# Zero width, direction, soft hyphen, byte order, controls; not the joiners and selectors of emoji.
_INVISIBLE = regex(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x90\x95\x98-\x9f]+"
    "|(?<=[\u3400-\u9fff])[\u200c\u200d\ufe0e\ufe0f]+(?=[\u3000-\u9fff\uff00-\uffef])"
)
_LINE_END = regex("\r\n?|[\x85\u2028\u2029]")
_GATE = regex(
    "[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0b-\x1f\x7f-\x9f]"
)
# Controls that are marks of Windows-1252 in a page that says Latin-1.
_WINDOWS = {char: char.encode("latin-1").decode("cp1252") for char in "\x91\x92\x93\x94\x96\x97"}
_WINDOWS_MARK = regex("[\x91-\x94\x96\x97]")
# Radicals that take a character's place in text out of PDF, and that Unicode does not decompose.
_RADICALS = dict(
    zip(
        "⺁⺄⺇⺈⺉⺋⺍⺎⺐⺓⺕⺗⺙⺝⺟⺠⺩⺪⺬⺮⺯⺰⺳⺶⺷⺸⺻⺼⻁⻄⻅⻆⻉⻋⻓⻔⻗⻘⻙⻚⻛⻜⻝⻞⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "厂乙几刀刂卩小兀尢幺彐心攵月母民王疋示竹糸纟网羊羊羊聿肉虎西见角贝车长门雨青韦页风飞食饣马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_RADICAL = regex("[\u2e80-\u2fd5]")


def visible(text: str) -> str:
    """Return a short text, such as a title, without what has no width."""
    return _INVISIBLE.sub("", text) if _GATE.search(text) else text


def find_invisible(text: str) -> Iterator[Edit]:
    """Yield edits that take out what has no width, and write each line end as a newline."""
    if not _GATE.search(text):
        return
    spans = [(*match.span(), "") for match in _INVISIBLE.finditer(text)]
    spans += [(*match.span(), _WINDOWS[match.group()]) for match in _WINDOWS_MARK.finditer(text)]
    spans += [(*match.span(), "\n") for match in _LINE_END.finditer(text)]
    for start, end, after in sorted(spans):
        names = " ".join(f"U+{ord(char):04X}" for char in text[start : min(end, start + 4)])
        yield Edit(start=start, end=end, after=after, evidence=names)


def find_lookalikes(text: str) -> Iterator[Edit]:
    """Yield edits that put characters for radicals, and composed for decomposed ones (NFC)."""
    for match in _RADICAL.finditer(text):
        radical = match.group()
        char = _RADICALS.get(radical) or unicodedata.normalize("NFKC", radical)
        if char != radical:
            yield Edit(start=match.start(), end=match.end(), after=char, evidence="radical")


_CLUSTER = regex(r"[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]*")


def find_decomposed(text: str) -> Iterator[Edit]:
    """Yield an edit for each character that NFC writes otherwise."""
    if unicodedata.is_normalized("NFC", text):
        return
    for match in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", match.group())
        if composed != match.group():
            yield Edit(start=match.start(), end=match.end(), after=composed, evidence="NFC")
