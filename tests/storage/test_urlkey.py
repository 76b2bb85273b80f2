"""What shares and sessions add to an address is no part of it; what selects a page is."""

import pytest

from storage.values.urlkey import untracked, url_key

PAGE = "http://a.example/show.do?id=7"


@pytest.mark.parametrize(
    "added",
    [
        "from=timeline",
        "sid=0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        "sid=",
        "CFID=1042&CFTOKEN=77310452",
        "s=0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        "session=b1946ac92492d2347c6235b4d2611184",
        "spm=C7.P1",
        "utm_source=wx",
        "_t=1743120000123",  # the time of the request
        "random=0.7323312231",
    ],
)
def test_what_tracks_is_left_out(added: str) -> None:
    assert url_key(f"{PAGE}&{added}") == url_key(PAGE)
    assert untracked(f"{PAGE}&{added}") == PAGE


@pytest.mark.parametrize(
    "added",
    [
        *("ivk_sa=1024320u", "tdsourcetag=s_pcqq_aiomsg", "gclid=Aa1"),
        *("back=%2Flist%3Fpage%3D2", "returnUrl=/list"),  # where a reader came from
        "div=-1",  # by the list beside the page of a newspaper, not by a part of the page itself
    ],
)
def test_keys_know_no_more_names_than_when_they_were_stored(added: str) -> None:
    assert url_key(f"{PAGE}&{added}") != url_key(PAGE)
    assert untracked(f"{PAGE}&{added}") == PAGE


@pytest.mark.parametrize(
    "selecting",
    [
        *("from=20", "from=2025-08-01", "sid=7", "sid=1823456789012345678", "s=%E9%9B%86"),
        "token=b1946ac92492d2347c6235b4d2611184",  # without it nobody may be answered
        *("t=3", "t=1743120000", "back=1", "div=1", "div=-12"),
    ],
)
def test_what_selects_a_page_stays(selecting: str) -> None:
    assert url_key(f"{PAGE}&{selecting}") != url_key(PAGE)
    assert untracked(f"{PAGE}&{selecting}") == f"{PAGE}&{selecting}"


def test_a_session_in_the_path_is_fetched_with_and_known_without() -> None:
    url = "http://a.example/(S(0a1b2c3d4e5f))/show.aspx?id=7"
    assert url_key(url) == url_key("http://a.example/show.aspx?id=7")
    assert untracked(url) == url


def test_where_a_page_leads_on_to_stays() -> None:
    jump = "http://a.example/jump.php?return=/show/7.html"
    assert untracked(jump) == jump
    assert untracked("http://a.example/show/7.html?back=/list") == "http://a.example/show/7.html"


@pytest.mark.parametrize(
    "address",
    [
        *("http://a.example/", "https://a.example:8443/wmcj/t20250801_7.html", "http://10.0.0.1/1"),
        *("http://a.example:80/b", "https://a.example:443/b/", "http://a.example/b/../c.html"),
        *("http://A.example/b", "http://a.example/B//c", "http://a.example/.b/~c"),
    ],
)
def test_the_short_way_to_a_key_is_that_of_any_spelling(address: str) -> None:
    assert url_key(address) == url_key(f"{address}#top")


@pytest.mark.parametrize("host", ["[2001:db8::1]", "[2001:db8::1]:8080"])
def test_the_key_of_an_address_of_ipv6_is_that_of_its_other_spellings(host: str) -> None:
    """Folders are looked up by what their keys make of them."""
    assert url_key(f"http:{url_key(f'http://{host}/yw/')}") == f"//{host}/yw/"
