"""How messages count."""


def counted(number: int, noun: str) -> str:
    """Return a number and its noun, which takes an s in the plural.

    >>> counted(1, "page"), counted(1200, "article")
    ('1 page', '1,200 articles')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
