"""What answers and runs amount to."""

from dataclasses import dataclass
from typing import Any

import pytest

from crawler.verdicts.outcome import judge_answer, judge_run, judge_words
from storage.errors import ArchiveBusy, DiskFull

HOME = "http://a.example/"
PAGE = "http://a.example/2025/1.html"


@dataclass
class Counted:
    pages: int = 10
    articles_new: int = 5
    articles_changed: int = 0
    errors: int = 0


@pytest.mark.parametrize(
    ("status", "answered", "conditional", "outcome"),
    [
        (200, PAGE, False, None),
        (200, "https://a.example/2025/1.html?from=timeline", False, None),
        (200, "http://a.example/2025/2.html", False, None),
        (200, HOME, False, "redirected_home"),
        (200, "http://other.example/index.html", False, "redirected_home"),
        (200, "https://other.example/", False, "redirected_home"),
        (200, HOME.replace("http:", "https:"), False, "error"),
        (200, "http://a.example/10001.html", False, None),
        (200, "http://a.example/?p=1", False, None),
        (200, "http://a.example/login.html", False, None),
        (304, PAGE, True, "not_modified"),
        (304, PAGE, False, "error"),
        (404, PAGE, False, "gone"),
        (410, PAGE, True, "gone"),
        (403, PAGE, False, "blocked"),
        (412, PAGE, False, "blocked"),
        (500, PAGE, False, "error"),
        (302, PAGE, False, "error"),
    ],
)
def test_an_answer_shows_its_outcome(
    status: int, answered: str, conditional: bool, outcome: str | None
) -> None:
    judged = judge_answer(status, asked=PAGE, answered=answered, home=HOME, conditional=conditional)
    assert judged[0] == outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("网站正在升级", "error"),
        ("系统繁忙", "error"),
        ("数据库连接错误", "error"),
        ("Service Unavailable", "error"),
        ("503", "error"),
        ("Fatal error:", "error"),
        ("ORA-12541", "error"),
        ("本站将于12月1日恢复服务", "error"),
        ("正在跳转", "error"),
        ("期间暂停访问", "error"),
        ("页面正在建设中", "error"),
        ("404", "gone"),
        ("信息已删除", "gone"),
        ("您访问的页面", "gone"),
        ("文章在本站已被删除", "gone"),
        ("内容已被平台删除", "gone"),
    ],
)
def test_what_a_page_says_of_its_site_tells_nothing_of_the_article(said: str, outcome: str) -> None:
    assert judge_words(said)[0] == outcome


@pytest.mark.parametrize("asked", ["http://a.example/10001.html", "http://a.example/?p=1"])
def test_an_article_beside_the_home_page_may_be_redirected_there(asked: str) -> None:
    judged = judge_answer(200, asked=asked, answered=HOME, home=HOME, conditional=False)
    assert judged[0] == "redirected_home"


@pytest.mark.parametrize(
    ("through", "outcome"),
    [
        (["http://a.example/"], "redirected_home"),
        ([PAGE.replace("http:", "https:")], "redirected_home"),
        (["https://a.example/"], "error"),
        (["https://a.example/", "https://a.example/index.html"], "error"),
    ],
)
def test_the_first_step_to_the_home_page_tells_why_it_was_taken(
    through: list[str], outcome: str
) -> None:
    home = "https://a.example/index.html"
    judged = judge_answer(
        200, asked=PAGE, through=through, answered=home, home=HOME, conditional=False
    )
    assert judged[0] == outcome


def test_the_home_page_itself_is_not_redirected_home() -> None:
    judged = judge_answer(200, asked=HOME, answered=HOME, home=HOME, conditional=False)
    assert judged == (None, None)


@pytest.mark.parametrize(
    ("finished", "stats", "counted", "outcome", "reason"),
    [
        ("finished", {"wenming/answered": 10}, Counted(), "ok", None),
        ("shutdown", {"wenming/answered": 10}, Counted(), "interrupted", "told to stop"),
        ("finished", {}, Counted(pages=0), "failed", "no answer"),
        ("finished", {"wenming/failed/refused": 3}, Counted(pages=3), "failed", "refused"),
        (
            "finished",
            {"wenming/failed/off host": 3, "wenming/failed_as/off host": "off host: http://b/"},
            Counted(pages=3),
            "failed",
            "off host: http://b/",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/bugs": 1},
            Counted(),
            "partial",
            "bug of ours",
        ),
        (
            "closespider_timeout",
            {"wenming/answered": 9},
            Counted(),
            "partial",
            "its time was up",
        ),
        (
            "closespider_timeout",
            {"wenming/failed/CrawlEnding": 2},
            Counted(pages=0),
            "failed",
            "its time was up",
        ),
        ("memusage_exceeded", {"wenming/answered": 9}, Counted(), "partial", "too much memory"),
        (
            "finished",
            {"wenming/answered": 9},
            Counted(errors=3),
            "partial",
            "3 of 10 visits failed",
        ),
        ("finished", {"wenming/answered": 9}, Counted(errors=1), "ok", None),
        (
            "finished",
            {"wenming/answered": 9, "wenming/commonest_error": "status 500"},
            Counted(errors=3),
            "partial",
            "3 of 10 visits failed: status 500",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/list_without": "http://a/: soft 404: 维护"},
            Counted(articles_new=0, errors=10),
            "failed",
            "no list could be read: http://a/: soft 404: 维护",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/list_without": "http://a/: status 503"},
            Counted(),
            "partial",
            "no list could be read: http://a/: status 503",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/list_without": "x", "wenming/lists_seen": 1},
            Counted(),
            "ok",
            None,
        ),
        (
            "finished",
            {
                "wenming/answered": 9,
                "wenming/read": 8,
                "wenming/same/article": 5,
                "wenming/same_shown/article": "升级公告",
            },
            Counted(),
            "partial",
            "5 addresses show one and the same page: 升级公告",
        ),
        (
            "finished",
            {
                "wenming/answered": 9,
                "wenming/read": 8,
                "wenming/same/article": 8,
                "wenming/same_shown/article": "升级公告",
            },
            Counted(errors=8),
            "partial",
            "8 of 10 visits failed: 8 addresses show one and the same page: 升级公告",
        ),
        (
            "finished",
            {
                "wenming/answered": 9,
                "wenming/list_without": "http://a/: status 521",
                "wenming/lists_lost": 3,
                "wenming/lists_refused": 2,
            },
            Counted(articles_new=0),
            "failed",
            "blocked: no list could be read: http://a/: status 521",
        ),
        (
            "finished",
            {"wenming/answered": 99, "wenming/read": 90, "wenming/same/article": 5},
            Counted(pages=99),
            "ok",
            None,
        ),
        (
            "finished",
            {
                "wenming/answered": 9,
                "wenming/lists_seen": 9,
                "wenming/same/list": 9,
                "wenming/same_shown/list": "http://a/",
            },
            Counted(),
            "partial",
            "9 addresses show one and the same page: http://a/",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/newly_gone": 6},
            Counted(),
            "partial",
            "6 of 10 pages are gone all at once",
        ),
        ("finished", {"wenming/answered": 9, "wenming/newly_gone": 4}, Counted(5), "ok", None),
        (
            "finished",
            {"wenming/answered": 9, "wenming/listed": 9, "wenming/listed_gone": 5},
            Counted(pages=9),
            "partial",
            "5 of 9 articles that lists show are gone",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/listed": 10, "wenming/listed_gone": 5},
            Counted(pages=9),
            "ok",
            None,
        ),
        (
            "finished",
            {"wenming/answered": 2, "robots/forbidden": 8},
            Counted(articles_new=0),
            "partial",
            "robots.txt forbids 8 of 10 pages",
        ),
        ("finished", {"wenming/answered": 9, "robots/forbidden": 8}, Counted(), "ok", None),
        (
            "finished",
            {"wenming/answered": 9, "wenming/blocked": 10},
            Counted(),
            "failed",
            "blocked 10 times",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/blocked": 4},
            Counted(),
            "partial",
            "blocked",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/blocked": 10, "wenming/blocked_at": "/7: status 403"},
            Counted(),
            "failed",
            "blocked 10 times (at last /7: status 403)",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/empty_lists": 1, "wenming/empty_at": "/list"},
            Counted(),
            "partial",
            "1 list page without a link: was the site redesigned? (at last /list)",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/foreign_lists": 2, "wenming/foreign_at": "/list"},
            Counted(),
            "partial",
            "2 list pages leading to other sites only: have the articles moved? (at last /list)",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/lists_read": 3, "wenming/leads_to": "b.example"},
            Counted(articles_new=0),
            "partial",
            "no list leads to an article: they lead to b.example",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/bets": 5},
            Counted(articles_new=10),
            "partial",
            "5 articles are about bets",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/bets": 5},
            Counted(articles_new=11),
            "ok",
            None,
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/lists_read": 4},
            Counted(articles_new=0),
            "partial",
            "no list leads to an article",
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/lists_read": 4, "wenming/lists_unchanged": 4},
            Counted(articles_new=0),
            "ok",
            None,
        ),
        (
            "finished",
            {"wenming/answered": 9, "wenming/lists_read": 4, "wenming/list_links": 1},
            Counted(articles_new=0),
            "ok",
            None,
        ),
        (
            "finished",
            {
                "wenming/answered": 9,
                "wenming/lists_read": 4,
                "wenming/list_links": 13,
                "wenming/in_vain": 6,
            },
            Counted(articles_new=0),
            "partial",
            "6 pages were tried and none is an article",
        ),
        (
            "finished",
            {"wenming/answered": 9, "backoff/closed/a": "a asks"},
            Counted(),
            "partial",
            "a asks",
        ),
        (
            "finished",
            {"robots/silent/http://a": "status 503"},
            Counted(),
            "failed",
            "robots.txt of http://a",
        ),
        ("finished", {"budget/spent": 7}, Counted(pages=0), "partial", "7 requests"),
    ],
)
def test_a_run_has_a_true_outcome(
    finished: str, stats: dict[str, Any], counted: Counted, outcome: str, reason: str | None
) -> None:
    judged, why = judge_run(finished, stats, counted)
    assert judged == outcome
    assert (reason in why) if reason and why else why == reason


def test_one_refusal_is_counted_as_one() -> None:
    stats = {"wenming/answered": 1, "wenming/blocked": 1}
    assert judge_run("finished", stats, Counted(pages=1)) == ("failed", "blocked 1 time")


def test_an_archive_that_fails_is_the_reason() -> None:
    full = judge_run("disk full", {}, Counted(), failure=DiskFull("no space"))
    busy = judge_run("archive failed", {}, Counted(), failure=ArchiveBusy("locked"))
    assert (full, busy) == (("failed", "disk: no space"), ("failed", "locked"))
