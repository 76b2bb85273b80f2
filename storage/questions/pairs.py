"""What of a question the index over character pairs can answer.

The index has letters, numerals and Han characters; ``unicode61`` drops symbols and punctuation. So
a word without such is found exactly, one with them is narrowed by its other parts.
"""

from collections.abc import Iterable

from article.patterns import regex
from storage.questions.question import Question, Word

# Letters and numerals among these are such to every version of FTS5, in either case.
_KNOWN = regex(
    "[\0-\xb4\xb6-\u017e\u0180-\u024f\u0400-\u045f\u3040-\ua48c\uac00-\ud7a3\uff10-\uff5a\U00020000-\U000323af]"
)


def expression(asked: Question) -> str | None:
    """Return an FTS5 expression that misses nothing; None where the index cannot help.

    Exact where all words are of letters, numerals and Han characters.
    """
    groups = [narrowed for group in asked.wanted if (narrowed := _any(group))]
    if not groups:
        return None
    unwanted = _any(word for word in asked.unwanted if is_indexed(word))
    return f"({' AND '.join(groups)})" + (f" NOT {unwanted}" if unwanted else "")


def _any(words: Iterable[Word]) -> str | None:
    """Return an expression for one of the words; None where one of them may be anywhere."""
    narrowed = [
        (f"{word.column} : {phrases}" if word.column else phrases) if phrases else None
        for word in words
        for phrases in [_phrases(form) for form in word.forms]
    ]
    return f"({' OR '.join(filter(None, narrowed))})" if narrowed and all(narrowed) else None


def _phrases(form: str) -> str | None:
    """Return an expression for the parts of a word that the index has."""
    runs = _runs(form)
    longest = max(map(len, runs), default=0)
    phrases = [_phrase(run) for run in runs if len(run) > 1 or longest == 1]
    return f"({' AND '.join(phrases)})" if phrases else None


def _phrase(run: str) -> str:
    if len(run) == 1:
        return f'"{run}"*'
    return '"' + " ".join(run[at : at + 2] for at in range(len(run) - 1)) + '"'


def _runs(form: str) -> list[str]:
    return "".join(char if _is_token(char) else " " for char in form).split()


def is_indexed(word: Word) -> bool:
    """Say whether the index alone decides."""
    return all(_runs(form) == [form] for form in word.forms)


def _is_token(char: str) -> bool:
    """Say whether FTS5 surely indexes a character, and knows its case as Python does."""
    return char.isalnum() and bool(_KNOWN.match(char))
