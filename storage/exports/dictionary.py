"""The data dictionary: what each table and column means, in two languages, from one file.

The documents, the descriptions on the web page and the schema of exports are made from it;
``dictionary.tsv`` is where to write.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from storage.database import Database

Language = Literal["zh", "en"]

# Views that begin with all columns of a table.
_LIKE = {"unique_articles": "articles", "shown_articles": "articles"}
# As tables declare them. Of a column that a view reckons, SQLite says the affinity at most, and
# which differs from version to version: BLOB stands for none.
_TYPES = {"TEXT": "TEXT", "INTEGER": "INTEGER", "INT": "INTEGER", "REAL": "REAL"}
_HEADINGS = {
    "zh": (
        "数据字典", "由 `storage/exports/dictionary.tsv` 生成，请勿手改。",
        "列", "类型", "含义",
    ),
    "en": (
        "Data dictionary", "Made from `storage/exports/dictionary.tsv`; do not edit.",
        "column", "type", "meaning",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """What something means."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return one of the two."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view and its columns, in their order."""

    name: str
    entry: Entry
    columns: Mapping[str, Entry]


@cache
def tables() -> dict[str, Table]:
    """Return every table and view by name."""
    found: dict[str, Table] = {}
    for name, column, entry in _lines():
        if column == "-":
            found[name] = Table(name, entry, {})
        else:
            table = found[name]
            found[name] = Table(name, table.entry, {**table.columns, column: entry})
    for name, model in _LIKE.items():
        columns = {**found[model].columns, **found[name].columns}
        found[name] = Table(name, found[name].entry, columns)
    return found


def column_types(db: Database, table: str) -> dict[str, str]:
    """Return the columns of a table of the archive and their types, TEXT, INTEGER, REAL or ''."""
    columns = db.query(f"pragma table_info([{table}])")
    return {row["name"]: _TYPES.get(row["type"].upper(), "") for row in columns}


def markdown(db: Database, language: Language) -> str:
    """Return the dictionary as a document."""
    title, made_from, *heading = _HEADINGS[language]
    parts = [f"# {title}\n\n{made_from}\n"]
    for table in tables().values():
        types = column_types(db, table.name)
        parts.append(f"\n## {table.name}\n\n{table.entry.in_language(language)}\n")
        like = tables()[_LIKE[table.name]].columns if table.name in _LIKE else {}
        own = {name: entry for name, entry in table.columns.items() if name not in like}
        if own:
            parts.append(f"\n| {' | '.join(heading)} |\n|---|---|---|\n")
        parts += [
            f"| `{name}` | {types.get(name, '').lower()} | {entry.in_language(language)} |\n"
            for name, entry in own.items()
        ]
    return "".join(parts)


def _lines() -> Iterator[tuple[str, str, Entry]]:
    text = files(__package__).joinpath("dictionary.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            name, column, zh, en = line.split("\t")
            yield name, column, Entry(zh, en)
