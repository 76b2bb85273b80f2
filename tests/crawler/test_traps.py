"""Sites that never end, repeat themselves or move while they are read: bounded and complete."""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy.http import Response

from crawler.discovery import read_list
from crawler.listing import CLOSED, distinguishing
from crawler.lists.links.calendars import is_calendar
from crawler.lists.listpage import ListPage
from crawler.unknown.explorer import Explorer
from crawler.unknown.judging import is_idle_day
from crawler.verdicts.traps import MOST_HOPS, Chains
from crawler.verdicts.visits import forbids_following
from scheduler.launch import Crawl, Ended, crawl
from storage.database import open_archive, open_read_only
from storage.home import Home
from storage.values.visit import Link
from tests.crawler.generated import SENTENCES, Served

Page = Callable[[str], str | bytes | None]


def article(number: int) -> str:
    text = "".join(f"<p>{sentence}这是第{number}次。</p>" for sentence in SENTENCES)
    return (
        f"<title>第{number}次村晚开锣</title><h1>第{number}次村晚开锣</h1>"
        f"<p>发布时间：2025-01-{number % 28 + 1:02d} 来源：青石日报</p><div>{text}</div>"
    )


def row(number: int, address: str = "/202501/t20250101_{n}.html") -> str:
    return f'<li><a href="{address.format(n=1000 + number)}">第{number}次村晚开锣</a></li>'


def rows(numbers: Iterable[int]) -> str:
    return f"<ul>{''.join(map(row, numbers))}</ul>"


class Scripted:
    """A site whose pages are made by a function of their target; articles are there already."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lists = {"/"}

    def answer(self, target: str, form: str) -> tuple[str, bytes] | None:
        path = urlsplit(target).path
        if path.startswith("/202501/t20250101_"):
            made: str | bytes | None = article(int(path[18:-5]) - 1000)
        else:
            made = self.page(target)
        if made is None:
            return None
        body = made if isinstance(made, bytes) else f"<html><body>{made}</body></html>".encode()
        return "text/html", body


class Site:
    """A scripted site, being served, and the archive of its crawls."""

    def __init__(self, served: Served, home: Home) -> None:
        self.served, self.home = served, home
        self.asked = served.requests

    def crawl(self, start: str = "/", **fields: object) -> Ended:
        self.asked.clear()
        environment = {"WENMING_ALLOW_PRIVATE": "127.0.0.1/32", "WENMING_DOWNLOAD_DELAY": "0"}
        url = f"{self.served.url}{start}"
        what = {"site": "trap", "home": self.home, "environment": environment, "seconds": 60.0}
        return crawl(Crawl(address=url, **{**what, **fields}))

    def numbers(self) -> list[int]:
        with closing(open_read_only(self.home)) as db:
            urls = [url for (url,) in db.execute("select url from articles")]
        assert len(urls) == len(set(urls))
        return sorted(int(urlsplit(url).path[18:-5]) - 1000 for url in urls)


@pytest.fixture
def serve(home: Home) -> Iterator[Callable[[Page], Site]]:
    open_sites: list[Served] = []

    def start(page: Page) -> Site:
        served = Served(Scripted(page))
        open_sites.append(served)
        return Site(served.__enter__(), home)

    yield start
    for served in open_sites:
        served.__exit__()


def test_a_module_of_phpcms_is_no_month() -> None:
    assert is_calendar("http://a.example/?m=202511&paged=2")
    assert not is_calendar("http://a.example/index.php?m=content&a=lists&page=2")


def test_an_endless_calendar_is_bounded_and_told(serve: Callable[[Page], Site]) -> None:
    def page(target: str) -> str | None:
        month = int(parse_qs(urlsplit(target).query).get("month", ["1"])[0])
        return rows([1, 2, 3]) + f'<a href="/events?month={month + 1}">下个月</a>'

    site = serve(page)
    ended = site.crawl("/events?month=1")
    assert (ended.outcome, site.numbers()) == ("partial", [1, 2, 3])
    assert "endless calendar" in str(ended.run["reason"])
    assert len(site.asked) < 15


def test_issues_without_end_and_without_anything_new_are_bounded_and_told(
    serve: Callable[[Page], Site],
) -> None:
    """Each day's newspaper leads to the day before and after, each sitemap to one more."""

    def page(target: str) -> str | bytes | None:
        here = f"http://127.0.0.1:{site.served.server.server_port}"
        if target == "/robots.txt":
            return f"Sitemap: {here}/sitemap0.xml\n".encode()
        if target.startswith("/sitemap"):
            part = f"<sitemap><loc>{here}/sitemap{int(target[8:-4]) + 1}.xml</loc></sitemap>"
            return f"<sitemapindex>{part}</sitemapindex>".encode()
        if target == "/":
            return rows([1, 2]) + '<div class="nav"><a href="/szb/20250130/">数字报</a></div>'
        if not target.startswith("/szb/"):
            return None
        day = date.fromisoformat(target[5:13])
        ways = [(day - timedelta(1), "上一期"), (day + timedelta(1), "下一期")]
        ahead = "".join(f'<a href="/szb/{to:%Y%m%d}/">{name}</a>' for to, name in ways)
        shown = [int(f"{day:%d}")] if (day.year, day.month) == (2025, 1) else []
        return rows(shown) + ahead

    site = serve(page)
    ended = site.crawl()
    assert (ended.outcome, site.numbers()) == ("partial", list(range(1, 32)))
    assert "in a row with nothing new" in str(ended.run["reason"])
    assert len(site.asked) < 150


def test_further_pages_of_one_form_are_judged_once_for_their_page() -> None:
    chains = Chains()
    ways = [Link(url=f"http://a.example/x/index_{number}.html", kind="list") for number in (2, 5)]
    assert len(chains.follow("http://a.example/x/", ways, {"1", "2"})) == 2
    assert chains.follow("http://a.example/x/index_2.html", ways, {"1", "2"}) == ()


def test_a_list_is_not_far_where_the_pages_on_the_way_had_something_new() -> None:
    chains = Chains()
    ways = [Link(url=f"http://a.example/{number}/", kind="list") for number in range(100)]

    def go(first: int, *, fresh: bool) -> int:
        """Return the first page that may not lead on."""
        for at in range(first, 99):
            shown = [f"article {at}"] if fresh and at < 60 else ["article 0"]
            if not chains.reach(ways[at].url, [ways[at + 1]], shown):
                return at
        return 99

    assert go(0, fresh=True) == 60 + MOST_HOPS - 1
    assert "in a row with nothing new" in chains.traps["hops"]
    chains = Chains()
    assert go(0, fresh=False) == MOST_HOPS


def test_a_growing_path_is_bounded_and_told(serve: Callable[[Page], Site]) -> None:
    def page(target: str) -> str | None:
        depth = target.count("/")
        return rows(range(depth, depth + 2)) + '<ul class="nav"><li><a href="a/">专题</a></li></ul>'

    site = serve(page)
    ended = site.crawl()
    assert ended.outcome == "partial"
    assert "repeats itself" in str(ended.run["reason"])
    assert not [target for target in site.asked if "/a/a/a" in target]


def test_relative_links_of_a_page_that_any_folder_shows_lead_nowhere_else(
    serve: Callable[[Page], Site],
) -> None:
    names = {"index.html": "首页", "yw/list.html": "要闻", "sj/list.html": "实践"}
    menu = "".join(f'<a href="{href}">{name}</a>' for href, name in names.items())

    def page(target: str) -> str | None:
        at = {"yw/list.html": 10, "sj/list.html": 20}.get("/".join(target.split("/")[-2:]), 0)
        return f"<div>{menu}</div>{rows(range(at, at + 4))}"

    site = serve(page)
    site.crawl()
    assert len(site.numbers()) == 12
    assert not [target for target in site.asked if target.count("/") > 3]
    assert len(site.asked) < 24


def test_pages_of_one_shell_each_show_what_they_ask_for(serve: Callable[[Page], Site]) -> None:
    menu = '<a href="/yw/">要闻</a><a href="/sj/">实践</a><a href="more.html">更多</a>'
    script = 'h += "<li><a href=\'" + row.url + "\'>" + row.title'
    shell = f"<div>{menu}</div><script>$.getJSON('data.json', (row) => {{ {script} }})</script>"
    begins = {"/data.json": 0, "/yw/data.json": 10, "/sj/data.json": 20}

    def page(target: str) -> str | bytes | None:
        if (at := begins.get(target)) is None:
            return shell if target.endswith("/") else None
        shown = [(f"第{n}次村晚开锣", f"/202501/t20250101_{1000 + n}.html") for n in (at, at + 1)]
        return json.dumps([{"title": title, "url": url} for title, url in shown]).encode()

    site = serve(page)
    site.crawl()
    assert site.numbers() == [0, 1, 10, 11, 20, 21]


def test_sessions_and_orders_of_a_query_are_one_page(serve: Callable[[Page], Site]) -> None:
    visits = iter(range(1000))

    def page(target: str) -> str | None:
        path, query = urlsplit(target).path, parse_qs(urlsplit(target).query)
        if path == "/show.php":
            return article(int(query["id"][0]))
        links = "".join(
            f'<li><a href="/show.php?{pair}">第{n}次村晚开锣</a><span>2025-01-02</span></li>'
            for n in (1, 2, 3)
            for pair in (
                f"id={n}&c=4",
                f"c=4&id={n}",
                f"id={n}&c=4&PHPSESSID={next(visits):032x}",
                f"id={n}&c=4&from=timeline",
            )
        )
        return f'{links}<a href="/list;jsessionid={next(visits):x}">更多</a>'

    site = serve(page)
    assert site.crawl().outcome == "ok"
    assert sum("/show.php" in target for target in site.asked) == 3


def test_a_page_that_links_itself_ten_thousand_times_is_asked_once(
    serve: Callable[[Page], Site],
) -> None:
    site = serve(lambda target: rows([1, 2, 3]) + '<a href="/">首页要闻</a>' * 10_000)
    assert site.crawl().outcome == "ok"
    assert site.asked["/"] == 1
    assert site.numbers() == [1, 2, 3]


@pytest.mark.parametrize("last", ["repeats", "returns", "negative"])
def test_a_pager_that_never_ends_is_left_at_its_end(
    serve: Callable[[Page], Site], last: str
) -> None:
    def page(target: str) -> str | None:
        number = int(parse_qs(urlsplit(target).query).get("page", ["1"])[0])
        shown = max(1, min(number, 4))
        ahead = {"repeats": number + 1, "returns": number % 4 + 1, "negative": -number}[last]
        ahead = number + 1 if number < 4 else ahead
        return rows(range(shown * 3, shown * 3 + 3)) + f'<a href="/list?page={ahead}">下一页</a>'

    site = serve(page)
    assert site.crawl("/list?page=1").outcome == "ok"
    assert site.numbers() == list(range(3, 15))
    assert sum(target.startswith("/list") for target in site.asked) <= 6


def test_a_list_with_the_oldest_first_goes_on_when_its_only_page_is_full(
    serve: Callable[[Page], Site],
) -> None:
    has_more = False

    def page(target: str) -> str | None:
        if target.startswith("/list_2.html"):
            return rows(range(6, 8))
        if target.startswith("/list_1.html"):
            return rows(range(6)) + has_more * '<a href="/list_2.html">下一页</a>'
        return '<a href="/list_1.html">要闻</a>'

    site = serve(page)
    site.crawl()
    assert site.numbers() == [*range(6)]
    has_more = True
    site.crawl()
    assert site.numbers() == [*range(8)]


def test_pages_beyond_the_end_that_show_the_first_are_not_asked_for_one_by_one_run_by_run(
    serve: Callable[[Page], Site],
) -> None:
    def page(target: str) -> str | None:
        number = int(target[2:-5]) if target.startswith("/p") else 1
        shown = number if number < 3 else 1
        return rows(range(shown * 3, shown * 3 + 3)) + f'<a href="/p{number + 1}.html">下一页</a>'

    site = serve(page)
    for _ in range(3):
        assert site.crawl().outcome == "ok"
    assert not [target for target in site.asked if target.startswith("/p")]


def test_a_list_that_moves_while_it_is_read_has_no_gap(serve: Callable[[Page], Site]) -> None:
    """With every page that is read, two more articles appear on top."""
    items = list(range(40))

    def page(target: str) -> str | None:
        number = int(parse_qs(urlsplit(target).query).get("page", ["1"])[0])
        if number > -(-len(items) // 10):
            return None
        shown = rows(items[(number - 1) * 10 :][:10])
        pages = "".join(
            f'<a href="/list?page={n}">{n}</a>' for n in range(1, -(-len(items) // 10) + 1)
        )
        if len(items) < 60:
            items[:0] = [len(items) + 1, len(items)]
        return shown + pages

    site = serve(page)
    site.crawl("/list?page=1")
    assert set(range(40)) <= set(site.numbers())
    site.crawl("/list?page=1")
    site.crawl("/list?page=1")
    assert site.numbers() == sorted(items)


def test_strangers_addresses_are_dropped_whatever_their_spelling(
    serve: Callable[[Page], Site],
) -> None:
    stranger = Served(Scripted(lambda target: rows([9])))
    with stranger:
        port = stranger.server.server_port
        links = [f"http://127.0.0.1:{port}/202501/t20250101_1001.html"]
        links += [f"//127.0.0.1:{port}/202501/t20250101_1002.html"]
        links += [f"\\\\127.0.0.1:{port}\\202501\\t20250101_1003.html"]
        links += [f"http://trap@127.0.0.1:{port}/202501/t20250101_1004.html"]
        links += ["ftp://127.0.0.1/202501/t20250101_1005.html", "/" + "9" * 5000 + ".html"]
        body = "".join(
            f'<li><a href="{link}">第{n}条外面的新闻</a></li>' for n, link in enumerate(links)
        )
        frame = f'<base href="http://127.0.0.1:{port}/">'
        site = serve(lambda target: (frame if target == "/b/" else rows([1])) + body)
        assert site.crawl().outcome == "ok"
        assert site.numbers() == [1]
        assert site.crawl("/b/").outcome == "partial"  # nothing of it is ours
        assert not stranger.requests


def test_sitemaps_are_read_within_bounds(serve: Callable[[Page], Site]) -> None:
    def page(target: str) -> str | bytes | None:
        here = f"http://127.0.0.1:{site.served.server.server_port}"
        urls = "".join(
            f"<url><loc>{here}/202501/t20250101_{1000 + n}.html</loc><lastmod>2099</lastmod></url>"
            for n in range(4, 9)
        )
        foreign = "<url><loc>http://b.example/202501/t20250101_1001.html</loc></url>"
        match target:
            case "/":
                return rows([1, 2, 3])
            case "/robots.txt":
                return f"User-agent: *\nAllow: /\nSitemap: {here}/sitemap.xml\n".encode()
            case "/sitemap.xml":
                parts = "".join(
                    f"<sitemap><loc>{here}/{name}</loc></sitemap>"
                    for name in ("sitemap.xml", "pages.xml.gz", "bomb.xml.gz", "broken.xml")
                )
                return f"<?xml version='1.0'?><sitemapindex>{parts}</sitemapindex>".encode()
            case "/pages.xml.gz":
                return gzip.compress(f"<urlset>{urls}{foreign}</urlset>".encode())
            case "/bomb.xml.gz":
                return gzip.compress(b"<urlset>" + b" " * 100_000_000)
            case "/broken.xml":
                return b"<urlset><url><loc>/x"
        return None

    site = serve(page)
    assert site.crawl().outcome == "ok"
    assert site.numbers() == list(range(1, 9))
    assert max(site.asked.values()) == 1


def test_a_list_that_is_suddenly_empty_makes_a_partial_run_and_deletes_nothing(
    serve: Callable[[Page], Site],
) -> None:
    state: dict[str, Any] = {"items": [1, 2, 3], "script": ""}

    def page(target: str) -> str | None:
        nav = f'{state["script"]}<div class="nav"><a href="/wmcj/">文明创建</a></div>'
        return nav + (rows([7]) if target == "/" else rows(state["items"]))

    site = serve(page)
    assert site.crawl().outcome == "ok"
    state["items"] = []
    state["script"] = '<script src="/js/site.js"></script>'  # no word for a list that was there
    ended = site.crawl()
    assert ended.outcome == "partial"
    assert "without a link" in str(ended.run["reason"])
    assert site.numbers() == [1, 2, 3, 7]


def test_a_refresh_is_a_way_only_where_there_is_no_other(serve: Callable[[Page], Site]) -> None:
    def page(target: str) -> str | None:
        match target:
            case "/":
                return '<meta http-equiv="refresh" content="0; url=/portal/">'
            case "/portal/":
                return '<meta http-equiv="refresh" content="0; url=http://b.example/">' + rows([1])
        return None

    site = serve(page)
    assert site.crawl().outcome == "ok"
    assert site.numbers() == [1]


def test_a_list_goes_on_behind_a_page_of_it_that_is_missing(serve: Callable[[Page], Site]) -> None:
    def page(target: str) -> str | None:
        if urlsplit(target).path != "/":
            return None
        number = int(parse_qs(urlsplit(target).query).get("page", ["1"])[0])
        pager = "".join(f'<a href="/?page={n}">{n}</a> ' for n in range(2, 6))
        return None if number == 3 else rows([2 * number, 2 * number + 1]) + pager

    site = serve(page)
    ended = site.crawl()
    assert site.numbers() == [2, 3, 4, 5, 8, 9, 10, 11]
    assert ended.outcome == "partial"
    assert ended.run
    assert ended.run["reason"].endswith("/?page=3: status 404")


def test_nofollow_is_obeyed(serve: Callable[[Page], Site]) -> None:
    def page(target: str) -> str | None:
        if target == "/":
            hidden = '<a rel="nofollow" href="/202501/t20250101_1005.html">第5次村晚开锣</a>'
            return rows([1]) + hidden + '<div class="nav"><a href="/wmcj/">文明创建</a></div>'
        return '<meta name="robots" content="noindex, nofollow">' + rows([6])

    site = serve(page)
    site.crawl()
    assert site.numbers() == [1]
    with closing(open_read_only(site.home)) as db:
        (told,) = db.query(
            "select u.state, c.reason from urls u join captures c on c.url_id = u.id "
            "where u.url like '%/wmcj/'"
        )
    assert (told["state"], told["reason"]) == ("held", CLOSED)


def test_a_list_that_takes_to_nofollow_is_told(serve: Callable[[Page], Site]) -> None:
    site = serve(lambda target: '<meta name="robots" content="nofollow">' + rows([1]))
    ended = site.crawl()
    assert ended.run
    assert "1 list page whose links nobody shall follow (nofollow)" in ended.run["reason"]


@pytest.mark.parametrize(
    ("said", "forbids"),
    [
        (["nofollow"], True),
        (["noindex, NoFollow"], True),
        (["none"], True),
        (["unavailable_after: 25 Jun 2027 15:00:00 CST, nofollow"], True),
        (["noindex", "max-snippet:-1, nofollow"], True),
        (["noindex"], False),
        (["otherbot: noindex, nofollow"], False),
        ([], False),
    ],
)
def test_a_header_may_ask_to_follow_nothing(said: list[str], forbids: bool) -> None:
    assert (
        forbids_following(Response("http://a.example/", headers={"X-Robots-Tag": said})) is forbids
    )


def test_pages_of_a_list_differ_by_what_is_named_like_lists_where_there_is_nothing_else() -> None:
    channel = Link(url="http://a.example/yw/", kind="list")
    title = Link(url="http://a.example/show/3156", kind="list")
    article = Link(url="http://a.example/show/3157.html")
    shown = partial(distinguishing, url="http://a.example/zt/index_1.html")
    assert len(shown(ListPage(lists=(channel, title)))) == 1
    assert not shown(ListPage(lists=(channel,)))
    assert len(shown(ListPage(lists=(title,), articles=(article,)))) == 1


def test_pages_of_a_list_of_topics_differ_by_the_topics_in_its_folder() -> None:
    channel = Link(url="http://a.example/yw/", kind="list")
    topics = [Link(url=f"http://a.example/zt/{name}/", kind="list") for name in ("gq", "qm")]
    shown = partial(distinguishing, url="http://a.example/zt/index_1.html")
    assert len(shown(ListPage(lists=(channel, *topics)))) == len(topics)
    assert not distinguishing(ListPage(lists=(channel, *topics)), "http://a.example/zt.html")


@pytest.mark.parametrize("varies", [False, True])
def test_a_site_that_shows_its_home_page_for_every_article_loses_none_for_good(
    serve: Callable[[Page], Site], home: Home, monkeypatch: pytest.MonkeyPatch, *, varies: bool
) -> None:
    site = serve(lambda target: rows(range(1, 9)))
    turns = count()

    def shown(*asked: object) -> tuple[str, bytes]:
        made = f"<!-- {next(turns)} -->" if varies else ""
        return "text/html", f"<html><body>{rows(range(1, 9))}{made}</body></html>".encode()

    with monkeypatch.context() as ill:
        ill.setattr(Scripted, "answer", shown)
        site.crawl()
        assert site.numbers() == []
    with closing(open_archive(home)) as db:
        db.execute("update urls set next_check_at = '2000-01-01' where state = 'gone'")
    site.crawl(sweep=True)
    assert site.numbers() == list(range(1, 9))


def test_pages_of_a_list_that_each_have_a_script_differ_by_it() -> None:
    scripts = [
        Link(url=f"http://a.example/js/{name}.js#script=http://a.example/yw/")
        for name in ("list_yw_1", "list_yw_2", "main")
    ]
    shown = partial(distinguishing, url="http://a.example/yw/")
    first, second = (shown(ListPage(scripts=(script,))) for script in scripts[:2])
    assert first != second
    assert not shown(ListPage(scripts=tuple(scripts[2:])))


def test_issues_that_only_lead_to_their_pages_are_read_however_many_there_are() -> None:
    """Their pages are found with the next issue, and read after it."""
    chains, waiting, read = Chains(), ["issue 0"], set[str]()
    while waiting:
        url = waiting.pop(0)
        read.add(url)
        kind, number = url.split()
        leads_to = [f"page {number}", f"issue {int(number) + 1}"] if kind == "issue" else []
        links = [Link(url=link) for link in leads_to if link != "issue 60"]
        if chains.reach(url, links, [url] if kind == "page" else []):
            waiting += [link.url for link in links if link.url not in {*read, *waiting}]
    assert len(read) == 120
    assert not chains.traps


def test_issues_go_on_where_another_list_has_named_what_they_show() -> None:
    chains = Chains()
    chains.reach("http://a.example/sitemap.xml", [], [f"article {n}" for n in range(60)])
    for n in range(59):
        following = [Link(url=f"http://a.example/szb/{n + 1}/")]
        assert chains.reach(f"http://a.example/szb/{n}/", following, [f"article {n}"])
    assert not chains.traps


def test_articles_that_are_named_as_briefly_as_lists_are_shown_too() -> None:
    issue = ListPage(lists=(Link(url="http://a.example/szb/2/"), Link(url="http://a.example/d/7")))
    explorer = Explorer(lambda _: {}, [("http://a.example/d/6", "article")])
    assert [link.url for link in explorer.shown(issue)] == ["http://a.example/d/7"]


def test_addresses_that_grow_are_too_far_whatever_list_named_first_what_they_show() -> None:
    chains, url, hops = Chains(), "http://a.example/", 0
    while chains.reach(url, [Link(url=f"{url}next/")], ["article 0"]):
        url, hops = f"{url}next/", hops + 1
    assert hops == MOST_HOPS


CALENDAR = "http://a.example/events?date="


def calendar(month: str, *, item: str = "") -> ListPage:
    days = "".join(f"<a href='/events?date={month}-{day:02d}'>{day}</a>" for day in range(1, 29))
    turns = (
        "<a href='/events?date=2026-09-01'>上一月</a><a href='/events?date=2027-01-01'>下一月</a>"
    )
    return read_list(f"<ul>{item}</ul>{turns}{days}".encode(), f"{CALENDAR}{month}-01")


def test_the_days_of_a_calendar_do_not_tell_its_months_apart() -> None:
    assert not distinguishing(calendar("2026-11"), f"{CALENDAR}2026-11-01")
    assert distinguishing(calendar("2026-11", item=row(1)), f"{CALENDAR}2026-11-01")


def test_names_of_persons_tell_the_pages_of_their_list_apart() -> None:
    rows = "".join(f"<li><a href='/show.asp?d={n}'>张秀{c}</a></li>" for n, c in enumerate("英兰"))
    html = f"<ul>{rows}</ul><a href='/list.asp?page=2'>下一页</a>".encode()
    assert distinguishing(read_list(html, "http://a.example/list.asp"), "http://a.example/list.asp")


def test_a_day_without_anything_tells_nothing_of_the_other_days_of_a_calendar() -> None:
    assert is_idle_day(calendar("2026-11"), f"{CALENDAR}2026-11-01")
    assert not is_idle_day(calendar("2026-11", item=row(1)), f"{CALENDAR}2026-11-01")
    assert not is_idle_day(calendar("2026-11"), "http://a.example/events")


def test_a_calendar_of_days_is_bounded(serve: Callable[[Page], Site]) -> None:
    def page(target: str) -> str | None:
        if not target.startswith("/events"):
            return f"<a href='/events'>活动日历</a>{rows([1, 2, 3])}" if target == "/" else None
        asked = parse_qs(urlsplit(target).query).get("date", ["2026-11-01"])[0]
        after = (date.fromisoformat(asked) + timedelta(days=32)).replace(day=1)
        days = (f"<a href='/events?date={asked[:8]}{day:02d}'>{day}</a>" for day in range(1, 29))
        return f"<a href='/events?date={after}'>下一月</a>{''.join(days)}"

    site = serve(page)
    site.crawl("/")
    assert site.numbers() == [1, 2, 3]
    assert len(site.asked) < 15


def test_a_list_goes_on_behind_pages_that_lead_to_other_sites_only() -> None:
    urls = [f"http://a.example/yw/index_{n}.html" for n in range(1, 5)]
    links = [Link(url=url, kind="list") for url in urls]
    abroad = [ListPage(abroad=(Link(url=f"http://b.example/{n}.html"),)) for n in (1, 2, 2)]
    chains = Chains()
    shown = [distinguishing(page, url) for page, url in zip(abroad, urls, strict=False)]
    led_to = [chains.follow(urls[n], links[n + 1 : n + 2], shown[n]) for n in range(3)]
    assert list(map(len, led_to)) == [1, 1, 0]  # the last shows what the one before did
