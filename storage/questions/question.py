"""What a person types, understood: words, "phrases", OR, -not, title: and body:.

Whatever is no such sign is literal text, so no question is a syntax error. A word matches as typed
or in its simplified half-width form; Latin letters match in either case.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from article.canonical import searchable
from article.patterns import regex

Column = Literal["title", "body"]

_COLUMNS: dict[str, Column] = {
    "title": "title", "标题": "title", "標題": "title", "body": "body", "正文": "body",
}  # fmt: skip
_TOKEN = regex(
    rf"""(?P<minus>[-－](?=\S))?
    (?:(?P<column>{"|".join(_COLUMNS)})[:：](?=\S))?
    (?:["“”＂](?P<phrase>[^"“”＂]*)["“”＂] | (?P<word>\S+))""",
    re.VERBOSE | re.IGNORECASE,
)
_OR = {"OR", "|", "||", "或"}
_AND = {"AND", "&", "&&", "且"}
_HAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_SURROGATE = regex("[\ud800-\udfff]")  # no text that can be stored has one
_SPACE_IN_HAN = regex(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters to find in one column or in any; ``forms`` are its spellings, lower case.

    The first form is as typed, the others as the archive may have written it.
    """

    forms: tuple[str, ...]
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Each group must be met by one of its words, and none of the unwanted words may occur.

    ``is_literal`` says that it named only words to leave out, which are looked for as typed.
    """

    wanted: tuple[tuple[Word, ...], ...] = ()
    unwanted: tuple[Word, ...] = ()
    is_literal: bool = False

    @property
    def words(self) -> list[Word]:
        """All words that are looked for."""
        return [word for group in self.wanted for word in group]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    column: Column | None
    minus: bool
    bare: bool  # no sign, no quotes: may be an operator
    typed: str


def parse(question: str) -> Question:
    """Read a question; one without anything to look for is empty and finds nothing.

    OR binds its two neighbours, so ``环保 雷锋 OR 志愿`` is 环保 and one of the others. A question
    of unwanted words only has nothing to take them from: it is literal text.

    >>> [word.forms for word in parse('title:臺灣 "Ａ B"').words]
    [('臺灣', '台湾'), ('ａ b', 'a b')]
    """
    tokens = [token for token in _tokens(_SURROGATE.sub("\ufffd", question)) if token.text]
    is_literal = bool(tokens) and all(token.minus for token in tokens)
    if is_literal:
        tokens = [_Token(token.typed, None, False, True, token.typed) for token in tokens]
    wanted: list[list[Word]] = []
    unwanted: list[Word] = []
    either = False
    after_word = False  # an operator stands between two words, elsewhere it is one itself
    for at, token in enumerate(tokens):
        if token.bare and token.text in _OR | _AND and after_word and at + 1 < len(tokens):
            either, after_word = token.text in _OR, False
            continue
        word = Word(_forms(token.text), token.column)
        if token.minus:
            unwanted.append(word)
        elif either and wanted:
            wanted[-1].append(word)
        else:
            wanted.append([word])
        either, after_word = False, True
    return Question(tuple(map(tuple, wanted)), tuple(unwanted), is_literal)


def _tokens(question: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(question):
        phrase, column = match["phrase"], match["column"]
        yield _Token(
            text=match["word"] if phrase is None else phrase.strip(),
            column=_COLUMNS[column.lower()] if column else None,
            minus=bool(match["minus"]),
            bare=match.group() == match["word"],
            typed=match.group(),
        )


def _forms(text: str) -> tuple[str, ...]:
    composed = unicodedata.normalize("NFC", text)
    spellings = [text, composed, searchable(composed)]
    spellings += [_SPACE_IN_HAN.sub("", spelling) for spelling in spellings]
    return tuple(_unique(spelling.lower() for spelling in spellings))


def _unique(texts: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(texts)
