"""Sites whose pages keep the address of an interface for a script in a file of its own."""

import json
from contextlib import closing
from urllib.parse import parse_qsl, urlsplit

import pytest

from scheduler.launch import Crawl, crawl
from storage.database import open_read_only
from storage.home import Home
from tests.crawler.generated import Served

ALL, SIZE = 12, 5
ENVIRONMENT = {"WENMING_ALLOW_PRIVATE": "127.0.0.1/32", "WENMING_DOWNLOAD_DELAY": "0"}
GETS = "axios.get(config.api, {params: {pn: this.pn, ps: 5}}).then(show)"
POSTS = "$.post(config.api, {pn: this.pn, ps: 5}, show)"
SHELL = (
    "<div><a v-for='row in rows' :href=\"'/t' + row.id + '.html'\">{{row.title}}</a></div>"
    "<script>var config = {api: '/api/wm/list'};</script><script src='/js/list.js'></script>"
)


class Kept:
    """One list, of which a request without fields brings the first page, or is refused."""

    lists = frozenset({"/"})

    def __init__(self, script: str) -> None:
        self.script = script

    def answer(self, target: str, form: str) -> tuple[str, bytes] | None:
        path, query = urlsplit(target).path, urlsplit(target).query
        if path == "/":
            made = SHELL
        elif path == "/js/list.js":
            return ("text/javascript", self.script.encode()) if self.script else None
        elif path == "/api/wm/list":
            is_refused = self.script == POSTS and not form
            return None if is_refused else ("application/json", _records(form or query))
        elif path.startswith("/t"):
            number = path.strip("/t.hml")
            text = f"第{number}场夜校课在社区礼堂开讲，剪纸、二胡和急救各有老师。" * 4
            made = f"<h1>社区夜校第{number}场课开讲</h1><p>2025-08-01</p><p>{text}</p>"
        else:
            return None
        return "text/html; charset=utf-8", f"<html><body>{made}</body></html>".encode()


def _records(query: str) -> bytes:
    first = (int(dict(parse_qsl(query)).get("pn", "1")) - 1) * SIZE
    shown = range(ALL)[first : first + SIZE]
    rows = [{"id": n + 10, "title": f"社区夜校第{n + 10}场课开讲"} for n in shown]
    return json.dumps({"total": ALL, "rows": rows}).encode()


@pytest.mark.parametrize(("script", "found"), [(GETS, ALL), (POSTS, ALL), ("", SIZE)])
def test_an_interface_is_asked_as_a_script_asks_or_else_without_fields(
    home: Home, script: str, found: int
) -> None:
    with Served(Kept(script)) as served:  # type: ignore[arg-type]
        address = f"{served.url}/"
        ended = crawl(Crawl(site="made", home=home, address=address, environment=ENVIRONMENT))
        asked = served.requests.copy()
    with closing(open_read_only(home)) as db:
        assert db.execute("select count(*) from articles").fetchall() == [(found,)]
    assert asked["/api/wm/list"] == (not script)
    assert ended.outcome == "ok"
