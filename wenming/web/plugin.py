"""What we add to Datasette: connections that search and hide, our pages, strict headers.

Only where an archive is among the databases; ``wenming serve`` and plain ``datasette archive.db``
then show the same.
"""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from datasette import hookimpl as _hookimpl
from jinja2 import ChoiceLoader, FileSystemLoader

from storage.shown import prepare
from wenming.web import pages
from wenming.web.archives import archives
from wenming.web.descriptions import metadata
from wenming.web.failures import answer, forbid
from wenming.web.headers import guarded

Hook = Callable[..., Any]
hookimpl: Callable[..., Callable[[Hook], Hook]] = _hookimpl

TEMPLATES = Path(__file__).with_name("templates")


@hookimpl(trylast=True)  # Datasette's own escape_fts comes first and is replaced
def prepare_connection(conn: Any) -> None:
    """Hide what is suppressed, and let the search box ask for pairs of characters."""
    prepare(conn)


@hookimpl()
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Find our templates."""
    if archives(datasette):
        env.loader = ChoiceLoader([FileSystemLoader(TEMPLATES), env.loader])


@hookimpl()
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Add our pages; the first is in the place of Datasette's list of databases."""
    if not archives(datasette):
        return []
    return [
        (r"^/$", pages.search_page),
        (r"^/hits\.csv$", pages.hits_as_csv),
        (r"^/article/(?P<id>\d{1,18})$", pages.article_page),
        (r"^/wenming/wenming\.css$", pages.style_sheet),
    ]


@hookimpl()
def get_metadata(datasette: Any) -> dict[str, Any]:
    """Describe tables and columns, add the ready questions, close what is not to be shown."""
    names = archives(datasette)
    return metadata(names) if names else {}


@hookimpl()
def extra_template_vars(datasette: Any, database: str | None) -> dict[str, Any]:
    """Call no database attached: it is the one of temporary views, which hide the suppressed."""
    return {"attached_databases": []} if database in archives(datasette) else {}


@hookimpl()
def permission_allowed(datasette: Any, action: str, resource: Any) -> bool | None:
    """Give nobody the whole file, in which what is suppressed still is."""
    is_ours = action == "view-database-download" and resource in archives(datasette)
    return False if is_ours else None


@hookimpl()
def forbidden(datasette: Any, request: Any, message: str) -> Callable[..., Any] | None:
    """Say what to read instead, in JSON to who asks for JSON."""
    return forbid(datasette, request, message) if archives(datasette) else None


@hookimpl(wrapper=True)
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Generator[None, list[Any], list[Any]]:
    """Answer in the place of Datasette, whose handler, the last, prints a traceback of each 404."""
    answers = yield
    if not archives(datasette):
        return answers
    return [*answers[:-1], answer(datasette, request, exception)]


@hookimpl()
def asgi_wrapper(datasette: Any) -> Callable[..., Any]:
    """Send strict headers with everything, and refuse what would go round our rules."""
    return guarded if archives(datasette) else lambda app: app


@hookimpl()
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """Lead back to the search from every page of Datasette."""
    return [{"href": "/", "label": "搜索 Search"}] if archives(datasette) else []
