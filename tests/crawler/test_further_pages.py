"""Articles of several pages, each of which names but the next."""

import re
from contextlib import closing

from scheduler.launch import Crawl, crawl
from storage import frontier
from storage.database import open_read_only
from storage.home import Home
from tests.crawler.generated import Served

PAGES = 12
TITLE = "图说南浦镇家庭文化节"
ENVIRONMENT = {"WENMING_ALLOW_PRIVATE": "127.0.0.1/32", "WENMING_DOWNLOAD_DELAY": "0"}


class Gallery:
    """One article of twelve pictures, a page for each."""

    lists = frozenset({"/"})
    pages = PAGES
    spelled = ""
    last = "台下坐满了人"
    is_ill = False  # shows the first page for the last

    def answer(self, target: str, form: str) -> tuple[str, bytes] | None:
        found = re.fullmatch(r"/tuji/7(?:_(\d+))?\.html(?:\?.*)?", target)
        number = int(found[1] or 1) if found else 0
        if target == "/":
            made = f'<ul><li><a href="/tuji/7.html">{TITLE}</a><i>2025-08-01</i></li></ul>'
        elif 1 <= number <= self.pages:
            after = (
                f'<a href="/tuji/7_{number + 1}.html{self.spelled}">下一张</a>'
                if number < self.pages
                else ""
            )
            number = 1 if self.is_ill and number == self.pages else number
            seen = self.last if number == self.pages else "台下坐满了人"
            made = (
                f"<title>{TITLE}</title><h1>{TITLE}</h1><p>2025-08-01 08:30 来源：南浦日报</p>"
                f'<img src="/{number}.jpg"><p>图为第{number}个节目，{seen}。</p>'
                f"<p>{number}/{PAGES}</p>{after}"
            )
        else:
            return None
        return "text/html; charset=utf-8", f"<html><body>{made}</body></html>".encode()


def test_pages_that_name_but_the_next_are_one_article_in_their_order(home: Home) -> None:
    with Served(Gallery()) as served:  # type: ignore[arg-type]
        address = f"{served.url}/"
        ended = crawl(Crawl(site="made", home=home, address=address, environment=ENVIRONMENT))
        asked = served.requests.copy()
    assert ended.outcome == "ok"
    assert max(asked.values()) == 1
    with closing(open_read_only(home)) as db:
        ((body,),) = db.execute("select body from articles").fetchall()
    assert re.findall(r"第(\d+)个", body) == [str(number) for number in range(1, PAGES + 1)]


def test_further_pages_are_the_same_however_their_addresses_are_spelled(home: Home) -> None:
    gallery = Gallery()
    gallery.pages = 3
    with Served(gallery) as served:  # type: ignore[arg-type]
        for gallery.spelled in ("?m=1&k=2", "?k=2&m=1"):
            what = {"site": "made", "home": home, "environment": ENVIRONMENT}
            crawl(Crawl(address=f"{served.url}/", sweep=True, **what))
    with closing(open_read_only(home)) as db:
        ((body,),) = db.execute("select body from articles").fetchall()
    assert re.findall(r"第(\d+)个", body) == ["1", "2", "3"]


def test_what_becomes_of_further_pages_is_a_change_of_the_site(home: Home) -> None:
    gallery = Gallery()
    gallery.pages = 3
    with Served(gallery) as served:  # type: ignore[arg-type]

        def visit() -> None:
            what = {"site": "made", "home": home, "environment": ENVIRONMENT}
            crawl(Crawl(address=f"{served.url}/", sweep=True, **what))

        visit()
        gallery.is_ill = True
        visit()
        gallery.is_ill = False
        gallery.last = "台下站了120人"
        visit()
        gallery.pages = 1
        visit()
    with closing(open_read_only(home)) as db:
        versions = db.execute("select change from versions order by version").fetchall()
        ((url_id, body),) = db.execute("select url_id, body from articles")
        assert versions == [("first",), ("substantive",), ("substantive",)]
        assert frontier.parts_read(db, url_id) == []
    assert "第2个" not in body


class Shell:
    """An article whose text is in a frame, without a title of its own."""

    lists = frozenset({"/"})

    def answer(self, target: str, form: str) -> tuple[str, bytes] | None:
        made = {
            "/": f'<ul><li><a href="/show/7.html">{TITLE}</a><i>2025-08-01</i></li></ul>',
            "/show/7.html": f"<h1>{TITLE}</h1><p>2025-08-01 来源：南浦日报</p>"
            '<iframe src="/text/7.htm"></iframe>',
            "/text/7.htm": "<p>天还没亮，戏台已经搭好。</p><p>邻村的人也赶来看了。</p>" * 3,
        }.get(target)
        page = f"<html><body>{made}</body></html>".encode()
        return ("text/html; charset=utf-8", page) if made else None


def test_a_text_in_a_frame_is_that_of_the_page_around_it(home: Home) -> None:
    with Served(Shell()) as served:  # type: ignore[arg-type]
        address = f"{served.url}/"
        ended = crawl(Crawl(site="made", home=home, address=address, environment=ENVIRONMENT))
    with closing(open_read_only(home)) as db:
        rows = db.execute("select title, source, published_date, body from articles").fetchall()
    assert ended.outcome == "ok"
    assert [row[:3] for row in rows] == [(TITLE, "南浦日报", "2025-08-01")]
    assert rows[0][3].startswith("天还没亮，戏台已经搭好。\n邻村的人")
