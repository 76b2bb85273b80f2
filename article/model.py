"""An article and the values it is made of, all frozen; what is unknown is None, never ""."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "+08:00")
"""The zone of every publish time: China has one, without daylight saving since 1991."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that another rule proposed for a field."""

    rule: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why a field has its value.

    ``rule`` names what gave it (``layout``, ``byline``, ``meta:publishdate``, ``url``, …), ``text``
    is what it was read from, ``others`` what other rules proposed, and ``conflict`` says that one
    of those means something else.
    """

    rule: str
    text: str
    others: tuple[Candidate, ...] = ()
    conflict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One thing that was undone in a text.

    Spans are [start, end) in characters: ``span_before`` in the text before the step that made this
    repair, ``span_after`` in the text after it; a step makes all its repairs at once. ``lossy``
    says that something of the original is gone; then ``guess`` is the likeliest reading, which the
    text itself does not claim. ``confidence`` is from 0 to 1.
    """

    kind: str
    version: int
    span_before: tuple[int, int]
    span_after: tuple[int, int]
    before: str
    after: str
    evidence: str = ""
    confidence: float = 1.0
    lossy: bool = False
    guess: str | None = None


@dataclass(frozen=True, slots=True)
class Charset:
    """The encoding a page declared, the one that was true, and how many characters were lost."""

    declared: str | None
    used: str
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the body, by absolute address."""

    url: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an article links to; ``kind`` is pdf, doc, xls, ppt, zip, video, audio, …."""

    url: str
    kind: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as a site published it.

    ``body`` is paragraphs joined by single newlines, empty for a page of pictures. ``published_at``
    is an aware datetime in +08:00, a date where the page prints no time, or None. ``source`` is the
    outlet of the byline (来源), ``credit`` the first printer that the end of the body names, as in
    （鄂州日报）. ``pages`` are the addresses of the further pages of an article of several pages.
    ``evidence`` has an entry for each field that has a value, by the field's name.
    """

    url: str
    title: str
    body: str = ""
    published_at: datetime | date | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    credit: str | None = None
    channel: str | None = None
    keywords: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    pages: tuple[str, ...] = ()
    charset: Charset | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()


def published_text(when: datetime | date | None) -> str | None:
    """Return a publish time as it is stored.

    >>> published_text(datetime(2025, 8, 1, 8, 40, tzinfo=BEIJING))
    '2025-08-01T08:40:00+08:00'
    >>> published_text(date(2025, 8, 1))
    '2025-08-01'
    """
    if isinstance(when, datetime):
        return when.astimezone(BEIJING).isoformat(timespec="seconds")
    return when.isoformat() if when else None


def published_from_text(stored: str) -> datetime | date:
    """Return a publish time from the text that :func:`published_text` made of it.

    >>> published_from_text("2025-08-01")
    datetime.date(2025, 8, 1)
    """
    return datetime.fromisoformat(stored) if "T" in stored else date.fromisoformat(stored)
