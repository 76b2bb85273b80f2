"""A moment as the archive writes it down."""

from datetime import UTC, datetime


def stamp(when: datetime) -> str:
    """Return a moment in UTC to the millisecond, so that stamps sort as the moments do.

    >>> stamp(datetime(2025, 8, 1, 8, 40, tzinfo=UTC))
    '2025-08-01T08:40:00.000+00:00'
    """
    if when.tzinfo is None:
        raise ValueError(f"a moment without a zone: {when}")
    return when.astimezone(UTC).isoformat(timespec="milliseconds")
