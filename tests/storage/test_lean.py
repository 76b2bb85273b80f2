"""Libraries come without what they would take along in vain, and do what they did."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from storage.database import Database
from storage.lean import compiling_late


def test_patterns_of_named_modules_are_compiled_when_they_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("latecomer", "forerunner"):
        (tmp_path / f"{name}.py").write_text("import re\nYEAR = re.compile('(20..)年', re.A)\n")
    monkeypatch.syspath_prepend(tmp_path)
    with compiling_late("latecomer"):
        late, early = import_module("latecomer"), import_module("forerunner")
        assert late.YEAR.findall("2024年到2026年") == ["2024", "2026"]
    assert not isinstance(late.YEAR, re.Pattern)
    assert isinstance(early.YEAR, re.Pattern)
    assert isinstance(re.compile("年"), re.Pattern)
    assert late.YEAR.flags == early.YEAR.flags


def test_a_table_for_words_is_still_known_for_one() -> None:
    db = Database(memory=True)
    db.execute('create virtual table "文章" using fts5(body)')
    assert db.table("文章").virtual_table_using == "FTS5"
