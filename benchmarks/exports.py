"""Exports: memory, and every row comes back equal. ``--articles 100000`` is the full size."""

import csv
import json
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path

from search import build
from table import Measure, finish, show

from storage.database import Database, open_archive
from storage.exports.export import COLUMNS
from storage.home import Home

Row = tuple[object, ...]

# A process of its own, and not ru_maxrss, which would count the peak of its parent.
_EXPORT = """
import sys, time
from pathlib import Path
from storage.database import open_read_only
from storage.exports.export import export
from storage.home import Home
db = open_read_only(Home(Path(sys.argv[1])))
begun = time.process_time()
export(db, Path(sys.argv[2]), raw=True)
seconds = time.process_time() - begun
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(seconds, int(peak.split()[1]) / 1024)
"""


def main() -> None:
    """Export an archive to each format and read it back."""
    options = ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=20_000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        db = open_archive(home)
        build(db, chosen.articles)
        measures = [
            measure
            for ending, read in READERS.items()
            for measure in _measure(db, home, home.root / f"articles{ending}", read)
        ]
        finish(show(f"Export of {chosen.articles:,} articles", measures))


def _measure(
    db: Database, home: Home, file: Path, read: Callable[[Path], Iterator[Row]]
) -> Iterator[Measure]:
    command = [sys.executable, "-c", _EXPORT, str(home.root), str(file)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, peak = map(float, ended.stdout.split())
    names = ", ".join("region" if name == "region" else f"a.{name}" for name in COLUMNS)
    held = db.execute(
        f"select {names} from articles a join sites s on s.id = a.site "
        "order by a.published_date desc, a.id desc"
    )
    there = back = equal = 0
    rows = read(file)
    for row in held:
        there += 1
        again = next(rows, None)
        back += again is not None
        equal += again == (_as_text(row) if file.suffix == ".csv" else tuple(row))
    yield Measure(f"{file.suffix}: peak memory", peak, "MB", most=200)
    yield Measure(f"{file.suffix}: rows that come back equal", equal / there, least=1)
    yield Measure(f"{file.suffix}: time", seconds, "s")
    yield Measure(f"{file.suffix}: size", file.stat().st_size / 2**20, "MB")


def _as_text(row: Row) -> Row:
    return tuple("" if value is None else str(value) for value in row)


def _read_csv(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        yield from map(tuple, rows)


def _read_jsonl(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield tuple(json.loads(line).values())


def _read_parquet(file: Path) -> Iterator[Row]:
    from pyarrow import parquet

    for batch in parquet.ParquetFile(file).iter_batches(2000):
        for row in batch.to_pylist():
            yield tuple(row.values())


READERS = {".csv": _read_csv, ".jsonl": _read_jsonl, ".parquet": _read_parquet}


if __name__ == "__main__":
    main()
