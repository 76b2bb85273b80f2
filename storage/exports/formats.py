"""How rows are written: CSV, JSON Lines, Parquet."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from storage.errors import StorageError

Row = Sequence[Any]

# A cell that begins so is a formula to a spreadsheet, in full width too
# (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_ROW_GROUP = 1000  # more would be quicker to read, and take more than 200 MB to write
_REPEATED = ["site", "region", "source", "state"]  # few values, many times


class Field(NamedTuple):
    """A column: its name, its type in SQLite, what it means."""

    name: str
    type: str
    zh: str
    en: str


class Writer(Protocol):
    """Writes rows to a file; ``bom`` and ``raw`` are for CSV."""

    def __call__(
        self, path: Path, fields: Sequence[Field], rows: Iterable[Row], *, bom: bool, raw: bool
    ) -> None: ...


def write_csv(
    path: Path, fields: Sequence[Field], rows: Iterable[Row], *, bom: bool, raw: bool
) -> None:
    """Write RFC 4180; unknown is empty."""
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in fields)
        writer.writerows(rows if raw else (map(guard, row) for row in rows))


def guard(value: Any) -> Any:
    """Return a value that no spreadsheet takes for a formula.

    >>> guard("=1+1"), guard("１+1"), guard(-1)
    ("'=1+1", '１+1', -1)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_jsonl(
    path: Path, fields: Sequence[Field], rows: Iterable[Row], *, bom: bool, raw: bool
) -> None:
    """Write one JSON object a line; unknown is null."""
    names = [field.name for field in fields]
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n")


def write_parquet(
    path: Path, fields: Sequence[Field], rows: Iterable[Row], *, bom: bool, raw: bool
) -> None:
    """Write Parquet with zstd, a thousand rows at a time, with the meaning of each column."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise StorageError("Parquet needs pyarrow, which `make full` installs") from error
    types = {"INTEGER": pa.int64(), "REAL": pa.float64(), "TEXT": pa.string()}
    schema = pa.schema(
        [
            pa.field(field.name, types[field.type], metadata={"zh": field.zh, "en": field.en})
            for field in fields
        ]
    )
    with parquet.ParquetWriter(
        path, schema, compression="zstd", compression_level=9, use_dictionary=_REPEATED
    ) as writer:
        for group in _groups(rows, _ROW_GROUP):
            by_column = zip(schema, zip(*group, strict=True), strict=True)
            columns = [pa.array(values, field.type) for field, values in by_column]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))


def _groups(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while group := list(islice(iterator, size)):
        yield group


FORMATS: dict[str, Writer] = {
    ".csv": write_csv,
    ".jsonl": write_jsonl,
    ".parquet": write_parquet,
}
