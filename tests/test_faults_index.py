"""The table of faults leads to tests that exist, and leaves out no fault."""

import re
from pathlib import Path

HERE = Path(__file__).parent
ROWS = [
    (numbers, files)
    for line in (HERE / "faults.md").read_text(encoding="utf-8").splitlines()
    if (match := re.match(r"\| (\d[\d–, ]*) \|.*\| (.+) \|$", line))
    for numbers, files in [match.groups()]
]


def test_every_fault_has_a_row() -> None:
    found: list[int] = []
    for numbers, _ in ROWS:
        for part in numbers.split(", "):
            first, _, last = part.partition("–")
            found += range(int(first), int(last or first) + 1)
    assert sorted(found) == list(range(1, 85))


def test_every_row_leads_to_tests() -> None:
    files = {file for _, listed in ROWS for file in listed.split(", ")}
    assert [file for file in sorted(files) if "def test_" not in (HERE / file).read_text()] == []
