"""The data dictionary says what the schema has, no more and no less."""

import pytest

from storage.database import Database
from storage.exports.dictionary import column_types, tables
from storage.exports.export import COLUMNS, fields
from storage.schema import migrate

_OWN = ("sqlite_", "_sqlite_", "articles_fts_")


@pytest.fixture(scope="module")
def db() -> Database:
    made = Database(memory=True)
    migrate(made)
    return made


def test_every_table_and_column_is_described_in_order(db: Database) -> None:
    names = db.execute("select name from sqlite_master where type in ('table', 'view')").fetchall()
    schema = {name: list(column_types(db, name)) for (name,) in names if not name.startswith(_OWN)}
    assert {name: list(table.columns) for name, table in tables().items()} == schema


def test_a_type_is_one_that_values_have(db: Database) -> None:
    types = {name: set(column_types(db, name).values()) for name in tables()}
    assert set().union(*types.values()) == {"TEXT", "INTEGER", "REAL", ""}
    assert column_types(db, "observations")["seen_at"] in ("TEXT", "")
    assert column_types(db, "reprint_chains")["days_later"] == "INTEGER"


def test_everything_is_said_in_both_languages() -> None:
    for table in tables().values():
        for entry in (table.entry, *table.columns.values()):
            assert entry.zh.strip()
            assert entry.en.strip()
            assert any("\u4e00" <= char <= "\u9fff" for char in entry.zh)


def test_exports_have_the_columns_of_articles(db: Database) -> None:
    held_back = {"url_id", "reader_version", "evidence", "repairs"}
    assert set(COLUMNS) - {"region"} == set(column_types(db, "articles")) - held_back
    assert all(field.zh and field.type in ("TEXT", "INTEGER") for field in fields(db))
