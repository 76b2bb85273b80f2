"""Sites whose pages are made by a script, which asks for their channels first."""

import json
from contextlib import closing
from urllib.parse import parse_qsl, urlsplit

import pytest

from scheduler.launch import Crawl, crawl
from storage.database import open_read_only
from storage.home import Home
from tests.crawler.generated import Served

ENVIRONMENT = {"WENMING_ALLOW_PRIVATE": "127.0.0.1/32", "WENMING_DOWNLOAD_DELAY": "0"}
CHANNELS = {31: "文明要闻", 32: "志愿服务", 33: "好人榜单"}
SCRIPT = (
    "new Vue({data: {menu: [], active: CHOSEN, page: 1}, created() { "
    "$.getJSON('/api/channels', r => { this.menu = r.data; this.active = r.data[0].id; }); "
    "$.getJSON('/api/list', {channelId: this.active, page: this.page, limit: 2}, show) }, "
    "methods: { open(a) { location.href = '/info/' + a.id + '.html' } }})"
)


class Tree:
    """Three channels of three articles, of which only the first is ``chosen`` at first, or none."""

    lists = frozenset({"/"})

    def __init__(self, chosen: str) -> None:
        self.chosen = chosen

    def answer(self, target: str, form: str) -> tuple[str, bytes] | None:
        path, asked = urlsplit(target).path, dict(parse_qsl(urlsplit(target).query))
        if path == "/":
            return "text/html", b'<html><div id="app"></div><script src="/js/app.js"></script>'
        if path == "/js/app.js":
            return "text/javascript", SCRIPT.replace("CHOSEN", self.chosen).encode()
        if path == "/api/channels":
            tree = [{"id": number, "name": name} for number, name in CHANNELS.items()]
            return "application/json", json.dumps({"data": tree}).encode()
        if path == "/api/list":
            channel, start = int(asked.get("channelId", 0)), 2 * int(asked["page"]) - 2
            numbers = range(channel * 10, channel * 10 + (3 if channel in CHANNELS else 0))
            rows = [{"id": n, "title": f"邻里讲堂第{n}期开讲"} for n in numbers[start : start + 2]]
            answer = {"list": rows, "total": len(numbers)}
            return "application/json", json.dumps(answer).encode()
        if path.startswith("/info/"):
            text = f"第{path[6:9]}期邻里讲堂在村口老槐树下开讲，来听的人坐满了十条长凳。" * 3
            page = f"<h1>邻里讲堂第{path[6:9]}期开讲</h1><p>2025-08-01</p><p>{text}</p>"
            return "text/html; charset=utf-8", f"<html><body>{page}</body></html>".encode()
        return None


@pytest.mark.parametrize("chosen", ["31", "null"])
def test_the_list_of_each_channel_is_read(home: Home, chosen: str) -> None:
    with Served(Tree(chosen)) as served:  # type: ignore[arg-type]
        address = f"{served.url}/"
        what = Crawl(site="made", home=home, address=address, environment=ENVIRONMENT)
        first, asked = crawl(what), served.requests.copy()
        served.requests.clear()
        crawl(what)
    with closing(open_read_only(home)) as db:
        assert db.execute("select count(*) from articles").fetchall() == [(9,)]
    assert (first.outcome, max(asked.values())) == ("ok", 1)
    assert not any(path.startswith("/info/") for path in served.requests)
