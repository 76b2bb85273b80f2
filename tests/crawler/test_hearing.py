"""Signals reach who listens, and nothing is missed by sending no others."""

from typing import Any

import pytest
from scrapy import Spider, signals
from scrapy.crawler import Crawler

from crawler.engine.hearing import HeardSignals


@pytest.fixture
def heard() -> HeardSignals:
    return HeardSignals(Crawler(Spider))


def test_who_connects_is_told_and_told_no_more_once_gone(heard: HeardSignals) -> None:
    told: list[Any] = []

    def listen(request: str) -> None:
        told.append(request)

    heard.send_catch_log(signals.request_scheduled, request="early")
    heard.connect(listen, signals.request_scheduled)
    assert [result for _, result in heard.send_catch_log(signals.request_scheduled, request="one")]
    heard.send_catch_log(signals.request_dropped, request="other")
    heard.disconnect(listen, signals.request_scheduled)
    heard.send_catch_log(signals.request_scheduled, request="late")
    assert told == ["one"]
