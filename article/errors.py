"""What can go wrong between a page and an article.

::

    ArticleError
    ├── Undecodable      the bytes are no text in any encoding that applies
    └── NotAnArticle     the page is something else: list, blocked, empty, error
"""

from typing import Literal, get_args

NotAnArticleKind = Literal["list", "blocked", "empty", "error"]


class ArticleError(Exception):
    """A page could not be read; ``url`` says which, the message by which rule."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}" if url else reason)
        self.url = url
        self.reason = reason


class Undecodable(ArticleError):
    """Too large a share of the bytes means nothing in the best encoding found."""


class NotAnArticle(ArticleError):
    """The page is no article.

    ``kind`` is ``list`` (links to articles), ``blocked`` (a firewall's challenge or a login),
    ``empty`` (nothing to read) or ``error`` (an error page, with status 200 too).
    """

    def __init__(self, kind: NotAnArticleKind, reason: str, *, url: str = "") -> None:
        if kind not in get_args(NotAnArticleKind):
            raise ValueError(f"unknown kind of page: {kind!r}")
        super().__init__(url, f"no article but {kind}: {reason}")
        self.kind = kind
        self.reason = reason
