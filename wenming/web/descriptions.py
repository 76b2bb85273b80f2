"""What Datasette says of tables and columns, from the data dictionary, and the ready questions."""

from functools import cache
from typing import Any

from storage.exports.dictionary import tables
from storage.shown import SHADOWED
from wenming.web.ready import ready_questions

Described = dict[str, dict[str, Any]]

# Of use to programs only; the tables of texts are shown by their views.
_HIDDEN = (
    "articles_fts",
    "fingerprints",
    "progress",
    "warc_files",
    "suppressed",
    "_sqlite_migrations",
)
_SEARCHED = {"fts_table": "articles_fts", "fts_pk": "id"}
_FACETED = {"sort_desc": "published_date", "facets": ["region", "site", "state"], "size": 30}


def metadata(databases: list[str]) -> dict[str, Any]:
    """Return the metadata of the databases that are archives; a copy, as Datasette changes it."""
    return {
        "title": "文明网档案库 wenming",
        "about": "wenming",
        "databases": {
            name: {"tables": _copied(_tables()), "queries": _copied(_queries())}
            for name in databases
        },
    }


def _copied(described: Described) -> Described:
    return {name: dict(entry) for name, entry in described.items()}


@cache
def _tables() -> Described:
    described: Described = {
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
        described.setdefault(name, {})["allow"] = False
    return described


@cache
def _queries() -> Described:
    return {
        ready.name: {"sql": ready.sql, "title": f"{ready.zh} {ready.en}"}
        for ready in ready_questions()
    }
