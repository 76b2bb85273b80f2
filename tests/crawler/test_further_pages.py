"""Articles of several pages, each of which names but the next."""

import re
from contextlib import closing

from scheduler.launch import Crawl, crawl
from storage.database import open_read_only
from storage.home import Home
from tests.crawler.generated import Served

PAGES = 12
TITLE = "图说南浦镇家庭文化节"
ENVIRONMENT = {"WENMING_ALLOW_PRIVATE": "127.0.0.1/32", "WENMING_DOWNLOAD_DELAY": "0"}


class Gallery:
    """One article of twelve pictures, a page for each."""

    lists = frozenset({"/"})

    def answer(self, target: str, form: str) -> tuple[str, bytes] | None:
        found = re.fullmatch(r"/tuji/7(?:_(\d+))?\.html", target)
        number = int(found[1] or 1) if found else 0
        if target == "/":
            made = f'<ul><li><a href="/tuji/7.html">{TITLE}</a><i>2025-08-01</i></li></ul>'
        elif 1 <= number <= PAGES:
            after = f'<a href="/tuji/7_{number + 1}.html">下一张</a>' if number < PAGES else ""
            made = (
                f"<title>{TITLE}</title><h1>{TITLE}</h1><p>2025-08-01 08:30 来源：南浦日报</p>"
                f'<img src="/{number}.jpg"><p>图为第{number}个节目，台下坐满了人。</p>'
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
