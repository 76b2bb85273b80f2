"""What redirects say of the requests that follow."""

from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.middlewares.redirect import LEAST_LED, PlainRedirectMiddleware


def redirects() -> Any:
    return PlainRedirectMiddleware.from_crawler(get_crawler())


def answer(redirects: Any, url: str, location: str | None = None) -> None:
    headers = {"Location": location} if location else {}
    response = Response(url, status=301 if location else 200, headers=headers)
    redirects.process_response(Request(url), response)


@pytest.mark.parametrize(
    ("number", "asked"),
    [(LEAST_LED, "https://a.example/yw/9.html"), (LEAST_LED - 1, None)],
)
def test_a_host_that_leads_to_tls_from_every_page_is_asked_there_at_once(
    number: int, asked: str | None
) -> None:
    known = redirects()
    for n in range(number):
        answer(known, f"http://a.example/yw/{n}.html", f"https://a.example/yw/{n}.html")
    new = known.process_request(Request("http://a.example/yw/9.html"))
    assert (new.url if new else None) == asked
    assert known.process_request(Request("http://b.example/yw/9.html")) is None
    assert known.process_request(Request("https://a.example/yw/9.html")) is None
    assert known.process_request(Request("http://a.example/", meta={"robots": True})) is None


def test_a_host_of_which_some_pages_answer_without_tls_is_asked_as_its_links_say() -> None:
    known = redirects()
    for n in range(9):
        answer(known, f"http://a.example/yw/{n}.html", f"https://a.example/yw/{n}.html")
    answer(known, "http://a.example/old.html")
    assert known.process_request(Request("http://a.example/yw/9.html")) is None


def test_pages_that_lead_to_one_by_tls_say_nothing_of_others() -> None:
    known = redirects()
    for n in range(9):
        answer(known, f"http://a.example/yw/{n}.html", "https://a.example/login")
    assert known.process_request(Request("http://a.example/yw/9.html")) is None


def test_a_host_that_leads_to_its_name_with_www_is_asked_by_that() -> None:
    known = redirects()
    for n in range(LEAST_LED):
        answer(known, f"http://a.example/yw/{n}.html", f"https://www.a.example/yw/{n}.html")
        answer(known, f"https://www.a.example/yw/{n}.html")
    new = known.process_request(Request("http://a.example/yw/9.html?page=2"))
    assert new.url == "https://www.a.example/yw/9.html?page=2"
    assert known.process_request(Request("https://www.a.example/yw/9.html")) is None


@pytest.mark.parametrize("target", ["http://b.example", "http://a.example"])
def test_what_leads_to_another_site_or_in_a_circle_is_asked_as_links_say(target: str) -> None:
    known = redirects()
    for n in range(LEAST_LED):
        answer(known, f"http://www.a.example/{n}.html", f"{target}/{n}.html")
        answer(known, f"{target}/{n}.html", f"http://www.a.example/{n}.html")
    assert known.process_request(Request("http://www.a.example/9.html")) is None
