"""Home pages of which every column is loaded into it by a script in a file of its own."""

import re
from contextlib import closing

import pytest

from scheduler.launch import Crawl, crawl
from storage.database import open_read_only
from storage.home import Home
from tests.crawler.generated import Served

NAMES = "要闻 通知 讲堂 展播 志愿 好人 家风 校园".split()
ENVIRONMENT = {"WENMING_ALLOW_PRIVATE": "127.0.0.1/32", "WENMING_DOWNLOAD_DELAY": "0"}


class Columns:
    """Eight columns with two articles each; the first ``shown`` is on the home page itself."""

    lists = frozenset({"/"})

    def __init__(self, column: str, *, shown: bool) -> None:
        self.column, self.shown = column, shown

    def answer(self, target: str, form: str) -> tuple[str, bytes] | None:
        if target == "/":
            names = enumerate(NAMES)
            made = "".join(self.column.format(c=f"/inc/{n}.html", name=name) for n, name in names)
            made += self._piece(0) if self.shown else ""
            made += '<div id="box"></div><script src="/js/tab.js"></script>'
        elif target == "/js/tab.js":
            return "text/javascript", b"$('.tab').hover(load);"
        elif found := re.fullmatch(r"/inc/(\d)\.html", target):
            made = self._piece(int(found[1]))
        elif found := re.fullmatch(r"/t(\d+)\.html", target):
            text = f"第{found[1]}期邻里讲堂在村口老槐树下开讲，来听的人坐满了十条长凳。" * 3
            made = f"<h1>邻里讲堂第{found[1]}期开讲</h1><p>2025-08-01</p><p>{text}</p>"
        else:
            return None
        return "text/html; charset=utf-8", f"<html><body>{made}</body></html>".encode()

    def _piece(self, column: int) -> str:
        items = (column * 2 + 10, column * 2 + 11)
        return "".join(f'<li><a href="/t{n}.html">邻里讲堂第{n}期开讲</a></li>' for n in items)


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        ('<li class="tab" data-url="{c}">{name}</li>', False),
        ('<li class="tab" data-url="{c}">{name}</li>', True),
        ('<div class="tab" data-load="{c}"></div>', False),
    ],
)
def test_every_column_is_read_and_nothing_else(home: Home, column: str, shown: bool) -> None:
    deeds = '<b data-url="/vote.php?id=7">投一票</b><span data-url="/del/7">删除</span>'
    with Served(Columns(column + deeds, shown=shown)) as served:  # type: ignore[arg-type]
        address = f"{served.url}/"
        ended = crawl(Crawl(site="made", home=home, address=address, environment=ENVIRONMENT))
        asked = served.requests.copy()
    assert ended.outcome == "ok"
    assert max(asked.values()) == 1
    assert not {path for path in asked if "vote" in path or "del" in path}
    with closing(open_read_only(home)) as db:
        assert db.execute("select count(*) from articles").fetchall() == [(16,)]
