"""Documents that are made from the program say what it says."""

import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    "name", ["data-dictionary.en", "data-dictionary.zh", "queries.en", "queries.zh"]
)
def test_a_generated_document_is_up_to_date(name: str) -> None:
    made = runpy.run_path(str(DOCS / "generate.py"))["documents"]()
    path = DOCS / f"{name}.md"
    assert path.read_text(encoding="utf-8") == made[path], "run python docs/generate.py"
