"""The web page: Datasette on the archive, with our search, descriptions and ready questions."""

from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm

from storage.dictionary import tables
from storage.home import Home
from storage.shown import SHADOWED
from wenming.web import plugin
from wenming.web.ready import ready_questions

_HERE = Path(__file__).parent
# Of use to programs only; the tables of texts are shown by their views.
_HIDDEN = ("articles_fts", "fingerprints", "progress", "warc_files", "suppressed")
_SEARCHED = {"fts_table": "articles_fts", "fts_pk": "id"}
_FACETED = {"sort_desc": "published_date", "facets": ["region", "site", "state"], "size": 30}
_SETTINGS = {
    "allow_download": False,
    "suggest_facets": False,
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 500,
    "max_returned_rows": 1000,
    "template_debug": False,
}


def application(home: Home) -> Datasette:
    """Return Datasette on an archive, open for reading only; crawls may go on beside it."""
    if not pm.has_plugin("wenming"):
        pm.register(plugin, "wenming")
    return Datasette(
        files=[str(home.database)],
        metadata=metadata(home.database.stem),
        template_dir=str(_HERE / "templates"),
        static_mounts=[("wenming", str(_HERE / "static"))],
        settings=_SETTINGS,
    )


def metadata(database: str) -> dict[str, Any]:
    """Return what Datasette says of tables and columns, from the data dictionary."""
    described: dict[str, dict[str, Any]] = {
        name: {
            "description": f"{table.entry.zh}。{table.entry.en}.",
            "columns": {
                column: f"{entry.zh} {entry.en}" for column, entry in table.columns.items()
            },
        }
        for name, table in tables().items()
    }
    described["shown_articles"] |= _SEARCHED | _FACETED
    described["unique_articles"] |= _SEARCHED | {"sort_desc": "published_date", "size": 30}
    for name in (*SHADOWED, *_HIDDEN):
        described[name]["allow"] = False
    queries = {
        ready.name: {"sql": ready.sql, "title": f"{ready.zh} {ready.en}"}
        for ready in ready_questions()
    }
    return {
        "title": "文明网档案 wenming",
        "about": "wenming",
        "databases": {database: {"tables": described, "queries": queries}},
    }
