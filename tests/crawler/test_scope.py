"""Addresses are resolved as browsers do, and then judged by their host."""

import pytest

from crawler.scope import (
    LONGEST,
    host_of,
    is_elsewhere,
    is_file,
    is_growing,
    is_within,
    resolve,
)

BASE = "http://a.example/x/list.html?page=1"


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("./t1.html", "http://a.example/x/t1.html"),
        ("../../qt/t1.html", "http://a.example/qt/t1.html"),
        ("?page=2", "http://a.example/x/list.html?page=2"),
        ("//b.example/1.html", "http://b.example/1.html"),
        ("///b.example/1.html", "http://b.example/1.html"),
        ("\\\\b.example\\1.html", "http://b.example/1.html"),
        ("/a\\b.html", "http://a.example/a/b.html"),
        ("http:t1.html", "http://a.example/x/t1.html"),
        ("http://a.example@b.example/1.html", "http://b.example/1.html"),
        ("http://user:secret@a.example/1.html", "http://a.example/1.html"),
        ("http://A.example:80/1.html", "http://a.example/1.html"),
        ("https://a.example/1.html", "http://a.example/1.html"),  # as the page that links it
        ("https://b.example/1.html", "https://b.example/1.html"),
        ("https://a.example:8443/1.html", "https://a.example:8443/1.html"),
        ("http://a.example./1.html", "http://a.example/1.html"),
        ("http://ａ.example/1.html", "http://a.example/1.html"),
        ("http://а.example/1.html", "http://xn--80a.example/1.html"),  # Cyrillic
        ("http://文明.example", "http://xn--7dvrl.example/"),
        (" \n t1\t.html ", "http://a.example/x/t1.html"),
        ("t1.html#!/top", "http://a.example/x/t1.html"),
        ("a b.html", "http://a.example/x/a%20b.html"),
        ("%zz.html", "http://a.example/x/%zz.html"),
        ("%b5.html", "http://a.example/x/%b5.html"),
        ("", None),
        ("#top", None),
        ("javascript:open('/1.html')", None),
        ("mailto:office@a.example", None),
        ("data:text/html,x", None),
        ("ftp://a.example/1.html", None),
        ("file:///etc/passwd", None),
        ("/show/{{item.id}}.html", None),
        ("/show.jsp?id=<%=id%>", None),
        ("${item.url}", None),
        ("http://", None),
        ("http://[::1", None),
        ("\ud83d.html", None),  # half a character, as scripts and JSON may hold
        ("http://a.example:99999/", None),
        ("t" * LONGEST, None),
    ],
)  # fmt: skip
def test_a_link_resolves_as_in_a_browser(href: str, address: str | None) -> None:
    assert resolve(href, BASE) == address


@pytest.mark.parametrize(
    ("address", "hosts", "is_ours"),
    [
        ("http://a.example/1", ["a.example"], True),
        ("https://a.example/1", ["a.example"], True),
        ("http://a.example:8080/1", ["a.example"], False),
        ("http://a.example:8080/1", ["a.example:8080"], True),
        ("http://a.example/1", ["a.example:8080"], False),
        ("http://b.a.example/1", ["a.example"], False),
        ("http://b.a.example/1", [".a.example"], True),
        ("http://a.example/1", [".a.example"], True),
        ("http://evila.example/1", [".a.example"], False),
        ("http://a.example.evil.example/1", ["a.example"], False),
        ("http://xn--80a.example/1", ["a.example"], False),
        ("http://[2001:db8::1]/1", ["[2001:db8::1]"], True),
        ("http://[2001:db8::1]:8080/1", ["[2001:db8::1]:8080"], True),
        ("http://[2001:db8::1]:8080/1", ["[2001:db8::1]"], False),
        ("http://[2001:db8::1]/1", ["[2001:db8::2]"], False),
    ],
)
def test_a_host_is_ours_by_name_and_port(address: str, hosts: list[str], is_ours: bool) -> None:
    assert is_within(address, hosts) is is_ours


@pytest.mark.parametrize(
    ("path", "grows"),
    [
        ("/a/a/a/", True),
        ("/a/b/a/b/a/b/1.html", True),
        ("/x/" * 21, True),
        ("/a/a/", False),
        ("/2025/08/08/08.html", False),
        ("/wmsjk/cjdx/qgwmxymd/202112/t20211227_6276854.shtml", False),
    ],
)
def test_a_path_that_repeats_itself_is_growing(path: str, grows: bool) -> None:
    assert is_growing(f"http://a.example{path}") is grows


def test_a_document_is_a_file_whatever_its_query() -> None:
    assert is_file("http://a.example/P020250801.PDF?down=1")
    assert not is_file("http://a.example/pdf/1.html")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://A.example:80/1", "a.example"),
        ("https://a.example:8443/1", "a.example:8443"),
        ("http://[2001:db8::1]/1", "[2001:db8::1]"),
        ("http://[2001:db8::1]:8080/1", "[2001:db8::1]:8080"),
    ],
)
def test_the_host_of_an_address_is_ours(address: str, host: str) -> None:
    assert host_of(address) == host
    assert is_within(address, [host])


@pytest.mark.parametrize(
    ("target", "elsewhere"),
    [
        ("https://mp.b.example/s/Xy12", True),
        ("http://new.example/yw/202611/t12.html", False),  # the site has moved
        ("http://new.example/", False),
        ("http://wall.example/check?from=http%3A%2F%2Fa.example%2Fyw%2F202611%2Ft12.html", False),
    ],
)
def test_a_redirect_leads_elsewhere_if_its_page_is_another(target: str, elsewhere: bool) -> None:
    assert is_elsewhere("http://a.example/yw/202611/t12.html", target) is elsewhere
