"""What we add to Datasette: connections that search and hide, our pages, strict headers."""

from collections.abc import Callable
from typing import Any

from datasette import hookimpl as _hookimpl

from storage.shown import prepare
from wenming.web import pages
from wenming.web.headers import guarded

Hook = Callable[..., Any]
hookimpl: Callable[..., Callable[[Hook], Hook]] = _hookimpl


@hookimpl(trylast=True)  # Datasette's own escape_fts comes first and is replaced
def prepare_connection(conn: Any) -> None:
    """Hide what is suppressed, and let the search box ask for pairs of characters."""
    prepare(conn)


@hookimpl()
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Add our pages; the first is in the place of Datasette's list of databases."""
    return [
        (r"^/$", pages.search_page),
        (r"^/hits\.csv$", pages.hits_as_csv),
        (r"^/article/(?P<id>\d{1,18})$", pages.article_page),
    ]


@hookimpl()
def asgi_wrapper() -> Callable[..., Any]:
    """Send strict headers with everything, and refuse what would go round our rules."""
    return guarded


@hookimpl()
def menu_links() -> list[dict[str, str]]:
    """Lead back to the search from every page of Datasette."""
    return [{"href": "/", "label": "搜索 Search"}]
