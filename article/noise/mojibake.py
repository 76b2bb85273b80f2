"""Text whose bytes were read in the wrong encoding altogether, a line or a run of it.

Three mistakes are undone: UTF-8 read as Latin-1 or Windows-1252 (æ–‡æ˜Ž), GBK read as UTF-8 where
that is valid and as Latin-1 elsewhere (ÎÄÃ÷, ½øÐмӹ¤), UTF-8 read as GBK (鏂囨槑). What was
encoded wrongly more than once stays as it is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from article.noise.edits import Edit, line_spans
from article.noise.language import Language, language, ranks
from article.patterns import regex

LOST = "\ufffd"

_COMMON = 2500
_COMMON_SHARE = 0.8
_LOST_SHARE = 0.25
_GAIN = 1.2  # nat per character by which the repair must be likelier
_LEAST_HAN = 2
_SHORT = 12  # characters of a run that is believed for others beside it
_PROBE = 200  # characters from which a long run is judged first

_WINDOWS = {
    bytes((byte,)).decode("cp1252"): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_HIGH = "\u0080-\u00ff" + "".join(map(re.escape, _WINDOWS))
_AS_LATIN = regex(rf"[\u00c2-\u00f4][{_HIGH}]+(?:[ \xa0]?[{_HIGH}]+)*")
# Three bytes may be one character of UTF-8 as well, as 滮 in ¹滮 for 规划.
_AS_MIXED = regex(
    "[\u0080-\u07ff](?:(?:[\u0040-\u007e\u0080-\u07ff]|"
    "(?<=[\u0080-\u07ff])[\u0800-\ud7ff\ue000-\uffef](?=[\u0080-\u07ff]))*[\u0080-\u07ff])?"
    "[\u0040-\u007e\u0800-\u1fff\ua000-\ud7ff\ue000-\uf8ff]?"
)
_HAN = regex("[\u4e00-\u9fff]")
# A space inside a character was a byte A0, a no-break space.
_LOST_SPACE = re.compile(rb"(?<=[\xc2-\xef])\x20|(?<=[\xe0-\xef][\x80-\xbf])\x20")
# Of three bytes each in UTF-8: no word in Latin letters looks so.
_MARK = "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u27bf\u3000-\u3011\uff01-\uff5e"
_MARKS_OF_THREE = regex(f"[{_MARK}]+")
_ONE_OF_MARKS = regex(f"[\xa0-\xff{_MARK}]")
_MARKS_OF_TWO = regex("(?:\xc2[\xa0-\xbf]|\xc3[\xa1-\xbf])+")  # Â· and Ã©; Ã may end a word
# What the first two bytes of everyday characters and marks are in GBK; rare in real text.
_AS_GBK = regex("[鏂鐨锛銆涓鍦鏄鍜浜鍥鍙鍒鍚鎴鎺寮鍔鍏鍑浼绀瀹骞鏈鏃鏉鐢璁璇宸宀鎬蹇閮闃灞鍩]")
TRACES = "\u0080-\u07ff" + _AS_GBK.pattern[1:-1]
"""What a class has that finds all that may be such text."""
# Who speaks of such text quotes a word or two of it.
_IS_ABOUT_CODES = regex("乱码|亂碼|编码|編碼|字符集|GBK|UTF-?8|Latin-?1", re.IGNORECASE)
_QUOTED = 40
_GBK_HITS = 3
_GBK_SHARE = 0.1


def find_utf8_as_latin(text: str) -> Iterator[Edit]:
    """Yield an edit for each run of UTF-8 that was read as Latin-1 or Windows-1252."""
    yield from _runs(text, _AS_LATIN, _utf8_from_latin, "UTF-8 that was read as Latin-1")


def find_utf8_as_gbk(text: str) -> Iterator[Edit]:
    """Yield an edit for each line of UTF-8 that was read as GBK."""
    if not _AS_GBK.search(text):
        return
    for start, end in line_spans(text):
        repaired = _utf8_from_gbk(text[start:end])
        if repaired is not None:
            guess = _guess(text[start:end])
            yield _edit(start, end, repaired, guess, "UTF-8 that was read as GBK")


def find_mixed(text: str) -> Iterator[Edit]:
    """Yield an edit for each run of GBK bytes that were read as Latin-1, and some as UTF-8."""
    evidence = "GBK that was read as UTF-8 and Latin-1"
    yield from _runs(text, _AS_MIXED, _gbk_from_mixed, evidence)


def _runs(
    text: str, runs: re.Pattern[str], repair: Callable[..., str | None], evidence: str
) -> Iterator[Edit]:
    """Yield an edit for each run that is repaired; where some are, short ones too: 4ÔÂ25日."""
    found = [(match, repair(match.group())) for match in runs.finditer(text)]
    longest = max((len(match.group()) for match, repaired in found if repaired), default=0)
    if not longest or (longest <= _QUOTED and _IS_ABOUT_CODES.search(text)):
        return
    for match, repaired in found:
        if repaired is None and len(match.group()) <= _SHORT:
            repaired = repair(match.group(), is_sure=True)
        if repaired is not None:
            yield _edit(match.start(), match.end(), repaired, repaired, evidence)


def _is_one_of_many(text: str) -> bool:
    """Whether a short run beside others that were repaired is everyday characters and marks."""
    return bool(text) and all(
        ranks().get(char, _COMMON) < _COMMON if _HAN.match(char) else _ONE_OF_MARKS.match(char)
        for char in text
    )


def _edit(start: int, end: int, after: str, guess: str, evidence: str) -> Edit:
    lossy = LOST in after
    return Edit(
        start=start,
        end=end,
        after=after,
        evidence=evidence,
        confidence=0.9 if lossy else 1.0,
        lossy=lossy,
        guess=guess if lossy and guess != after else None,
    )


def _is_chinese(text: str) -> bool:
    """Tell whether nearly all Han characters are everyday ones, and few are lost."""
    han = _HAN.findall(text)
    common = sum(ranks().get(char, _COMMON) < _COMMON for char in han)
    lost = text.count(LOST)
    return (
        len(han) >= _LEAST_HAN
        and common >= _COMMON_SHARE * len(han)
        and lost <= _LOST_SHARE * (len(han) + lost)
    )


def _utf8_from_latin(run: str, *, is_sure: bool = False) -> str | None:
    data = bytes(_WINDOWS.get(char, ord(char) & 0xFF) for char in run)
    data = _LOST_SPACE.sub(b"\xa0", data)
    repaired = data.decode("utf-8", "replace")
    if len(repaired) < len(run) and _AS_LATIN.match(repaired):
        return _utf8_from_latin(repaired, is_sure=is_sure)  # it was read so twice
    if is_sure:
        return repaired if _is_one_of_many(repaired) else None
    if _MARKS_OF_THREE.fullmatch(repaired) or _MARKS_OF_TWO.fullmatch(run):
        return repaired
    han = len(_HAN.findall(repaired))
    return repaired if _is_chinese(repaired) and 2 * han > len(repaired) - han else None


def _gbk_from_mixed(run: str, *, is_sure: bool = False) -> str | None:
    """Read each character as one byte or as the UTF-8 of it, so that all pairs are characters."""
    if len(run) < 4 and not is_sure:
        return None
    if 3 * sum("\x80" <= char <= "\xff" for char in run) < len(run):
        return None
    if len(run) > 2 * _PROBE and not _gbk_from_mixed(run[:_PROBE]):
        return None
    states: dict[bytes, tuple[float, str]] = {b"": (0.0, "")}
    # Where UTF-8 was read, characters above Latin-1 tell so.
    price = 0.5 if max(run) > "\xff" else 3.0
    for char in run:
        states = _read_on(states, _bytes_of(char), price)
        if not states:
            return None
    # A reading that leaves half a character is the last resort.
    score, repaired = states.get(b"") or max(states.values())
    if is_sure:
        return repaired if b"" in states and score > -1 and _is_one_of_many(repaired) else None
    return repaired if repaired and _is_chinese(repaired) and score > -0.5 * len(repaired) else None


def _bytes_of(char: str) -> list[bytes]:
    encoded = char.encode()
    return [bytes((ord(char),)), encoded] if "\x80" <= char <= "\xff" else [encoded]


def _read_on(
    states: dict[bytes, tuple[float, str]], choices: list[bytes], price: float
) -> dict[bytes, tuple[float, str]]:
    """Advance readings, by the half character that each has pending: the best for each remains.

    ``price`` is what the reading as UTF-8 costs where a character has two.
    """
    found: dict[bytes, tuple[float, str]] = {}
    for pending, (score, text) in states.items():
        for data in choices:
            rest = pending + data
            done, cost = "", -price if data is not choices[0] else 0.0
            while rest and (rest[0] < 0x80 or len(rest) > 1):
                size = 1 if rest[0] < 0x80 else 2
                char = rest[:size].decode("gbk", "ignore")
                if not char:
                    break
                cost += 0.0 if ranks().get(char, _COMMON) < _COMMON or not char.isalpha() else -2.0
                done, rest = done + char, rest[size:]
            if len(rest) < 2 and (rest not in found or found[rest][0] < score + cost):
                found[rest] = (score + cost, text + done)
    return found


def _utf8_from_gbk(line: str) -> str | None:
    hits = len(_AS_GBK.findall(line))
    if hits < _GBK_HITS or hits < _GBK_SHARE * len(_HAN.findall(line)):
        return None
    repaired = "".join(piece if isinstance(piece, str) else LOST for piece in _pieces(line))
    if not _is_chinese(repaired) or _likelihood(repaired) < _likelihood(line) + _GAIN:
        return None
    return repaired


def _likelihood(text: str) -> float:
    """Return the logarithm of the probability per character, without what is lost."""
    known = text.replace(LOST, "")
    return language().score_text(known) / max(1, len(known) - 1)


def _pieces(line: str) -> Iterator[str | Sequence[int | None]]:
    """Yield the characters of bytes that were read as GBK; of a lost one the bytes left of it."""
    data = list(_gbk_bytes(line))
    at = 0
    while at < len(data):
        lead = data[at]
        size = 1 if lead is not None and lead < 0x80 else 2 if lead and lead < 0xE0 else 3
        piece = data[at : at + size]
        known = bytes(byte for byte in piece if byte is not None)
        at += len(piece)
        if len(known) == len(piece):
            try:
                yield known.decode()
            except UnicodeDecodeError:
                at -= len(piece) - 1
                yield (None,)
        else:
            yield piece


def _gbk_bytes(line: str) -> Iterator[int | None]:
    for at, char in enumerate(line):
        if char == LOST or (char == "?" and line[at - 1 : at] > "\x80"):
            yield None
        elif char == "\u20ac":
            yield 0x80  # as Windows reads it
        else:
            yield from char.encode("gb18030")


def _guess(line: str) -> str:
    """Return the repaired line with the likeliest character for each lost one."""
    text = ""
    pieces = list(_pieces(line))
    for at, piece in enumerate(pieces):
        if isinstance(piece, str):
            text += piece
            continue
        following = pieces[at + 1] if at + 1 < len(pieces) else "\n"
        text += _likeliest(piece, text[-1:] or "\n", following, language())
    return text


def _likeliest(
    piece: Sequence[int | None], before: str, following: str | Sequence[int | None], known: Language
) -> str:
    return max(
        _candidates(tuple(piece)),
        key=lambda char: known.score_text(
            before + char + (following if isinstance(following, str) else "")
        ),
        default=LOST,
    )


@cache
def _candidates(piece: tuple[int | None, ...]) -> tuple[str, ...]:
    return tuple(char for char, code in _everyday() if _fits(code, piece))


def _fits(code: bytes, piece: Sequence[int | None]) -> bool:
    return len(code) == len(piece) and all(
        have is None or have == byte for byte, have in zip(code, piece, strict=True)
    )


@cache
def _everyday() -> tuple[tuple[str, bytes], ...]:
    chars = [*"，。、“”《》：；！？（）", *(c for c, rank in ranks().items() if rank < _COMMON)]
    return tuple((char, char.encode()) for char in chars)
