"""Every damage is found and named."""

import os
import re
import shutil
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

import storage.database
from storage.care.verify import check_full_text, verify
from storage.database import open_archive, open_read_only, writing
from storage.errors import StorageError
from storage.home import Home
from storage.warc.records import Record, digest
from tests.storage.synthetic import Site, crawl

SITE = Site(articles=20)


@pytest.fixture
def whole(home: Home) -> Home:
    crawl(home, SITE)
    crawl(home, SITE, sweep=True)
    assert list(verify(home)) == []
    return home


def first_file(home: Home) -> Path:
    return min(home.warc.iterdir())


def change(home: Home, sql: str) -> None:
    with closing(open_archive(home)) as db:
        db.execute("pragma foreign_keys = off")
        db.execute(sql)


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "one byte short": (lambda content: content[:-1], "the record is cut short"),
    "a flipped bit": (
        lambda content: content[:2500] + bytes([content[2500] ^ 4]) + content[2501:],
        "is not as it was closed",
    ),
    "a byte more": (lambda content: content + b"\0", "is not as it was closed"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_to_a_file_is_found(whole: Home, damage: str) -> None:
    spoil, said = DAMAGES[damage]
    path = first_file(whole)
    path.write_bytes(spoil(path.read_bytes()))
    assert any(said in finding.what for finding in verify(whole))


def test_a_digest_that_differs_is_named_with_the_one_that_is_stored(whole: Home) -> None:
    path = first_file(whole)
    stored = sha256(path.read_bytes()).hexdigest()
    path.write_bytes(DAMAGES["a flipped bit"][0](path.read_bytes()))
    found = sha256(path.read_bytes()).hexdigest()
    (said,) = (finding.what for finding in verify(whole) if finding.where == path.name
               and "closed" in finding.what)  # fmt: skip
    assert said == f"is not as it was closed: SHA-256 {found}, closed with {stored}"


def test_a_page_that_differs_from_its_row_is_named_with_both_digests(whole: Home) -> None:
    change(whole, f"update captures set sha256 = '{'0' * 64}' where id = 5")
    (said,) = (finding.what for finding in verify(whole) if finding.where == "capture 5")
    assert re.fullmatch(f"its page has SHA-256 [0-9a-f]{{64}}, stored is {'0' * 64}", said)


def test_a_record_that_contradicts_itself_names_both_digests() -> None:
    record = Record({"warc-type": "request", "warc-block-digest": digest(b"x")}, b"y")
    assert record.damage() == f"its block has {digest(b'y')}, stated is {digest(b'x')}"


def test_records_behind_a_damage_are_still_looked_at(whole: Home) -> None:
    with closing(open_archive(whole)) as db:
        (offset,) = db.execute("select warc_offset from captures where id = 5").fetchone()
    path = first_file(whole)
    content = bytearray(path.read_bytes())
    content[offset + 40 : offset + 48] = b"\xff" * 8
    path.write_bytes(content)
    lost = [finding.where for finding in verify(whole) if finding.check in ("capture", "revisit")]
    assert lost == ["capture 5", "capture 26"]  # the one, and the one that refers to it


def test_a_missing_file_is_named_with_what_depends_on_it(whole: Home) -> None:
    first_file(whole).unlink()
    findings = list(verify(whole))
    assert any("is missing, and with it 20 captures" in finding.what for finding in findings)
    assert sum(finding.check == "revisit" for finding in findings) == 20


def test_a_file_of_another_archive_is_named(whole: Home) -> None:
    first_file(whole).with_name("wai-000001-0001.warc.gz").write_bytes(b"")
    (finding,) = verify(whole)
    assert "does not know this file" in finding.what


ROWS = {
    "a wrong offset": "update captures set warc_offset = warc_offset + 1 where id = 5",
    "a wrong length": "update captures set warc_length = warc_length - 1 where id = 5",
    "a wrong digest": f"update captures set sha256 = '{'0' * 64}' where id = 5",
    "a wrong status": "update captures set status = 404 where id = 5",
    "a wrong status of what has not changed": "update captures set status = 404 where id = 26",
    "a wrong digest of what has not changed": "update captures set sha256 = '0' where id = 26",
    "a wrong size": "update captures set bytes = bytes + 1 where id = 5",
    "a wrong size of what has not changed": "update captures set bytes = bytes + 1 where id = 26",
    "a text of another page": "update versions set capture_id = 5 where article_id = 3",
    "a file that nobody fetched": "insert into attachments (article_id, url, kind, sha256) "
    "values (3, 'http://yun.example/f/1.pdf', 'pdf', '0')",
    "a wrong moment": "update captures set fetched_at = '2026-03-09' where id = 5",
    "a wrong reference": "update captures set refers_to = 3 where refers_to = 4",
    "a reference to nothing": "update captures set refers_to = 1 where refers_to = 4",
    "an orphan": "update articles set url_id = 9999 where id = 3",
    "a lost version": "delete from versions where article_id = 3",
    "an article twice in history": "update versions set body = 'x' where article_id = 3",
    "another beginning": "update articles set first_seen_at = '2026-03-01' where id = 3",
    "another hash": "update versions set content_hash = 'x' where article_id = 3",
    "a story without beginning": "update articles set story_id = 9999 where id = 3",
    "keys of nobody": "insert into fingerprints (key, article_id) values (1, 9999)",
    "a wrong count": "update runs set articles_new = 19 where id = 1",
    "a lost capture": "update runs set pages = 99 where id = 2",
    "a key that is not its address's": "update urls set url_key = '//x' where id = 3",
    "a lease of nobody": "update urls set state = 'leased', leased_by = 1 where id = 3",
    "withdrawn without evidence": "update articles set state = 'withdrawn' where id = 3",
    "an entry that is missing": "insert into articles_fts (articles_fts, rowid, title, body) "
    "select 'delete', id, title, body from articles_pairs where id = 3",
}


@pytest.mark.parametrize("damage", ROWS)
def test_a_row_that_contradicts_another_is_found(whole: Home, damage: str) -> None:
    change(whole, ROWS[damage])
    assert list(verify(whole))


def test_a_damaged_page_of_the_database_is_found(whole: Home) -> None:
    with closing(open_archive(whole)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
    content = bytearray(whole.database.read_bytes())
    half = len(content) // 2 // 8192 * 8192
    content[half : half + 64] = b"\xa5" * 64
    whole.database.write_bytes(content)
    assert any(finding.check == "database" for finding in verify(whole))


@pytest.mark.parametrize("flip", [0x01, 0x80])  # another character; none at all
def test_an_article_whose_text_was_altered_is_named(whole: Home, flip: int) -> None:
    with closing(open_archive(whole)) as db:
        (body,) = db.execute("select body from articles where id = 7").fetchone()
        altered = bytearray(body.encode())
        altered[6] ^= flip
        db.execute("pragma ignore_check_constraints = on")
        for trigger in ("before", "after"):  # as on the disk: the index stays as it was
            db.execute(f"drop trigger articles_fts_{trigger}_update")
        db.execute("update articles set body = cast(? as text) where id = 7", [bytes(altered)])
    named = [finding.where for finding in verify(whole) if finding.check == "text"]
    assert named == ["article 7"]


TEXTS = {
    "articles 3": "update articles set title = cast(x'e6ff' as text) where id = 3",
    "captures 4": "update captures set reason = cast(x'e6ff' as text) where id = 4",
    "sites yun": "update sites set title = cast(x'e6ff' as text) where id = 'yun'",
    "versions 5 1": "update versions set title = cast(x'e6ff' as text) where article_id = 5",
}


@pytest.mark.parametrize("where", TEXTS)
def test_a_text_that_is_no_utf_8_is_named(whole: Home, where: str) -> None:
    with closing(open_archive(whole)) as db:
        db.execute("pragma ignore_check_constraints = on")
        for trigger in ("before", "after"):  # as on the disk: the index stays as it was
            db.execute(f"drop trigger articles_fts_{trigger}_update")
        db.execute(TEXTS[where])
    named = [finding.where for finding in verify(whole) if finding.check == "characters"]
    assert named == [where]


def test_a_crawl_may_run_beside_it(home: Home) -> None:
    findings: list[object] = []
    crawl(home, SITE, on_commit=lambda urls: findings.extend(verify(home)))
    assert findings == []


def test_where_there_is_no_archive_none_is_made(home: Home) -> None:
    with pytest.raises(StorageError, match="no archive"):
        list(verify(home))
    assert not home.database.exists()


def test_an_index_without_room_for_its_copy_is_not_called_wrong(whole: Home) -> None:
    with closing(open_read_only(whole)) as db:
        db.execute("create temp table any (thing)")
        db.execute("pragma temp.max_page_count = 8")
        (finding,) = check_full_text(db)
    assert finding.what.startswith("not examined")


def test_an_index_that_is_lost_is_found(whole: Home) -> None:
    change(whole, "drop table articles_fts")
    assert [finding.check for finding in verify(whole)] == ["full text"]


def test_it_needs_no_lock_that_a_crawl_may_hold(
    whole: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.database, "BUSY_TIMEOUT", 50)
    with closing(open_archive(whole)) as crawling, writing(crawling):
        assert list(verify(whole)) == []


def test_a_folder_that_is_lost_is_told_as_its_files_are(whole: Home) -> None:
    shutil.rmtree(whole.warc)
    assert sum(finding.check == "WARC" for finding in verify(whole)) == 2


def test_a_file_that_cannot_be_read_keeps_nobody_from_the_others(whole: Home) -> None:
    path = first_file(whole)
    path.unlink()
    path.mkdir()
    findings = list(verify(whole))
    assert ("WARC", "cannot be read: Is a directory") in {(one.check, one.what) for one in findings}
    assert sum(finding.check == "revisit" for finding in findings) == 20
    crawl(whole, SITE, sweep=True)  # keeps the pages anew, as it finds the old ones no more
    assert len(list(verify(whole))) == len(findings)


def test_a_pipe_in_the_place_of_a_file_is_named(whole: Home) -> None:
    path = first_file(whole)
    path.unlink()
    os.mkfifo(path)
    told = {(one.where, one.what) for one in verify(whole) if one.check == "WARC"}
    assert told == {(path.name, "cannot be read: a pipe or a device, no file")}
