"""No crawl connects where it should not, whatever a link, a redirect or a name says."""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from faulty import Faulty, article, captures, crawl, http

from crawler.middlewares.guard import is_forbidden, networks
from scheduler.launch import Ended
from storage.database import open_read_only
from storage.home import Home

LOOPBACK = networks("127.0.0.1/32")


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254",
        "172.16.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
        "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
        "2001:0:7f00:1::1", "fc00::1", "fe80::1", "fec0::1", "ff02::1", "64:ff9b:1::7f00:1",
        "5f00::1", "4000::1", "::1:0:0:1",
    ],
)  # fmt: skip
def test_a_private_address_is_refused_in_every_form(address: str) -> None:
    assert is_forbidden(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "2400:3200::1", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_a_public_address_is_allowed(address: str) -> None:
    assert not is_forbidden(address)


def test_only_what_was_named_is_allowed() -> None:
    assert not is_forbidden("127.0.0.1", LOOPBACK)
    assert is_forbidden("127.0.0.2", LOOPBACK)
    assert not is_forbidden("::ffff:127.0.0.1", LOOPBACK)


# Hosts that all lead to the second server, if they lead anywhere.
SPELLINGS = [
    "127.0.0.2", "127.2", "2130706434", "0x7f000002", "0177.0.0.2", "127.0.0.2.", "[::1]",
    "[::ffff:127.0.0.2]", "0.0.0.0", "１２７.０.０.２",
]  # fmt: skip


@pytest.fixture(scope="module")
def forbidden() -> Iterator[Faulty]:
    with Faulty({"/secret": http(article())}, host="0.0.0.0") as server:
        yield server


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("guard"))
    home.make()
    return home


@pytest.fixture(scope="module")
def ended(home: Home, forbidden: Faulty) -> Iterator[Ended]:
    def leading(url: str) -> bytes:
        return http(status=302, headers=[("Location", url.encode().decode("latin-1"))])

    hosts = [f"{host}:{forbidden.port}" for host in SPELLINGS]
    routes: dict[str, Any] = {
        f"/to/{number}": leading(f"http://{host}/secret") for number, host in enumerate(hosts)
    }
    # As others do after it; each of them is refused.
    routes["/again"] = leading(f"http://{hosts[0]}/another")
    routes["/elsewhere"] = leading("http://news.example/")
    routes["/name"] = leading("http://no-such-name.invalid/secret")
    allowed = ",".join([*hosts, "no-such-name.invalid"])
    more = '<div class="pages"><a href="/part_2.html">下一页</a></div>'
    routes["/part.html"] = http(article(more=more))
    parts = {"/part_2.html": leading(f"http://{hosts[0]}/part")}
    with Faulty({**routes, **parts}, listed=routes) as server:
        yield crawl(home, server, hosts=allowed, HOST_FAILURES=1000)


def test_no_spelling_of_a_private_address_gets_a_packet(
    ended: Ended, home: Home, forbidden: Faulty
) -> None:
    seen = captures(home)
    assert forbidden.asked == []
    assert all(seen[f"/to/{number}"]["outcome"] == "error" for number in range(len(SPELLINGS)))


def test_refused_addresses_are_counted_and_not_tried_again(ended: Ended) -> None:
    stats = ended.run["stats"]  # type: ignore[index]
    assert json.loads(stats)["ssrf_blocked"] == len(SPELLINGS) + 2


def test_an_article_says_in_words_why_its_further_page_is_missing(ended: Ended, home: Home) -> None:
    reason = captures(home)["/part.html"]["reason"]
    assert "/part_2.html: a private address is refused: 127.0.0.2" in reason


def test_a_redirect_to_another_site_is_not_followed_and_its_hop_kept(
    ended: Ended, home: Home
) -> None:
    row = captures(home)["/elsewhere"]
    assert "is not on" in row["reason"]
    assert row["status"] == 302
    assert row["warc_file"]


def test_a_name_that_nobody_knows_is_left_for_later(ended: Ended, home: Home) -> None:
    assert "name unknown" in ended.run["reason"]  # type: ignore[index]
    assert captures(home)["/name"]["state"] == "pending"


def test_a_link_to_a_private_address_is_refused_like_a_redirect(
    tmp_path_factory: pytest.TempPathFactory, forbidden: Faulty
) -> None:
    home = Home(tmp_path_factory.mktemp("links"))
    home.make()
    url = f"http://127.0.0.2:{forbidden.port}/secret"
    with Faulty(
        listed=[url, "file:///etc/hostname", f"http://user:word@127.0.0.2:{forbidden.port}/x"]
    ) as server:
        crawl(home, server, hosts=f"127.0.0.2:{forbidden.port}")
    assert forbidden.asked == []
    with closing(open_read_only(home)) as db:
        urls = [url for (url,) in db.execute("select url from urls")]
    assert not [url for url in urls if "etc" in url or "word" in url]
