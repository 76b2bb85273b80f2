"""Characters that nobody sees, and those that look like another: for the eye nothing changes."""

import unicodedata
from collections.abc import Iterator

from article.noise.edits import Edit
from article.patterns import regex

# Zero width, direction, soft hyphen, byte order, controls; not the joiners and selectors of emoji,
# nor directions where a script has two.
_DIRECTION = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
_WIDTHLESS = (
    "\u00ad\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x90\x95\x98-\x9f"
)
_OF_OTHER_SCRIPTS = "\u034f\u180b-\u180e\u200c\u200d\u3164\uffa0\ufe00-\ufe0f\U000e0001-\U000e007f"
_INVISIBLE = regex(
    "\ufffa[^\ufff9-\ufffb\x00-\x1f\x7f-\x9f\u2028\u2029]{0,40}\ufffb"  # what is set above the line
    f"|[{_WIDTHLESS}{_DIRECTION}]+"
    f"|(?<=[\u3001-\u3011\u3400-\u9fff\uff01-\uff5e])[{_OF_OTHER_SCRIPTS}]+"
)
_INVISIBLE_BESIDE_ARABIC = regex(_INVISIBLE.pattern.replace(_DIRECTION, ""))
_RIGHT_TO_LEFT = regex("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LINE_END = regex("\r\n?|[\x85\u2028\u2029]")
_UNSEEN = (
    f"\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb{_OF_OTHER_SCRIPTS}"
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
)
_GATE = regex(f"[{_UNSEEN}]")
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
# What sets of vertical type, one table of GBK (A3A0 as private use) and the bullets of word
# processors (Symbol and Wingdings as private use) hold for everyday marks.
_MARKS = dict(
    zip(
        "︐︑︒︓︔︕︖﹁﹂﹃﹄︵︶︹︺︻︼︽︾︿﹀\ue5e5\uf0b7\uf06c\uf06e\uf075\uf0a7\uf0d8\uf0fc",
        "，、。：；！？「」『』（）〔〕【】《》〈〉\u3000•●■◆▪➢✓",
        strict=True,
    )
)
_OF_VERTICAL_TYPE = regex("[直竖豎]排")
_SEEMING = "\u2e80-\u2fd5\ue5e5\uf06c-\uf0fc\ufe10-\ufe16\ufe35-\ufe44"
_LOOKALIKE = regex(f"[{_SEEMING}]")
TRACES = _UNSEEN + _SEEMING
"""What a class has that finds all that is invisible or may look like another character."""


def visible(text: str) -> str:
    """Return a short text, such as a title, without what has no width."""
    return _INVISIBLE.sub("", text) if _GATE.search(text) else text


def find_invisible(text: str) -> Iterator[Edit]:
    """Yield edits that take out what has no width, and write each line end as a newline."""
    if not _GATE.search(text):
        return
    invisible = _INVISIBLE_BESIDE_ARABIC if _RIGHT_TO_LEFT.search(text) else _INVISIBLE
    spans = [(*match.span(), "") for match in invisible.finditer(text)]
    spans += [(*match.span(), _WINDOWS[match.group()]) for match in _WINDOWS_MARK.finditer(text)]
    spans += [(*match.span(), "\n") for match in _LINE_END.finditer(text)]
    for start, end, after in sorted(spans):
        names = " ".join(f"U+{ord(char):04X}" for char in text[start : min(end, start + 4)])
        yield Edit(start=start, end=end, after=after, evidence=names)


def find_lookalikes(text: str) -> Iterator[Edit]:
    """Yield edits that put characters for radicals, and marks for their vertical forms."""
    found = list(_LOOKALIKE.finditer(text))
    is_meant = bool(found) and _OF_VERTICAL_TYPE.search(text)
    for match in found:
        seen = match.group()
        char = _MARKS.get(seen) or _RADICALS.get(seen) or unicodedata.normalize("NFKC", seen)
        if char != seen and (seen < "\u2fd6" or (seen in _MARKS and not is_meant)):
            names = ("radical", "private use", "vertical form")
            evidence = names[(seen > "\u2fd5") + (seen > "\uf8ff")]
            yield Edit(start=match.start(), end=match.end(), after=char, evidence=evidence)


_CLUSTER = regex(r"[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]*")


def find_decomposed(text: str) -> Iterator[Edit]:
    """Yield an edit for each character that NFC writes otherwise."""
    if unicodedata.is_normalized("NFC", text):
        return
    for match in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", match.group())
        if composed != match.group():
            yield Edit(start=match.start(), end=match.end(), after=composed, evidence="NFC")
