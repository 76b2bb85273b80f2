"""Scrapy's own commands at the project's root: they look at one page, and begin no run."""

import os
import subprocess
import sys
import warnings
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.utils.spider import DefaultSpider
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure

from crawler.commands.parse import Command
from crawler.demo.server import Demo
from storage.home import Home

ROOT = Path(__file__).parents[2]


@pytest.fixture
def scrapy(home: Home, demo_site: Demo) -> Callable[..., str]:
    environment = {
        **os.environ,
        "WENMING_ALLOW_PRIVATE": "127.0.0.1/32",
        "WENMING_DEMO_URL": demo_site.url,
        "WENMING_HOME": str(home.root),
    }

    def run(command: str, path: str, *more: str, spider: str = "demo") -> str:
        words = [sys.executable, "-m", "scrapy", command, "--spider", spider, *more]
        done = subprocess.run(
            [*words, demo_site.url + path],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        assert not home.database.exists()
        return done.stdout

    return run


def test_a_page_is_looked_at_and_nothing_else(scrapy: Callable[..., str], demo_site: Demo) -> None:
    article = "/wmcj/202505/t20250513_9571281.shtml"
    assert article in scrapy("parse", "wmcj/", "--nocolour")
    assert "沙坪县" in scrapy("parse", article[1:], "--nocolour")
    assert "('demo', 200)" in scrapy("shell", "", "-c", "(spider.name, response.status)")
    assert "<!DOCTYPE html>" in scrapy("fetch", "")
    asked = [seen.path for seen in demo_site.requests if seen.path != "/robots.txt"]
    assert asked == ["/wmcj/", article, "/", "/"]


def test_why_a_page_could_not_be_looked_at_is_told(caplog: pytest.LogCaptureFixture) -> None:
    options = Namespace(meta=None, cbkwargs=None, callback=None, rules=False)
    with warnings.catch_warnings():  # the command leaves its filter to the process
        asked = Command().prepare_request(
            DefaultSpider(), Request("http://yun.example/1.html"), options
        )
    assert asked.errback
    asked.errback(Failure(DNSLookupError("yun.example is the private address 10.0.0.1")))
    assert "http://yun.example/1.html: " in caplog.text
    assert "yun.example is the private address 10.0.0.1" in caplog.text


def test_a_spider_that_explores_reads_one_page(scrapy: Callable[..., str]) -> None:
    article = "wmcj/202505/t20250513_9571281.shtml"
    assert "沙坪县" in scrapy("parse", article, "--nocolour", spider="hubei")
