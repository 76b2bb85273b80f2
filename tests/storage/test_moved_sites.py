"""What becomes of addresses when their site moves to https."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from storage import frontier
from storage.database import open_archive, writing
from storage.home import Home
from storage.sites import SiteFacts, save_sites
from storage.values.visit import Link

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HTTP = "http://yun.example"
ADDRESSES = [
    "/",
    "/yw/",
    "/yw/1.html?from=http://yun.example/",
    "/api?page=1#get=http://yun.example/yw/",
]


@pytest.mark.parametrize(
    ("home_url", "scheme"), [("http://yun.example/yw/", "https"), (None, "http")]
)
def test_a_site_that_moves_to_https_is_asked_for_by_it(
    home: Home, home_url: str | None, scheme: str
) -> None:
    with closing(open_archive(home)) as db:
        save_sites(db, [SiteFacts(id="yun", home_url=home_url)])
        links = [*(HTTP + path for path in ADDRESSES), "http://other.example/1.html"]
        with writing(db):
            frontier.add(db, "yun", [Link(url=url) for url in links[:2]], run_id=None, now=NOW)
            found = [Link(url=url) for url in links[2:]]
            frontier.add(db, "yun", found, run_id=None, now=NOW, found_on=(2, links[1]))
        for _ in range(2):
            save_sites(db, [SiteFacts(id="yun", home_url="https://yun.example/")])
        rows = db.execute("select id, url, found_on from urls order by id").fetchall()
        assert [url for _, url, _ in rows] == [
            f"{scheme}://yun.example/",
            f"{scheme}://yun.example/yw/",
            f"{scheme}://yun.example/yw/1.html?from=http://yun.example/",
            f"{scheme}://yun.example/api?page=1#get={scheme}://yun.example/yw/",
            "http://other.example/1.html",
        ]
        assert {found_on for *_, found_on in rows} == {None, f"{scheme}://yun.example/yw/"}
        save_sites(db, [SiteFacts(id="yun", home_url=home_url)])
        assert [url for _, url, _ in db.execute("select id, url, site from urls")] == links
