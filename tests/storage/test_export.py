"""Exports: every row comes back, nothing is half written, nothing runs in a spreadsheet."""

import csv
import errno
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet
from saving import SEEN, Shelf

from storage.database import open_read_only
from storage.errors import ArchiveUnwritable, DiskFull, PlaceUnwritable, StorageError
from storage.exports.export import COLUMNS, export, fields
from storage.exports.feed import read_feed, write_feed
from storage.exports.package import package_of
from storage.home import Home
from storage.suppress import lift, suppress

FORMULAS = ["=1+1", "+1", "-1", "@cmd", "\t=1", "＝1+1"]
ODD = '第一段，含“引号”、逗号,和"半角"。\n第二段：𠮷野家 👨‍👩‍👧 \u2028 完'


@pytest.fixture
def shelf(home: Home) -> Shelf:
    shelf = Shelf(home)
    shelf.add(ODD, "=HYPERLINK(1)", day="2025-01-02", source="云川日报", author="王一")
    shelf.add("", "没有正文", site="hai")
    shelf.add("文明实践", "普通标题", day="2025-01-03", keywords=("文明", "实践"))
    return shelf


def _read(file: Path) -> list[dict[str, Any]]:
    if file.suffix == ".parquet":
        return list(parquet.read_table(file).to_pylist())
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".jsonl":
        return [json.loads(line) for line in text.split("\n") if line]
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _held(shelf: Shelf) -> list[dict[str, Any]]:
    names = ", ".join("s.region" if name == "region" else f"a.{name}" for name in COLUMNS)
    return list(
        shelf.db.query(
            f"select {names} from articles a join sites s on s.id = a.site "
            "order by a.published_date desc, a.id desc"
        )
    )


@pytest.mark.parametrize("ending", [".jsonl", ".parquet", ".csv"])
def test_every_row_comes_back_equal(shelf: Shelf, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"articles{ending}"
    done = export(shelf.db, file, raw=True)
    held = _held(shelf)
    if ending == ".csv":
        held = [
            {name: "" if value is None else str(value) for name, value in row.items()}
            for row in held
        ]
    assert _read(file) == held
    assert done.rows == len(held) == 3
    assert sorted(path.name for path in tmp_path.glob("articles*")) == sorted(
        [file.name, f"{file.name}.datapackage.json"]
    )
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_guarded_in_csv_unless_raw(home: Home, tmp_path: Path, formula: str) -> None:
    shelf = Shelf(home)
    shelf.add("正文", "题", source=formula)
    export(shelf.db, tmp_path / "safe.csv")
    export(shelf.db, tmp_path / "raw.csv", raw=True)
    assert _read(tmp_path / "safe.csv")[0]["source"] == f"'{formula}"
    assert _read(tmp_path / "raw.csv")[0]["source"] == formula


def test_a_csv_can_be_marked_for_excel(shelf: Shelf, tmp_path: Path) -> None:
    export(shelf.db, tmp_path / "a.csv", bom=True)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")


def test_only_what_is_asked_for_is_written(shelf: Shelf, tmp_path: Path) -> None:
    export(shelf.db, tmp_path / "a.jsonl", "文明", since="2025")
    assert [row["title"] for row in _read(tmp_path / "a.jsonl")] == ["普通标题"]
    export(shelf.db, tmp_path / "a.jsonl", site="hai")
    assert [row["title"] for row in _read(tmp_path / "a.jsonl")] == ["没有正文"]


def test_what_is_suppressed_is_not_written(shelf: Shelf, tmp_path: Path) -> None:
    shelf.suppress(1)
    assert export(shelf.db, tmp_path / "a.csv").rows == 2


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet", ".CSV"])
def test_an_empty_answer_is_a_file_too(shelf: Shelf, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"a{ending}"
    assert export(shelf.db, file, "没有这个词").rows == 0
    assert _read(file) == []


def test_a_failure_leaves_the_old_file_and_nothing_else(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("old")

    def fail(rows: int) -> None:
        raise KeyboardInterrupt

    for _ in range(600):
        shelf.db.execute(
            "insert into urls (url, url_key, site, kind, discovered_at) "
            "select 'u' || max(id), 'u' || max(id), 'yun', 'article', '' from urls"
        )
        shelf.db.execute(
            "insert into articles (url, url_id, site, title, body, chars, content_hash, "
            "first_seen_at, last_seen_at, last_changed_at) "
            "select 'u' || id, id, 'yun', '题', '', 0, '', '', '', '' from urls "
            "order by id desc limit 1"
        )
    with pytest.raises(KeyboardInterrupt):
        export(shelf.db, file, progress=fail)
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.csv"]


def test_a_disk_that_fills_up_at_the_package_leaves_what_was_there(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("old")
    write_text = Path.write_text

    def fill_up(path: Path, text: str, **how: str) -> int:
        write_text(path, text[:9], **how)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fill_up)
    with pytest.raises(DiskFull):
        export(shelf.db, file)
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.jsonl"]


def test_another_ending_or_a_missing_folder_is_told_plainly(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"\.parquet"):
        export(shelf.db, tmp_path / "a.xlsx")
    with pytest.raises(PlaceUnwritable, match=f"there is no folder {tmp_path / 'none'}$"):
        export(shelf.db, tmp_path / "none" / "a.csv")


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_a_place_that_cannot_be_written_is_named_as_it_was_given(shelf: Shelf, ending: str) -> None:
    with pytest.raises(PlaceUnwritable) as told:
        export(shelf.db, Path(f"/proc/a{ending}"))
    assert str(told.value).startswith(f"/proc/a{ending} cannot be written: ")
    assert ".part" not in str(told.value)


def test_exports_that_differ_in_the_ending_only_have_a_package_each(
    shelf: Shelf, tmp_path: Path
) -> None:
    files = [tmp_path / "a.csv", tmp_path / "a.jsonl"]
    for file in files:
        export(shelf.db, file)
    for file in files:
        package = json.loads(package_of(file).read_text(encoding="utf-8"))
        assert package["resources"][0]["path"] == file.name


def test_the_package_describes_the_file(shelf: Shelf, tmp_path: Path) -> None:
    export(shelf.db, tmp_path / "a.parquet", "文明")
    package = json.loads((tmp_path / "a.parquet.datapackage.json").read_text(encoding="utf-8"))
    (resource,) = package["resources"]
    schema = parquet.read_schema(tmp_path / "a.parquet")
    assert [field["name"] for field in resource["schema"]["fields"]] == schema.names
    assert resource["bytes"] == (tmp_path / "a.parquet").stat().st_size
    assert resource["rows"] == 1
    assert resource["schema"]["primaryKey"] == ["id"]  # a list, says the second version
    assert package["asked"] == {"question": "文明"}
    assert datetime.fromisoformat(package["created"]) <= datetime.now(UTC)
    assert package["software"].startswith("wenming/")
    assert schema.field("source").metadata[b"en"].decode() == fields(shelf.db)[8].en


def test_an_export_sees_one_moment_of_the_archive(shelf: Shelf, tmp_path: Path) -> None:
    reader = open_read_only(shelf.home)
    export(reader, tmp_path / "a.jsonl")
    shelf.add("后来的", "后来的")
    export(reader, tmp_path / "b.jsonl")
    assert len(_read(tmp_path / "b.jsonl")) == len(_read(tmp_path / "a.jsonl")) + 1


def _capture(shelf: Shelf, article_id: int, outcome: str) -> None:
    shelf.db.execute(
        "insert into captures (url_id, fetched_at, outcome) "
        "select url_id, ?, ? from articles where id = ?",
        [SEEN.isoformat(), outcome, article_id],
    )


def test_a_feed_goes_on_where_it_ended(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"

    def give() -> list[int]:
        done = export(shelf.db, file, after_capture=read_feed(shelf.db, shelf.home, "daily"))
        write_feed(shelf.db, shelf.home, "daily", done.last_capture)
        return [row["id"] for row in _read(file)]

    for id_ in (1, 2, 3):
        _capture(shelf, id_, "new")
    assert give() == [3, 1, 2]
    _capture(shelf, 1, "unchanged")
    assert give() == []
    _capture(shelf, 2, "changed")
    _capture(shelf, 3, "gone")
    assert give() == [3, 2]
    assert read_feed(shelf.db, shelf.home, "other") == 0


def test_a_feed_gives_what_is_back_once(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    for outcome in ("new", "gone"):
        _capture(shelf, 1, outcome)
    last = export(shelf.db, file).last_capture
    _capture(shelf, 1, "error")
    _capture(shelf, 1, "unchanged")
    last = export(shelf.db, file, after_capture=last).last_capture
    assert [row["id"] for row in _read(file)] == [1]
    _capture(shelf, 1, "unchanged")
    assert export(shelf.db, file, after_capture=last).rows == 0


def test_a_feed_gives_what_a_redirect_led_to(shelf: Shelf, tmp_path: Path) -> None:
    shelf.db.execute(
        "insert into captures (url_id, led_to, fetched_at, outcome) "
        "select 1, url_id, ?, 'new' from articles where id = 2",
        [SEEN.isoformat()],
    )
    export(shelf.db, tmp_path / "feed.jsonl", after_capture=0)
    assert [row["id"] for row in _read(tmp_path / "feed.jsonl")] == [2]


def test_a_feed_gives_what_is_shown_again(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    (url,) = shelf.db.execute("select url from articles where id = 1").fetchone()
    suppress(shelf.db, shelf.home, url, reason="来函", by="馆长", now=SEEN)
    for id_ in (1, 2):
        _capture(shelf, id_, "new")
    last = export(shelf.db, file).last_capture
    assert [row["id"] for row in _read(file)] == [3, 2]
    lift(shelf.db, shelf.home, url, by="馆长", now=SEEN + timedelta(hours=1))
    export(shelf.db, file, after_capture=last)
    assert [row["id"] for row in _read(file)] == [1]


@pytest.mark.parametrize("name", ["../x", "", "a/b", ".hidden", "x" * 80])
def test_a_feed_is_not_written_elsewhere(shelf: Shelf, name: str) -> None:
    with pytest.raises(StorageError, match="no name"):
        write_feed(shelf.db, shelf.home, name, 1)


def test_a_feed_that_cannot_be_noted_says_where(shelf: Shelf) -> None:
    (shelf.home.root / "feeds").write_text("")
    with pytest.raises(ArchiveUnwritable, match="feeds is in the place of a folder"):
        write_feed(shelf.db, shelf.home, "daily", 1)


def test_a_feed_begins_anew_where_its_last_capture_is_another_one(shelf: Shelf) -> None:
    _capture(shelf, 1, "new")
    write_feed(shelf.db, shelf.home, "daily", 1)
    assert read_feed(shelf.db, shelf.home, "daily") == 1
    later = (SEEN + timedelta(hours=1)).isoformat()
    shelf.db.execute("update captures set fetched_at = ?", [later])  # as after a restore
    assert read_feed(shelf.db, shelf.home, "daily") == 0
    shelf.db.execute("delete from captures")
    assert read_feed(shelf.db, shelf.home, "daily") == 0


def test_a_broken_feed_says_so(shelf: Shelf) -> None:
    write_feed(shelf.db, shelf.home, "daily", 0)
    (shelf.home.root / "feeds" / "daily.json").write_text("{")
    with pytest.raises(StorageError, match="remove it"):
        read_feed(shelf.db, shelf.home, "daily")


def test_a_link_stays_one_and_what_it_leads_to_is_written(shelf: Shelf, tmp_path: Path) -> None:
    file, link = tmp_path / "2026.csv", tmp_path / "latest.csv"
    link.symlink_to(file)
    assert export(shelf.db, link, raw=True).file == file
    assert link.is_symlink()
    assert len(_read(file)) == 3


def test_the_ending_of_a_link_says_the_format(shelf: Shelf, tmp_path: Path) -> None:
    file, link, loop = tmp_path / "articles", tmp_path / "latest.csv", tmp_path / "loop.csv"
    link.symlink_to(file)
    loop.symlink_to(loop)
    assert export(shelf.db, link, raw=True).file == file
    assert len(_read(file)) == 3
    assert export(shelf.db, loop, raw=True).rows == 3


def test_a_pipe_is_not_replaced_while_somebody_reads_from_it(shelf: Shelf, tmp_path: Path) -> None:
    pipe = tmp_path / "articles.csv"
    os.mkfifo(pipe)
    with pytest.raises(PlaceUnwritable, match=f"{pipe} cannot be written: it is no file"):
        export(shelf.db, pipe)
    assert pipe.is_fifo()
