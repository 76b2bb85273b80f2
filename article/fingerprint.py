"""What of an article is compared with what others printed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The marks by which a reprint is found and proved.

    ``content_hash`` is 32 hex digits; ``keys`` are 63-bit integers that reprints share.
    """

    content_hash: str
    keys: tuple[int, ...] = ()
