"""What a reader should see: the noise of a page's way to us undone, each repair with a note."""

import json
from collections.abc import Iterable
from dataclasses import MISSING, asdict, dataclass, fields

from article.model import Repair
from article.patterns import regex

_ROUNDS = 3
_CONTROL = regex("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Tidied:
    """A clean text, and what was repaired to get it, in the order of repair."""

    text: str
    repairs: tuple[Repair, ...] = ()


def tidy(text: str) -> Tidied:
    """Undo what mirrors did to a text; a text without noise comes back as it is.

    ``text`` is paragraphs joined by newlines. Byline and footer lines go, the credit at the end
    stays. Repeats until nothing changes, at most three rounds; where that is not enough the text
    is none that these rules understand: it comes back unchanged, with a note of kind ``unstable``.
    So does what is no text, with a note of kind ``binary``.
    """
    if _CONTROL.search(text) and len(_CONTROL.findall(text)) > _BINARY_SHARE * len(text):
        return Tidied(text, (_untouched(text, "binary", "control characters: this is no text"),))
    # Here, because their patterns take longer to compile than a command takes to answer.
    from article.noise.steps import Work, undo

    work = Work(text)
    for _ in range(_ROUNDS):
        repaired = len(work.repairs)
        undo(work)
        if len(work.repairs) == repaired:
            return Tidied(work.text, tuple(work.repairs))
    reason = f"no fixed point after {_ROUNDS} rounds"
    return Tidied(text, (_untouched(text, "unstable", reason),))


def _untouched(text: str, kind: str, reason: str) -> Repair:
    return Repair(
        kind=kind,
        version=1,
        span_before=(0, len(text)),
        span_after=(0, len(text)),
        before="",
        after="",
        evidence=f"left as it was: {reason}",
        confidence=0.0,
    )


def repairs_json(repairs: Iterable[Repair]) -> str:
    """Write repairs as a JSON array of objects; a field with its default value is left out."""
    return json.dumps(
        [
            {name: value for name, value in asdict(repair).items() if value != _DEFAULTS.get(name)}
            for repair in repairs
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def repairs_from_json(text: str) -> tuple[Repair, ...]:
    """Read what :func:`repairs_json` wrote."""
    return tuple(
        Repair(**entry | {span: tuple(entry[span]) for span in ("span_before", "span_after")})
        for entry in json.loads(text)
    )


_DEFAULTS = {field.name: field.default for field in fields(Repair) if field.default is not MISSING}
