"""The web page, asked over HTTP on loopback."""

import csv
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
import uvicorn
from datasette.views.base import DatasetteError

from article.model import Article
from storage import articles, sites
from storage.database import open_archive, writing
from storage.home import Home
from tests.storage.saving import Shelf
from wenming.web import pages
from wenming.web.failures import told_of
from wenming.web.ready import Ready, ready_questions
from wenming.web.server import application

ROOT = Path(__file__).parents[2]
NOW = datetime(2025, 9, 1, tzinfo=UTC)
EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
TEXTS = [
    ("志愿服务进社区", "志愿者在石家庄开展文明实践活动。\n居民都说好。"),
    (f"标题{EVIL}", f"文明 {EVIL} 实践"),
    ("=cmd|calc", "文明也要防公式"),
    ("撤下的文章", "文明，这一篇不可再示人"),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = Home(tmp_path_factory.mktemp("web"))
    _fill(home)
    server = uvicorn.Server(
        uvicorn.Config(application(home).app(), port=0, log_level="error", ws="none")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


def _fill(home: Home) -> None:
    db = open_archive(home)
    sites.save_sites(db, [sites.SiteFacts(id="yun", title="云川文明网", region="云川省")])
    with writing(db):
        for number, (title, body) in enumerate(TEXTS, 1):
            url = f"http://yun.example/{number}.html" if number != 2 else "javascript:alert(3)"
            db.execute(
                "insert into urls (id, url, url_key, site, kind, discovered_at) "
                "values (?, ?, ?, 'yun', 'article', '')",
                [number, url, url],
            )
            articles.save_new(
                db,
                Article(url=url, title=title, body=body),
                articles.Sighting(None, NOW),
                url_id=number,
                site="yun",
            )
        corrected = Article(
            url="http://yun.example/1.html",
            title=TEXTS[0][0],
            body=TEXTS[0][1].replace("好", "很好"),
        )
        held = articles.find_held(db, 1)
        assert held
        articles.save_change(db, held, corrected, articles.Sighting(None, NOW), "substantive")
        db.execute(
            "insert into suppressions (url_id, suppressed_at, suppressed_by, reason) "
            "values (4, '', 'a court', 'secret reason')"
        )
        for id_, name, part_of in (
            (5, "old.html", None),
            (6, "list.pdf", None),
            (7, "4_2.html", 4),
        ):
            db.execute(
                "insert into urls (id, url, url_key, site, kind, discovered_at, link_title, "
                "part_of) values (?, ?, ?, 'yun', 'article', '', '撤下的文章', ?)",
                [id_, f"http://yun.example/{name}", name, part_of],
            )
        db.execute(
            "insert into captures (url_id, fetched_at, outcome, led_to) values (5, '', 'new', 4)"
        )
        db.execute(
            "insert into attachments (article_id, url, kind) "
            "values (4, 'http://yun.example/list.pdf', 'pdf')"
        )
    db.close()


def _get(url: str) -> tuple[int, str, dict[str, str]]:
    try:
        with urlopen(url, timeout=30) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except HTTPError as error:
        return error.code, error.read().decode(), dict(error.headers)


def _hidden_in(text: str) -> list[str]:
    """Return what of the suppressed article is in a page, or in JSON, which escapes Chinese."""
    secrets = ("不可再示人", "撤下的文章", "secret reason")
    return [one for one in secrets if one in text or json.dumps(one)[1:-1] in text]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("志愿服务", [1]),
        ("志愿 石家庄", [1]),
        ("文明 -石家庄", [3, 2]),
        ("标题：志愿", [1]),
        ("。", [1]),
        ("不可再示人", []),
        ("NEAR(", []),
        ('"', [2]),
        ("-x", []),
        ("' or 1=1 --", []),
    ],
)
def test_the_box_finds_as_everywhere(page: str, question: str, found: list[int]) -> None:
    status, html, _ = _get(f"{page}/?q={quote(question)}")
    assert status == 200
    assert [int(id_) for id_ in re.findall(r'<h2><a href="/article/(\d+)"', html)] == found


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (f"q={quote('文明')}&since=yesterday", "2025-08-01"),
        (f"q={quote('文明')}&until=2025-13", "2025-08-01"),
        (f"q={quote('文明')}&region={quote('湖南')}", "of 湖南省 no address is known"),
        (f"q={quote('文明')}&site=nowhere", "known: yun"),
        ("q=%22%22", "the question is empty"),
        ("q=*", "no text has these signs"),
    ],
)
def test_what_nobody_can_mean_is_told(page: str, asked: str, told: str) -> None:
    status, html, _ = _get(f"{page}/?{asked}")
    assert status == 400
    assert told in html
    assert re.search(r'<p role="alert">(筛选条件有误|没有要找的词|没有文章含有这些符号) ', html)
    assert '<option value="yun"' in html
    assert _get(f"{page}/hits.csv?{asked}")[0] == 400


@pytest.mark.parametrize(
    "path", [f"/?q={quote('文明')}", f"/?q={quote(EVIL)}", "/article/2", "/{}/shown_articles"]
)
def test_nothing_of_a_page_runs(page: str, path: str) -> None:
    _, html, headers = _get(page + path.format("archive"))
    assert "<img src=x" not in html
    assert "<script>alert" not in html
    assert 'href="javascript:' not in html
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_a_source_that_finds_nothing_is_told_to_be_a_whole_name(page: str) -> None:
    assert "来源须写全名" in _get(f"{page}/?q={quote('文明')}&source={quote('日报')}")[1]
    assert "来源须写全名" not in _get(f"{page}/?q={quote('文明')}")[1]


def test_a_question_of_what_to_leave_out_is_told_how_it_was_taken(page: str) -> None:
    assert "减号按字面查找" in _get(f"{page}/?q={quote('-文明 －实践')}")[1]
    assert "减号按字面查找" not in _get(f"{page}/?q={quote('村晚 -文明')}")[1]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2025-08-01", "2025-08-01"),
        ("2025-08-01T08:40:00+08:00", "2025-08-01 08:40"),
        ("2025-08-31T17:06:07.301+00:00", "2025-09-01 01:06"),
    ],
)
def test_times_are_chinese_time_and_days_stay_days(stored: str, shown: str) -> None:
    assert pages._moment(stored) == shown


def test_an_article_names_its_site(page: str) -> None:
    assert "日期不明 · 云川文明网<br>" in _get(f"{page}/article/3")[1]
    assert "日期不明 · 云川文明网" in _get(f"{page}/?q={quote('文明')}")[1]


def test_kinds_and_times_of_versions_are_told_in_chinese(page: str) -> None:
    _, html, _ = _get(f"{page}/article/1")
    assert "<li>2025-09-01 08:00 首次 first" in html
    assert re.search(r"<li>2025-09-0\d \d\d:\d\d (排版|文字|实质) ", html)


def test_what_changed_between_versions_is_marked(page: str) -> None:
    _, html, _ = _get(f"{page}/article/1")
    assert "<del>居民都说好。</del>" in html
    assert "<ins>居民都说很好。</ins>" in html
    assert html.count("志愿者在石家庄开展文明实践活动。") == 2  # now, and in the old version


def test_tables_for_programs_only_are_not_listed(page: str) -> None:
    _, html, _ = _get(f"{page}/archive")
    assert "_sqlite_migrations" not in html
    assert "fingerprints" not in html


def test_the_views_that_hide_are_no_database_to_join(page: str) -> None:
    assert "attached to this connection" not in _get(f"{page}/archive")[1]


def test_our_pages_allow_no_script_at_all(page: str) -> None:
    policy = _get(page)[2]["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_the_box_of_datasette_asks_for_pairs(page: str) -> None:
    _, text, _ = _get(
        f"{page}/archive/shown_articles.json?_shape=array&_search={quote('志愿服务')}"
    )
    assert [row["id"] for row in json.loads(text)] == [1]


@pytest.mark.parametrize(
    "path",
    [
        "/article/4",
        "/archive/shown_articles.json?_shape=array",
        "/archive.json?sql=select+*+from+articles",
        "/archive.json?sql=select+*+from+versions",
        "/archive.json?sql=select+*+from+article_versions",
        "/archive.json?sql=select+*+from+articles_pairs",
        "/archive.json?sql=select+title,+body+from+articles_fts+where+rowid+=+4",
        "/archive.json?sql=select+*+from+main.articles",
        "/archive.json?sql=select+*+from+%22main%22.articles",
        "/archive.json?sql=with+withdrawn+as+(select+*+from+MAIN+.+articles)+select+*+from+withdrawn",
        "/archive/sites.json?_where=id+in+(select+title+from+main.articles)",
        "/archive.json?sql=select+*+from+suppressions",
        "/archive.json?sql=select+*+from+urls",
        "/archive/articles/4.json",
        "/archive/suppressions.json",
    ],
)
def test_what_is_suppressed_cannot_be_reached(page: str, path: str) -> None:
    _, text, _ = _get(page + path)
    assert not _hidden_in(text)


@pytest.mark.parametrize(
    "sql",
    [
        "select highlight(articles_fts, 1, '', '') from articles_fts('文明')",
        "select Snippet(articles_fts, 1, '', '', '', 60) from articles_fts('文明')",
        "select * from articles_fts_data",
        "select * from articles_fts_idx",
    ],
)
def test_the_index_gives_no_text_back(page: str, sql: str) -> None:
    status, text, _ = _get(f"{page}/archive.json?_shape=array&sql={quote(sql)}")
    assert status in (400, 403) or text == "[]"


def test_who_asks_the_index_as_a_function_is_told_how_to_ask_it(page: str) -> None:
    sql = quote("select rowid from articles_fts('文明')")
    status, text, _ = _get(f"{page}/archive.json?sql={sql}")
    assert status == 403
    assert "where articles_fts match" in text


@pytest.mark.parametrize(
    "sql",
    [
        "select rowid as id from articles_fts where articles_fts match '文明' order by rank",
        "select f.rowid as id from (select '文明' as word) join articles_fts f "
        "on articles_fts match word",
        "select id from articles a where exists "
        "(select 1 from articles_fts where articles_fts match '文明' and rowid = a.id)",
        "select id from articles_fts_docsize",
    ],
)
def test_the_index_does_not_tell_the_words_of_what_is_suppressed(page: str, sql: str) -> None:
    _, text, _ = _get(f"{page}/archive.json?_shape=array&sql={quote(sql)}")
    assert {row["id"] for row in json.loads(text)} == {1, 2, 3}


def test_sql_is_for_reading(page: str) -> None:
    status, _, _ = _get(f"{page}/archive.json?sql=delete+from+articles")
    assert status == 400
    assert _get(f"{page}/archive.json?sql=select+count(*)+from+articles")[1].count("3") >= 1


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/archive.json?sql=select+1;select+2", 400, "one statement at a time"),
        ("/archive/versions.json", 403, "read shown_articles"),
        ("/archive.json?sql=&_shape=array", 400, "parameters of this address"),
        ("/archive/shown_articles.json?_next=no-number", 400, "no-number"),
        ("/archive/shown_articles.json?_sort=nowhere", 400, "Cannot sort table by nowhere"),
        ("/archive/reprints/1.json", 400, "parameters of this address"),
    ],
)
def test_a_mistake_is_told_to_who_made_it(page: str, path: str, status: int, told: str) -> None:
    answer, text, _ = _get(page + path)
    assert (answer, json.loads(text)["status"]) == (status, status)
    assert told in json.loads(text)["error"]


def test_markup_in_a_message_of_datasette_is_left_out() -> None:
    markup = "<p>It took\n <a href='x'>too long</a>.</p><textarea>select 1</textarea>"
    error = DatasetteError(markup, status=400, message_is_html=True)
    assert told_of(error)[:2] == (400, "It took too long.")


def test_a_question_without_bounds_leaves_the_page_and_the_machine_alone() -> None:
    code = "from wenming.cli.web import bound_memory as b; b(); print(1); bytes(3 * 2**30)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "1\n"
    assert "MemoryError" in done.stderr
    assert told_of(MemoryError())[0] == 400


def test_a_narrower_bound_of_memory_stays() -> None:
    code = (
        "import resource as r; from wenming.cli.web import bound_memory as b; own = 2**30; "
        "r.setrlimit(r.RLIMIT_DATA, (own, -1)); b(); print(r.getrlimit(r.RLIMIT_DATA)[0] == own)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_csv_is_guarded_or_refused(page: str) -> None:
    assert _get(f"{page}/archive/shown_articles.csv")[0] == 403
    assert _get(f"{page}/archive/shown_articles?_format=csv")[0] == 403
    _, text, headers = _get(f"{page}/hits.csv?q={quote('公式')}")
    (row,) = csv.DictReader(text.removeprefix("\ufeff").splitlines())
    assert row["title"] == "'=cmd|calc"
    assert headers["content-disposition"].startswith("attachment")


def test_a_csv_that_does_not_hold_all_is_told_so(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{page}/?q={quote('文明')}"
    assert "the first" not in _get(path)[1]
    monkeypatch.setattr(pages, "IN_CSV", 1)
    assert "the first 1" in _get(path)[1]


def test_a_csv_has_the_order_of_the_page(page: str) -> None:
    for asked, found in ((f"q={quote('文明')}", "321"), (f"q={quote('文明')}&sort=rank", "312")):
        (link,) = re.findall(r'href="(/hits\.csv[^"]*)"', _get(f"{page}/?{asked}")[1])
        rows = csv.DictReader(_get(page + unescape(link))[1].lstrip("\ufeff").splitlines())
        assert [row["id"] for row in rows] == list(found)


def test_the_last_page_does_not_lead_to_itself(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE", 1)
    monkeypatch.setattr(pages, "LAST_PAGE", 2)
    assert "page=2" in _get(f"{page}/?q={quote('文明')}")[1]
    assert "page=3" not in _get(f"{page}/?q={quote('文明')}&page=2")[1]


def test_columns_are_described(page: str) -> None:
    _, html, _ = _get(f"{page}/archive/shown_articles")
    assert "发布日期 Day of publication" in html


@pytest.mark.parametrize("ready", list(ready_questions()), ids=lambda ready: ready.name)
def test_every_ready_question_is_answered(page: str, ready: Ready) -> None:
    status, text, _ = _get(f"{page}/archive/{ready.name}.json?_shape=array&q={quote('志愿')}")
    assert status == 200
    assert isinstance(json.loads(text), list)


def test_filters_without_a_word_are_told_so(page: str) -> None:
    status, text, _ = _get(f"{page}/?q=&site=demo")
    assert (status, "没有要找的词" in text) == (400, True)
    assert _get(f"{page}/?q=&site=")[0] == 200


def test_the_search_among_the_ready_questions_opens_without_a_question(page: str) -> None:
    status, text, _ = _get(f"{page}/archive/search")
    assert (status, "syntax error" in text) == (200, False)


@pytest.mark.parametrize("typed", ["从河边走到山上", "　从河边走到山上 ", '"从河边走到山上"'])
def test_a_slogan_is_followed_however_it_was_pasted(home: Home, typed: str) -> None:
    shelf = Shelf(home)
    shelf.add("志愿者从河边走到山上。", day="2025-03-03")
    (ready,) = (one for one in ready_questions() if one.name == "slogan")
    assert [row["articles"] for row in shelf.db.query(ready.sql, {"q": typed})] == [1]


def test_there_are_twenty_ready_questions_in_both_languages() -> None:
    ready = list(ready_questions())
    assert len(ready) >= 20
    assert all(one.zh and one.en and one.sql.startswith(("select", "with")) for one in ready)


def test_ready_questions_run_in_any_sqlite(tmp_path: Path) -> None:
    home = Home(tmp_path)
    _fill(home)
    db = sqlite3.connect(home.database)
    answers = {
        one.name: db.execute(one.sql, {"q": "志愿服务"}).fetchall() for one in ready_questions()
    }
    db.close()
    assert [row[0] for row in answers["search"]] == [1]
    assert answers["honest-counts"] == [("云川文明网", 3, 3, 3)]
    assert answers["missing-fields"] == [("云川文明网", 3, 3, 3, 0)]


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def test_an_article_is_no_earlier_than_the_earliest_copy_of_its_source(home: Home) -> None:
    shelf = Shelf(home)
    story = "志愿者从河边走到山上，又从山上回到村里，一路上捡拾垃圾，宣讲政策，探望老人。" * 3
    for day in ("2025-03-03", "2025-03-01"):
        shelf.add(story, site="hai", day=day)
    _, early = (
        shelf.add(story, source="海宁文明网", day=day) for day in ("2025-03-02", "2025-02-28")
    )
    (ready,) = (one for one in ready_questions() if one.name == "earlier-than-its-source")
    assert [row["id"] for row in shelf.db.query(ready.sql)] == [early]


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")
def test_a_browser_shows_what_was_found(page: str) -> None:
    shown = subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--dump-dom", f"{page}/?q={quote('志愿')}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    assert "<mark>志愿</mark>" in shown


def test_the_command_serves_and_says_nothing_of_what_is_not_there(tmp_path: Path) -> None:
    _fill(Home(tmp_path))
    command = [sys.executable, "-m", "wenming", "--home", str(tmp_path), "serve", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[0]
        try:
            assert _get(address)[0] == 200
            for path in ("nowhere", "article/99", "archive/nowhere", "archive/nowhere.json"):
                status, text, _ = _get(address + path)
                assert status == 404
                assert "Traceback" not in text
        finally:
            process.terminate()
            said = process.communicate(timeout=30)
    assert said == ("", "")


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """An environment in which our entry point of Datasette is installed, as pip would do it."""
    project = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text(encoding="utf-8"))["project"]
    folder = tmp_path / "installed" / "entry_point-1.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: entry-point\nVersion: 1\n")
    points = [f"{name} = {value}\n" for name, value in project["entry-points"]["datasette"].items()]
    (folder / "entry_points.txt").write_text("[datasette]\n" + "".join(points))
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder.parent), str(ROOT)])}


def _plain_datasette(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "datasette", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize(
    "path",
    [
        "/article/4",
        "/archive.json?sql=select+*+from+articles",
        "/archive.json?sql=select+*+from+main.articles",
    ],
)
def test_plain_datasette_hides_what_is_suppressed(
    installed: dict[str, str], tmp_path: Path, path: str
) -> None:
    home = Home(tmp_path)
    _fill(home)
    text = _plain_datasette(installed, str(home.database), "--get", path)
    assert text
    assert not _hidden_in(text)


def test_plain_datasette_has_our_pages_and_gives_nobody_the_file(
    installed: dict[str, str], tmp_path: Path
) -> None:
    home = Home(tmp_path)
    _fill(home)
    assert "文明网档案库" in _plain_datasette(installed, str(home.database), "--get", "/")
    assert "--seal" in _plain_datasette(
        installed, str(home.database), "--get", "/wenming/wenming.css"
    )
    question = _plain_datasette(installed, str(home.database), "--get", "/archive/honest-counts")
    assert "各站发文量" in question
    kept = _plain_datasette(installed, "-i", str(home.database), "--get", "/archive.db")
    assert "SQLite format 3" not in kept


def test_datasette_on_another_database_is_left_alone(
    installed: dict[str, str], tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as db:
        db.execute("create table mine (x)")
    text = _plain_datasette(installed, str(other), "--get", "/")
    assert "other" in text
    assert "文明网" not in text


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    _fill(Home(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [
            sys.executable,
            "-m",
            "wenming",
            "--home",
            str(tmp_path),
            "serve",
            "--port",
            port,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr == f"Error: 127.0.0.1:{port}: Address already in use\n"


def test_an_archive_on_a_medium_is_shown_as_one_that_nobody_changes(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_archive(home).close()
    assert application(home).immutables == set()
    monkeypatch.setattr("wenming.web.server.is_read_only", lambda folder: True)
    assert application(home).immutables == {str(home.database)}
