"""A new site from one of its lists: fetched, frozen, drafted; and rehearsed."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click import ClickException
from click.testing import CliRunner, Result

from crawler.catalogue import spider_in
from crawler.discovery import read_list
from crawler.drafting.frozen import Frozen
from crawler.drafting.newsite import NoDraft, save
from crawler.drafting.newsite import draft as propose
from crawler.drafting.rehearsal import CHANGES, rehearse
from crawler.drafting.sampling import items_of, sample_of
from crawler.listing import Channel
from crawler.lists.listpage import ListPage
from crawler.unknown.spider import ExploringSpider
from scheduler.launch import Ended
from storage.home import Home
from storage.values.visit import Link
from tests.crawler.generated import Choices, GeneratedSite, Served
from wenming.cli.newsite import _sample, new_site
from wenming.cli.newsite import rehearse as rehearse_command
from wenming.config import Config, load

SITES = [
    Choices(name="script", paging="trs"),
    Choices(name="cards", markup="cards", address="number", channel="index", paging="next",
            charset="gbk"),
]  # fmt: skip
PROJECT = Path(__file__).parents[2] / "pyproject.toml"
FORM = b'<p><a href="/files/1.docx">1.docx</a></p>'


@pytest.fixture
def config(home: Home) -> Config:
    return load(home.root)


def draft(config: Config, served: Served, root: Path, *more: str) -> Result:
    path = served.url + min(served.site.lists - {"/"}, key=len)
    arguments = ["yunxi", path, "--into", str(root), "--allow-private", "127.0.0.1/32", *more]
    return CliRunner(env={"WENMING_DOWNLOAD_DELAY": "0"}).invoke(new_site, arguments, obj=config)


@pytest.mark.parametrize("choices", SITES, ids=lambda choices: choices.name)
def test_a_draft_finds_the_list_and_survives_its_rehearsal(
    choices: Choices, config: Config, tmp_path: Path
) -> None:
    site = GeneratedSite(choices)
    for path in site.articles:
        kind, html = site.pages[path]
        site.pages[path] = (kind, html.replace(b'<div class="xgyd">', FORM + b'<div class="xgyd">'))
    site.pages["/files/1.docx"] = ("application/msword", b"PK\x03\x04")
    with Served(site) as served:
        result = draft(config, served, tmp_path)
        assert result.exit_code == 0, result.output
        assert sum(served.requests.values()) <= 4  # robots.txt, the list, two articles
    spider = spider_in(tmp_path, "yunxi")
    assert spider
    source = (tmp_path / "crawler/spiders/yunxi.py").read_text("utf-8")
    assert len(source.splitlines()) <= 25
    saved = tmp_path / "tests/pages/yunxi"
    url = json.loads((saved / "list/page.json").read_text("utf-8"))["url"]
    page = read_list((saved / "list/page.html").read_bytes(), url, links=spider.article_links)
    assert len(page.articles) == choices.size
    assert page.following
    outcomes = list(rehearse(spider(), saved))
    assert {one.page for one in outcomes} == {"list", "article-1", "article-2"}
    assert not [one for one in outcomes if not one.is_right]
    command = result.output.split("and run: wenming rehearse ")[1].split()
    played = CliRunner().invoke(rehearse_command, command)
    assert (played.exit_code, played.output.count("as saved")) == (0, 3)


@pytest.mark.parametrize(
    ("paging", "sidebar", "held"),
    [
        ("json-fetch", False, (6, 1)),
        ("json-fetch", True, (6, 1)),
        ("dataproxy-bare", False, (13, 0)),  # which is posted, and asked for in threes
    ],
)
def test_a_draft_keeps_what_the_script_of_a_list_asks_for(
    paging: str, sidebar: bool, held: tuple[int, int], config: Config, tmp_path: Path
) -> None:
    choices = Choices(name="json", paging=paging, sidebar=sidebar)
    with Served(GeneratedSite(choices)) as served:
        result = draft(config, served, tmp_path)
        assert result.exit_code == 0, result.output
        # What the script asks for too, and a page that might have been an article.
        assert sum(served.requests.values()) <= 6
    assert "by what the script of the list asks for" in result.output
    spider = spider_in(tmp_path, "yunxi")
    assert spider
    assert spider.article_links is None
    assert len(list(tmp_path.glob("tests/pages/yunxi/article-*"))) == 2
    saved = tmp_path / "tests/pages/yunxi"
    expected = json.loads((saved / "list/list.json").read_text("utf-8"))
    assert (len(expected["articles"]), len(expected["following"])) == held
    assert not [one for one in rehearse(spider(), saved) if not one.is_right]


def test_a_dry_run_shows_the_spider_and_writes_nothing(config: Config, tmp_path: Path) -> None:
    with Served(GeneratedSite(SITES[0])) as served:
        result = draft(config, served, tmp_path, "--dry-run")
    assert result.exit_code == 0, result.output
    assert 'name = "yunxi"' in result.output
    assert not list(tmp_path.rglob("*yunxi*"))


def test_a_draft_that_cannot_be_loaded_says_why(tmp_path: Path) -> None:
    spider = tmp_path / "crawler/spiders/yunxi.py"
    spider.parent.mkdir(parents=True)
    spider.write_text("import no_such_module")
    result = CliRunner().invoke(rehearse_command, ["yunxi", "--into", str(tmp_path)])
    assert result.exit_code == 1
    assert "yunxi.py: ModuleNotFoundError" in result.output


def test_a_draft_writes_over_nothing(config: Config, tmp_path: Path) -> None:
    there = tmp_path / "crawler/spiders/yunxi.py"
    there.parent.mkdir(parents=True)
    there.write_text("mine")
    with Served(GeneratedSite(SITES[0])) as served:
        result = draft(config, served, tmp_path)
    assert result.exit_code == 1
    assert "is there already" in result.output
    assert there.read_text() == "mine"


def test_a_draft_asks_nothing_where_its_pages_are_in_the_way(
    config: Config, tmp_path: Path
) -> None:
    there = tmp_path / "tests/pages/yunxi/list/page.html"
    there.parent.mkdir(parents=True)
    there.write_text("mine")
    with Served(GeneratedSite(SITES[0])) as served:
        result = draft(config, served, tmp_path)
        assert not served.requests
    assert result.exit_code == 1
    assert "list/page.html is there already" in result.output


def test_a_draft_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    in_the_way = tmp_path / "tests/pages/nanpu/article-1"
    in_the_way.parent.mkdir(parents=True)
    in_the_way.write_text("mine")
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    made = propose("nanpu", frozen("/list/1", rows), [frozen("/t/1.html", ARTICLE)])
    with pytest.raises(OSError, match="article-1"):
        save(made, tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [in_the_way]


def test_what_is_no_list_gives_no_draft(config: Config, tmp_path: Path) -> None:
    with Served(GeneratedSite(Choices(sidebar=False))) as served:
        served.site.lists = {"/about.html"}
        result = draft(config, served, tmp_path)
    assert result.exit_code == 1
    assert not list(tmp_path.glob("crawler/**/*.py"))


def test_an_article_in_place_of_a_list_is_told_as_such(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = frozen("/1.html", ARTICLE)
    monkeypatch.setattr("scheduler.launch.crawl", lambda _: Ended({"reason": None}, 0, ""))
    monkeypatch.setattr("wenming.cli.newsite._pages", lambda _: [(page.url, ("article", page))])
    with pytest.raises(ClickException, match=r"1\.html is an article and no list"):
        _sample(home, "yunxi", page.url, {})


def test_a_list_behind_an_article_is_not_what_a_script_asks_for(
    config: Config, tmp_path: Path
) -> None:
    site = GeneratedSite(SITES[0])
    site.pages["/view/77.html"] = site.pages[min(site.lists - {"/"}, key=len)]
    site.lists = {"/two.html"}
    link = '<li><a href="/view/77.html">关于两个栏目调整的说明和工作安排</a></li>'
    site.pages["/two.html"] = ("text/html", f"<ul>{link}</ul>".encode())
    with Served(site) as served:
        result = draft(config, served, tmp_path)
    assert "1 link to articles, in the page" in result.output


BYLINE = "<p>发布时间：2025-08-01 08:30 来源：南浦日报</p>"
TEXT = f"<div class='con'><p>{'台下坐满了人。' * 9}</p></div>"
ARTICLE = f"<h1>第1次村晚在南浦开锣</h1>{BYLINE}{TEXT}"


def frozen(path: str, body: str, title: str = "") -> Frozen:
    head = title and f"<title>{title}</title>"
    html = f"<html>{head}<body>{body}</body></html>".encode()
    return Frozen(f"http://a.example{path}", html, "utf-8", "2025-08-02T08:00:00+08:00")


@pytest.mark.parametrize(
    ("row", "links"),
    [
        (
            '<p class="by"><a href="/u/{n}.html">网友{n}</a></p>'
            '<p class="t"><a href="/t/{n}.html">{title}</a></p>',
            "p.t a",
        ),
        ('<dl><dd><a href="/t/{n}.html">{title}</a></dd></dl>', "dd a"),
        ('<ul class="zx"><li><a href="/t/{n}.html">{title}</a></li></ul>', "ul.zx a"),
        (
            '<div class="post-{n}00 post"><h2 class="t"><a href="/t/{n}.html">{title}</a></h2>'
            '<p><a href="/t/{n}.html">2025-08-01</a> <a href="/u/9.html">网友9</a></p></div>',
            "h2.t a",
        ),
        ('<p><a href="/t/{n}.html">{title}</a></p>', None),
    ],
)
def test_a_draft_finds_articles_that_their_addresses_do_not_tell(
    row: str, links: str | None
) -> None:
    rows = "".join(row.format(n=n, title=f"第{n}次村晚在南浦开锣") for n in range(1, 7))
    made = propose("nanpu", frozen("/list/1", rows), [frozen("/t/1.html", ARTICLE)])
    assert made.article_links == links
    assert ("ExploringSpider" in made.spider) == (links is None)


@pytest.mark.parametrize(
    ("title", "of_article", "names"),
    [
        ("村晚-南浦文明网", "第1次村晚在南浦开锣-南浦文明网", ("村晚", "南浦文明网")),
        ("南浦文明网 » 村晚", "第1次村晚在南浦开锣", ("村晚", "南浦文明网")),
        ("村晚", "第1次村晚在南浦开锣_南浦文明网", ("村晚", "南浦文明网")),
        ("南浦文明网", "第1次村晚在南浦开锣", (None, "南浦文明网")),
        ("村晚丨南浦文明网", "第1次村晚在南浦开锣丨南浦文明网", ("村晚", "南浦文明网")),
        ("南浦文明网→村晚", "南浦文明网→第1次村晚在南浦开锣", ("村晚", "南浦文明网")),
        ("村晚 | 南浦乡", "第1次村晚在南浦开锣", ("村晚", "南浦乡")),
        ("南浦乡 - 村晚", "第1次村晚在南浦开锣 - 南浦乡", ("村晚", "南浦乡")),
        ("南浦乡 村晚", "南浦乡 村晚 第1次村晚在南浦开锣", ("村晚", "南浦乡")),
        ("南浦文明网　村晚", "第1次村晚在南浦开锣", ("村晚", "南浦文明网")),
    ],
)
def test_a_draft_tells_the_name_of_a_site_from_that_of_a_channel(
    title: str, of_article: str, names: tuple[str | None, str], tmp_path: Path
) -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    page = frozen("/t/1.html", ARTICLE, of_article)
    save(propose("nanpu", frozen("/list/1", rows, title), [page]), tmp_path)
    spider = spider_in(tmp_path, "nanpu")
    assert spider
    assert (spider.channels[0].name, spider.site_title) == names


def test_a_draft_takes_the_names_that_a_page_states() -> None:
    stated = (("SiteName", "南浦乡\n 人民政府"), ("ColumnName", "村晚"))
    metas = "".join(f'<meta name="{name}" content="\n {said}\n">' for name, said in stated)
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    page = frozen("/t/1.html", ARTICLE, "第1次村晚在南浦开锣")
    made = propose("nanpu", frozen("/list/1", metas + rows, "村晚，就在南浦"), [page])
    assert 'site_title = "南浦乡人民政府"' in made.spider
    assert 'Channel("村晚", "http://a.example/list/1")' in made.spider


def test_a_draft_is_laid_out_as_the_formatter_does(tmp_path: Path) -> None:
    title, content = (f"ctl00_ContentPlaceHolder1_Panel1_{part}" for part in ("Title", "Content"))
    html = f"<h2 id='{title}'>第1次村晚在南浦开锣</h2>{BYLINE}"
    html += TEXT.replace("class='con'", f"id='{content}'")
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    listing = frozen(f"/list/{'1' * 60}", rows, "乡村文化振兴与群众文艺活动-南浦文明网")
    files = save(propose("nanpu", listing, [frozen("/t/1.html", html)]), tmp_path)
    source = files[0].read_text("utf-8")
    assert f'            body="#{content}",' in source
    ruff = Path(sys.executable).with_name("ruff")
    # Outside of the project ruff does not know that a site declares its lists on its class.
    for check in ("check --extend-ignore RUF012", "format --check"):
        command = [ruff, *check.split(), "--config", PROJECT, files[0]]
        assert subprocess.run(command, capture_output=True).returncode == 0, source


def test_what_a_page_calls_itself_does_not_run(tmp_path: Path) -> None:
    rows = "".join(f'<p><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></p>' for n in range(1, 7))
    title = '要闻-"""; raise SystemExit("南浦网"); """南浦文明网\\'
    page = frozen("/t/1.html", ARTICLE)
    save(propose("nanpu", frozen("/list/1", rows, title), [page]), tmp_path)
    assert spider_in(tmp_path, "nanpu") is not None


def test_a_draft_says_which_articles_its_links_leave_out() -> None:
    row = '<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>'
    rows = "".join(row.format(n=n) for n in range(1, 7))
    headline = '<div class="top"><h2><a href="/t/9.html">第9次村晚在南浦开锣</a></h2></div>'
    listing = frozen("/list/1", f"{headline}<ul>{rows}</ul>")
    made = propose("nanpu", listing, [frozen("/t/1.html", ARTICLE)])
    assert (made.article_links, len(made.page.articles)) == ("li a", 6)
    assert [link.url for link in made.elsewhere] == ["http://a.example/t/9.html"]


@pytest.mark.parametrize(
    ("second", "told"),
    [(range(7, 11), "they stand in 2 lists of the page, 6 and 4: are all meant?"), ((), None)],
)
def test_lists_that_are_taken_for_one_are_counted(
    second: Sequence[int],
    told: str | None,
    config: Config,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    row = '<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>'
    lists = ["".join(row.format(n=n) for n in numbers) for numbers in (range(1, 7), second)]
    page = "".join(f'<div><ul class="wz">{rows}</ul></div>' for rows in lists)
    sample = [frozen("/list/1", page)], [frozen("/t/1.html", ARTICLE)], []
    monkeypatch.setattr("wenming.cli.newsite._sample", lambda *_: sample)
    asked = ["nanpu", "http://a.example/list/1", "--into", str(tmp_path), "--dry-run"]
    lines = CliRunner().invoke(new_site, asked, obj=config).output.splitlines()
    assert (told in lines) if told else not any("lists of the page" in line for line in lines)


def test_a_sample_is_of_the_middle_of_a_list_and_not_of_its_home_page() -> None:
    home = Link(url="http://a.example/")
    items = [Link(url=f"http://a.example/2025/cunwan-{n}/") for n in range(10)]
    page = ListPage(unsure=(home, *items), lists=(home,))
    assert items_of(page) == (*items,)
    assert sample_of(page, 2) == (items[3], items[6])
    assert len(sample_of(page, 12)) == 10


def test_a_draft_is_made_from_what_the_list_shows() -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    pages = [frozen(path, ARTICLE) for path in ("/about.html", "/t/1.html")]
    made = propose("nanpu", frozen("/list/1", rows), pages)
    assert [page.url for page, _ in made.articles] == ["http://a.example/t/1.html"]


def test_one_link_to_an_article_makes_no_list() -> None:
    related = '<p>相关链接：<a href="/t/2.html">第2次村晚在南浦开锣</a></p>'
    pages = [frozen("/t/2.html", ARTICLE)]
    with pytest.raises(NoDraft, match="1 link to articles, in the page"):
        propose("nanpu", frozen("/t/1.html", ARTICLE + related), pages)


TITLED = "<p><a href='{href}'>第{n}次村晚在南浦开锣</a></p>"
CLOSED = '<meta name="robots" content="nofollow">'


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (
            '<iframe src="/inc/list_1.htm"></iframe>',
            "its frame http://a.example/inc/list_1.htm may",
        ),
        (CLOSED + TITLED.format(href="/t/1.html", n=1), "it asks nobody to follow its links"),
        ('<meta http-equiv="refresh" content="0;url=/l/">', "it leads on to http://a.example/l/"),
        ("<title>安全验证</title><p>请完成安全验证</p>", "blocked: "),
        ("".join(TITLED.format(href=f"/{n}.pdf", n=n) for n in range(4)), "4 links to files"),
        (
            "".join(TITLED.format(href=f"http://b.example/t/{n}.html", n=n) for n in range(4)),
            "4 links to b.example, which is another site",
        ),
        ('<div id="app"></div><script src="/app.js"></script>', "does a script make it?"),
        ("<p>村晚</p>", "is it a list?"),
    ],
)
def test_what_is_no_list_is_told_by_what_it_is(page: str, why: str) -> None:
    with pytest.raises(NoDraft, match=re.escape(f"in what its script asks for; {why}")):
        propose("nanpu", frozen("/list/1", page), [frozen("/t/1.html", ARTICLE)])


@pytest.mark.parametrize("path", ["/list/1", "/"])
def test_a_list_in_a_frame_is_drafted_and_named_by_the_page_around_it(
    path: str, config: Config, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    title = "<title>村晚-南浦文明网</title>"
    hot = "".join(f'<p><a href="/h/{n}.html">第{n}次村晚在北浦开锣</a></p>' for n in range(4))
    pages = {
        path: f'{title}<h2>村晚</h2>{hot}<iframe src="/menu.htm"></iframe>'
        '<iframe src="/inc/list.jsp?lm=3"></iframe>',
        "/menu.htm": "<a href='/gg/'>公告</a>",
        "/inc/list.jsp?lm=3": f"<ul class='ulist'>{rows}</ul>",
    }
    shown = {f"http://a.example{at}": frozen(at, html) for at, html in pages.items()}
    articles = [frozen("/t/1.html", ARTICLE)]
    monkeypatch.setattr(
        "wenming.cli.newsite._sample", lambda _home, _name, url, _: ([shown[url]], articles, [])
    )
    asked = ["nanpu", f"http://a.example{path}", "--into", str(tmp_path)]
    result = CliRunner().invoke(new_site, asked, obj=config)
    assert "in a frame of the page: http://a.example/inc/list.jsp?lm=3" in result.output
    spider = spider_in(tmp_path, "nanpu")
    assert spider
    assert spider.site_title == "南浦文明网"
    if path == "/":
        assert issubclass(spider, ExploringSpider)
        assert not spider.channels
    else:
        assert spider.channels == [Channel("村晚", "http://a.example/inc/list.jsp?lm=3")]
        assert spider.article_links == "ul.ulist a"


def test_who_gives_an_article_is_told_what_was_taken_instead(
    config: Config, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    sample = [frozen("/", f"<ul>{rows}</ul>")], [frozen("/t/1.html", ARTICLE)], []
    monkeypatch.setattr("wenming.cli.newsite._sample", lambda *_: sample)
    asked = ["nanpu", "http://a.example/t/1.html", "--into", str(tmp_path)]
    result = CliRunner().invoke(new_site, asked, obj=config)
    assert "/t/1.html is an article: drafted from http://a.example/ instead" in result.output


@pytest.mark.parametrize("path", ["/", "/index.html"])
def test_a_home_page_gives_a_site_that_explores(path: str, tmp_path: Path) -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    made = propose("nanpu", frozen(path, f"<ul>{rows}</ul>"), [frozen("/t/1.html", ARTICLE)])
    save(made, tmp_path)
    spider = spider_in(tmp_path, "nanpu")
    assert spider
    assert issubclass(spider, ExploringSpider)
    assert (spider.article_links, list(spider.channels)) == (None, [])
    assert not [
        one for one in rehearse(spider(), tmp_path / "tests/pages/nanpu") if not one.is_right
    ]


def test_articles_that_could_not_be_had_are_told_with_the_cause(
    config: Config, tmp_path: Path
) -> None:
    site = GeneratedSite(SITES[0])
    for path in site.articles:
        del site.pages[path]
    with Served(site) as served:
        result = draft(config, served, tmp_path)
    assert result.exit_code == 1
    assert result.output.count(": status 404") == 2


def test_a_list_that_could_not_be_had_is_told_with_the_cause(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "http://a.example/list/1"
    failed = Ended({"reason": "blocked 1 time"}, 0, "")
    monkeypatch.setattr("scheduler.launch.crawl", lambda _: failed)
    monkeypatch.setattr("wenming.cli.newsite._pages", lambda _: [])
    monkeypatch.setattr("wenming.cli.newsite._missed", lambda _: [(url, "blocked: status 403")])
    with pytest.raises(ClickException, match=r"list/1 could not be read: blocked: status 403"):
        _sample(home, "yunxi", url, {})


def test_an_article_without_text_is_not_drafted_from() -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    film = frozen("/t/2.html", "<h1>第2次村晚在南浦开锣</h1><video src='/v/2.mp4'></video>")
    made = propose("nanpu", frozen("/list/1", rows), [film, frozen("/t/1.html", ARTICLE)])
    assert [page.url for page, _ in made.articles] == ["http://a.example/t/1.html"]
    with pytest.raises(NoDraft, match=r"could be read; http://a.example/t/2.html: no article but"):
        propose("nanpu", frozen("/list/1", rows), [film])


def test_a_layout_that_fits_only_one_article_is_not_proposed() -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    other = "<div class='con'><p>本篇有视频，请到电脑上观看。</p></div>" + TEXT.replace(
        "con", "text"
    )
    odd = f"<h1>第2次村晚在南浦开锣</h1>{BYLINE}{other}"
    pages = [frozen("/t/1.html", ARTICLE), frozen("/t/2.html", odd)]
    assert propose("nanpu", frozen("/list/1", rows), pages[:1]).layout
    assert propose("nanpu", frozen("/list/1", rows), pages).layout is None


def test_a_page_without_classes_survives_its_rehearsal(tmp_path: Path) -> None:
    lines = [f"台下坐满了第{n}村的人。" * 9 for n in range(4)]
    title = "<title>第1次村晚在南浦开锣</title><h2>第1次村晚在南浦开锣</h2>"
    byline = "<p>2025-08-01 08:30　南浦日报　点击：32次</p>"
    text = "".join(f"<p>{line}</p>" for line in lines)
    foot = "<p>【打印】 【关闭】</p><p>南浦文明网 版权所有</p>"
    page = frozen("/t/1.html", f"{title}{byline}{text}{foot}")
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    made = propose("nanpu", frozen("/list/1", rows), [page])
    save(made, tmp_path)
    spider = spider_in(tmp_path, "nanpu")
    assert spider
    assert made.articles[0][1].body == "\n".join(lines)
    told = {one.change: one for one in rehearse(spider(), tmp_path / "tests/pages/nanpu")}
    assert not [one for one in told.values() if not one.is_right]
    assert "published_at is missing; " in told["date moved below the text"].verdict


def test_the_date_that_moves_is_the_one_that_is_printed(tmp_path: Path) -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    meta = '<meta name="PubDate" content="2025-08-01 08:30"><script>t = "2025-08-01"</script>'
    printed = "<p>发布时间：2025-08-01 来源：南浦日报</p>"
    page = frozen("/t/1.html", meta + ARTICLE.replace(BYLINE, printed))
    made = propose("nanpu", frozen("/list/1", rows), [page])
    save(made, tmp_path)
    spider = spider_in(tmp_path, "nanpu")
    assert spider
    told = {one.change: one for one in rehearse(spider(), tmp_path / "tests/pages/nanpu")}
    assert not [one for one in told.values() if not one.is_right]
    moved = CHANGES["date moved below the text"][0](page.html.decode())
    assert isinstance(moved, str)
    assert meta in moved
    assert "<p>发布时间：2025-08-01</p></body>" in moved


def test_more_text_is_silently_wrong_where_no_field_is_missing(tmp_path: Path) -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    made = propose("nanpu", frozen("/list/1", rows), [frozen("/t/1.html", ARTICLE)])
    save(made, tmp_path)
    spider = spider_in(tmp_path, "nanpu")
    assert spider
    page = tmp_path / "tests/pages/nanpu/article-1/page.html"
    more = "".join(f"<p>{'另一篇文章说的是别的事情。' * 4}{n}</p>" for n in range(3))
    page.write_text(page.read_text("utf-8").replace("</p></div>", f"</p>{more}</div>"), "utf-8")
    wrong = [one for one in rehearse(spider(), page.parent.parent) if not one.is_right]
    assert {one.verdict for one in wrong} == {"body has 3 lines more"}


NAV = "本周热点话题，网友都在说些什么"
FIRST = "http://a.example/t/1.html"


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({"body": "div.con p:first-child"}, "wrong body, by layout: 1 line fewer"),
        ({"byline": "p.nav"}, "source is missing; editor is missing"),
        ({"title": "p.nav"}, f"wrong title, by layout: {NAV} ：孙如松"),
        ({"editor": "p.nav"}, f"wrong editor, by layout: {NAV} ：孙如松"),
        ({"body": "div.kon"}, "none has the body of a layout: 'div.kon'"),
        ({"links": "a"}, "1 link more, such as http://a.example/list/9.html"),
        ({"links": "li:nth-child(2) a"}, "5 of 6 links lost without a word, such as " + FIRST),
    ],
)
def test_what_a_spider_declares_and_does_not_find_is_told(
    declared: dict[str, str], told: str, tmp_path: Path
) -> None:
    nav = f'<p class="nav"><a href="/list/9.html">{NAV}</a>：孙如松</p>'
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    byline = f"<p class='sj'>{BYLINE} 责任编辑：李云舟</p>"
    html = nav + ARTICLE.replace(BYLINE, byline).replace("</p></div>", "</p><p>散场了。</p></div>")
    made = propose("nanpu", frozen("/list/1", nav + rows), [frozen("/t/1.html", html)])
    save(made, tmp_path)
    kind = spider_in(tmp_path, "nanpu")
    assert kind
    spider, folder = kind(), tmp_path / "tests/pages/nanpu"
    assert not [one for one in rehearse(spider, folder) if not one.is_right]
    links = declared.pop("links", spider.article_links)
    spider.article_links, spider.layouts = links, [replace(spider.layouts[0], **declared)]
    saved = [one for one in rehearse(spider, folder) if one.change == "as saved"]
    assert {one.verdict for one in saved if not one.is_right} == {told}


def saved_draft(folder: Path, listing: Frozen, page: Frozen) -> Path:
    save(propose("nanpu", listing, [page]), folder)
    return folder / "tests/pages/nanpu"


def changes_of(folder: Path) -> dict[tuple[str, str], str]:
    spider = spider_in(folder, "nanpu")
    assert spider
    told = rehearse(spider(), folder / "tests/pages/nanpu")
    return {(one.page, one.change): one.verdict for one in told}


def test_a_change_that_changes_nothing_is_told_as_such(tmp_path: Path) -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    plain = ARTICLE.replace(" class='con'", "")
    saved_draft(tmp_path, frozen("/list/1", rows), frozen("/t/1.html", plain))
    told = changes_of(tmp_path)
    nothing = "the page has nothing to change"
    assert [key for key, verdict in told.items() if verdict == nothing] == [
        ("article-1", "classes renamed"),
        ("list", "classes renamed"),
    ]


@pytest.mark.parametrize(
    ("path", "item", "frame"),
    [
        ("/list/1", "<area coords='0,0,9,9' href='/t/{n}.html'>", "<map>{}</map>"),
        (
            "/list/1",
            "<li onclick=\"location.href='/t/{n}.html'\">第{n}次村晚在南浦开锣</li>",
            "<ul>{}</ul>",
        ),
        (
            "/rss.xml",
            "<item><title>第{n}次村晚在南浦开锣</title><link>http://a.example/t/{n}.html</link></item>",
            "<rss><channel><title>南浦</title>{}</channel></rss>",
        ),
    ],
    ids=["areas of a page of a newspaper", "rows that a click opens", "a feed"],
)
def test_a_list_is_emptied_whatever_its_links_are(
    path: str, item: str, frame: str, tmp_path: Path
) -> None:
    html = frame.format("".join(item.format(n=n) for n in range(6)))
    listing = (
        frozen(path, html) if "<rss" not in html else replace(frozen(path, ""), html=html.encode())
    )
    saved_draft(tmp_path, listing, frozen("/t/1.html", ARTICLE))
    assert changes_of(tmp_path)["list", "list without links"].startswith("run partial: ")


def test_a_list_in_json_is_emptied_too(tmp_path: Path) -> None:
    items = [{"title": f"第{n}次村晚在南浦开锣", "url": f"/t/{n}.html"} for n in range(6)]
    source = frozen("/list.json#get=http://a.example/list/1", "")
    records = json.dumps({"code": 0, "data": {"total": 6, "records": items}}).encode()
    saved_draft(tmp_path, replace(source, html=records), frozen("/t/1.html", ARTICLE))
    assert changes_of(tmp_path)["list", "list without links"].startswith("run partial: ")


def test_a_page_whose_header_alone_tells_its_charset_reads_as_saved(tmp_path: Path) -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    page = replace(frozen("/t/1.html", ""), html=ARTICLE.encode("hz"), charset="hz-gb-2312")
    saved_draft(tmp_path, frozen("/list/1", rows), page)
    told = changes_of(tmp_path)
    assert {one for (_, change), one in told.items() if change == "as saved"} == {
        "the same article, by layout",
        "the same links",
    }


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("article-1/page.html", None, "article-1/page.html"),
        ("article-1/page.json", None, "article-1/page.json"),
        ("article-1/article.json", "{", "article-1/article.json is no JSON of fields: "),
        ("list/list.json", '{"article": []}', "list/list.json does not say 'articles'"),
        ("list/page.json", "{}", "list/page.json does not say 'url'"),
    ],
)
def test_what_is_wrong_with_a_saved_page_is_told_with_its_file(
    file: str, content: str | None, said: str, tmp_path: Path
) -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    folder = saved_draft(tmp_path, frozen("/list/1", rows), frozen("/t/1.html", ARTICLE))
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(content)
    with pytest.raises((OSError, ValueError), match=re.escape(said)):
        changes_of(tmp_path)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", "the spider explores: it goes wherever lists lead"),
        (
            "/html/2025-06/12/node_2.htm",
            "the list is that of one day or month: which page leads to the next ones?",
        ),
    ],
)
def test_what_a_list_is_not_enough_for_is_told(
    path: str, told: str, config: Config, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    sample = [frozen(path, f"<ul>{rows}</ul>")], [frozen("/t/1.html", ARTICLE)], []
    monkeypatch.setattr("wenming.cli.newsite._sample", lambda *_: sample)
    asked = ["nanpu", f"http://a.example{path}", "--into", str(tmp_path), "--dry-run"]
    assert told in CliRunner().invoke(new_site, asked, obj=config).output.splitlines()


def test_a_list_that_a_shared_script_fills_is_drafted_and_explored(
    config: Config, tmp_path: Path
) -> None:
    site = GeneratedSite(Choices(name="json", paging="json-fetch", sidebar=False))
    path = min(site.lists - {"/"}, key=len)
    kind, html = site.pages[path]
    (script,) = re.findall(rb"<script>(.*?fetch.*?)</script>", html, re.S)
    shared = b'<script src="/js/list.js"></script>'
    site.pages[path] = (kind, html.replace(b"<script>" + script + b"</script>", shared))
    site.pages["/js/list.js"] = ("application/javascript", script)
    with Served(site) as served:
        result = draft(config, served, tmp_path)
        assert result.exit_code == 0, result.output
    assert "by what the script of the list asks for" in result.output
    (onward,) = re.findall(r"the list goes on at (\S+)", result.output)
    assert (onward.startswith(served.url), "#" in onward) == (True, False)
    spider = spider_in(tmp_path, "yunxi")
    assert spider
    assert issubclass(spider, ExploringSpider)


def test_a_list_that_a_script_in_a_file_may_turn_is_explored() -> None:
    rows = "".join(f'<li><a href="/t/{n}.html">第{n}次村晚在南浦开锣</a></li>' for n in range(6))
    pager = '<a href="javascript:goPage(2)">下一页</a><script src="/js/page.js"></script>'
    page = frozen("/t/1.html", ARTICLE)
    made = propose("nanpu", frozen("/list/1", f"<ul>{rows}</ul>{pager}"), [page])
    assert (made.article_links, made.explores) == (None, True)
    made = propose("nanpu", frozen("/list/1", f"<ul>{rows}</ul>"), [page])
    assert (made.article_links, made.explores) == ("li a", False)
