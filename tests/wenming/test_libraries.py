"""The doctor tries to import what the installation needs."""

import re
import tomllib
from pathlib import Path

import pytest

from wenming import libraries
from wenming.libraries import NEEDED, OPTIONAL, examine_libraries

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_every_library_that_we_declare_is_tried() -> None:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    declared = [
        *project["dependencies"],
        *(name for names in project["optional-dependencies"].values() for name in names),
    ]
    names = {re.split(r"[<>=;\s]", one)[0].replace("-", "_") for one in declared}
    tried = {name.partition(".")[0] for name in (*NEEDED, *OPTIONAL)}
    assert names - {"pysqlite3"} == tried  # `SQLite` tells of that


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("raise ImportError('made for another Python')", "ImportError: made for another Python"),
        ("import os; os._exit(7)", "ends Python with 7"),
        ("import surely_not_there", "No module named 'surely_not_there'"),
        (None, "is not there"),
    ],
)
def test_a_library_that_cannot_be_imported_is_named(
    source: str | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if source:
        (tmp_path / "scrapling.py").write_text(source)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(libraries, "NEEDED", ("json", "scrapling"))
    found = examine_libraries()
    assert found.verdict == "failure"
    assert found.what == f"scrapling {said}"


def test_a_library_for_more_than_is_needed_may_be_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "OPTIONAL", {"scrapling": "alerts"})
    found = examine_libraries()
    assert (found.verdict, found.what) == ("ok", "all but those for alerts (scrapling)")
