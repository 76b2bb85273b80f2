"""``wenming export``, as a person calls it."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from article.model import Article
from storage import articles, sites
from storage.database import open_archive, writing
from storage.home import Home
from storage.values.stamp import stamp

NOW = datetime(2025, 9, 1, tzinfo=UTC)


@pytest.fixture
def filled(home: Home) -> Home:
    db = open_archive(home)
    sites.save_sites(db, [sites.SiteFacts(id="yun", title="云川文明网", region="云川省")])
    for number in (1, 2):
        _publish(home, number)
    return home


def _publish(home: Home, number: int) -> None:
    db = open_archive(home)
    with writing(db):
        url = f"http://yun.example/{number}.html"
        db.execute(
            "insert into urls (id, url, url_key, site, kind, discovered_at) "
            "values (?, ?, ?, 'yun', 'article', '')",
            [number, url, url],
        )
        (capture,) = db.execute(
            "insert into captures (url_id, fetched_at, outcome) values (?, ?, 'new') returning id",
            [number, stamp(NOW)],
        ).fetchone()
        found = Article(url=url, title=f"文明第{number}篇", body="正文")
        articles.save_new(db, found, articles.Sighting(capture, NOW), url_id=number, site="yun")


def _export(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wenming", "--home", str(home.root), "export", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def _titles(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return sorted(json.loads(line)["title"] for line in lines)


def test_a_feed_gives_each_article_once(filled: Home, tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    command = (str(file), "--since-last", "daily")
    assert _export(filled, *command).returncode == 0
    assert _titles(file) == ["文明第1篇", "文明第2篇"]
    _publish(filled, 3)
    dry = _export(filled, *command, "--dry-run")
    assert dry.stderr == "1 article\n"
    assert _titles(file) == ["文明第1篇", "文明第2篇"]
    _export(filled, *command)
    assert _titles(file) == ["文明第3篇"]
    _export(filled, *command)
    assert _titles(file) == []


def test_words_and_filters_narrow_an_export(filled: Home, tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    said = _export(filled, str(file), "--words", "第1篇", "--site", "yun")
    assert (said.returncode, said.stdout) == (0, "")
    assert _titles(file) == ["文明第1篇"]


def test_an_unknown_ending_is_one_line(filled: Home, tmp_path: Path) -> None:
    said = _export(filled, str(tmp_path / "a.xlsx"))
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert ".parquet" in said.stderr


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_an_impossible_place_is_one_line_that_names_it(filled: Home, ending: str) -> None:
    said = _export(filled, f"/proc/none/a{ending}")
    assert said.returncode == 2
    assert said.stderr == (
        f"Error: /proc/none/a{ending} cannot be written: there is no folder /proc/none\n"
    )
