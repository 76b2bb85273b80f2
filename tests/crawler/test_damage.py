"""What is left of an article that was damaged on its way."""

import gzip
import re
from pathlib import Path

import pytest
from faulty import TEXT, Faulty, article, articles, captures, crawl, http

from article.model import Article
from crawler.verdicts.damage import has_end, has_lost_characters, is_cut_short, is_less, missing
from storage.home import Home

LONG = f"{TEXT}\n{TEXT[::-1]}"
HELD = Article(url="", title="读书会", body=LONG)
PAGE = article(text=TEXT + TEXT[::-1])
CUT = len(PAGE) - 200
SENTENCE = PAGE[: PAGE.index("。".encode()) + len("。".encode())]


def read(body: str, title: str = "读书会") -> Article:
    return Article(url="", title=title, body=body)


@pytest.mark.parametrize("body", [LONG[:50], LONG[:-7], f"{LONG[:50]}\ufffd", f"{LONG[:50]}……"])
def test_a_text_that_breaks_off_is_cut_short(body: str) -> None:
    assert is_cut_short(HELD, read(body))


@pytest.mark.parametrize(
    "article",
    [
        read(LONG),
        read(TEXT),  # a paragraph less
        read(LONG[: LONG.index("。") + 1]),
        read(LONG[1:50]),
        read(LONG[:50], "另一题"),
        read(""),
        read(f"{LONG}又及"),
    ],
)
def test_what_an_editor_may_have_done_is_no_cut(article: Article) -> None:
    assert not is_cut_short(HELD, article)


def test_a_text_without_a_paragraph_is_less() -> None:
    assert is_less(HELD, read(TEXT[::-1]))
    assert not any(is_less(HELD, read(body)) for body in (LONG, f"{TEXT}\n又及", TEXT[1:]))


def test_only_a_beginning_lacks_the_rest() -> None:
    assert missing(HELD, read(TEXT)) == f"\n{TEXT[::-1]}"
    for other in read(LONG), read(""), read(TEXT, "另一题"), read(LONG[1:]), read(f"{LONG}又及"):
        assert missing(HELD, other) == ""
    assert has_end(PAGE.upper())
    assert not has_end(SENTENCE)


def test_a_note_in_brackets_may_go() -> None:
    assert not is_cut_short(read("活动结束（编辑 张三）"), read("活动结束"))


def test_an_ellipsis_of_the_text_itself_is_no_cut() -> None:
    assert not is_cut_short(read("一年，两年……十年过去了"), read("一年，两年……"))


@pytest.mark.parametrize(
    "article",
    [
        read(LONG.replace("。", "\ufffd")),
        read(re.sub("[书们个下]", "?", LONG)),
        read(LONG, "读书\ufffd"),
        read("Warning: mysqli_connect(): Connection refused in /www/db.php on line 23"),
        read("+eyw-77+ayFf12E/Zw1SoW07UqhXKE6RXHFTvw", "+eyw-77"),
    ],
)
def test_signs_for_characters_that_were_there_tell_that_they_are_lost(article: Article) -> None:
    assert has_lost_characters(HELD, article)


def test_what_was_lost_when_we_read_it_first_is_not_lost_again() -> None:
    assert not has_lost_characters(read(LONG.replace("。", "\ufffd")), read(f"{LONG}\ufffd"))
    assert not has_lost_characters(HELD, read("https://v.example/1.mp4 视频"))
    assert not has_lost_characters(HELD, read(f"{LONG}你来吗?一起去?好。"[-60:]))


@pytest.mark.parametrize("body", ["", "2025", "https://v.example/1.mp4"])
def test_a_picture_or_a_file_may_take_the_place_of_a_text(body: str) -> None:
    assert not has_lost_characters(HELD, read(body))


def test_questions_are_no_signs_for_lost_characters() -> None:
    assert not has_lost_characters(HELD, read(f"{LONG}你来吗?一起去?好。"[-60:]))


def test_damage_makes_no_version(tmp_path: Path) -> None:
    home = Home(tmp_path)
    spoilt = [
        http(PAGE[:CUT], length=-1),  # the connection ends with it
        http(SENTENCE, length=-1),
        http(gzip.compress(SENTENCE), headers=[("Content-Encoding", "gzip")]),
        http(PAGE, length=CUT),
        http(PAGE[:CUT], headers=[("Content-Range", f"bytes 0-{CUT - 1}/{len(PAGE)}")]),
        http(PAGE.replace("。".encode(), b"\xff")),
        http(PAGE.decode().encode("big5", "replace"), kind="text/html; charset=big5"),
    ]
    paths = [f"/{number}" for number in range(len(spoilt))]
    whole = dict.fromkeys(paths, http(PAGE, length=-1))
    with Faulty(whole) as server:
        crawl(home, server)
        server.routes |= dict(zip(paths, spoilt, strict=True))
        crawl(home, server, sweep=True)
        reasons = [captures(home)[path]["reason"] for path in paths]
        server.routes |= whole
        crawl(home, server, sweep=True)
    assert all(re.match("cut short|not whole|its characters", reason) for reason in reasons)
    for path in paths:
        row = captures(home)[path]
        assert (articles(home)[path]["version"], row["outcome"]) == (1, "unchanged")


def test_a_notice_makes_no_version_and_an_editor_does(tmp_path: Path) -> None:
    home = Home(tmp_path)
    notice = http(article("关于网站升级改造的公告", "本网站即日起升级改造，" * 9))
    endless = PAGE[: PAGE.index(b"</p>")]  # some sites never say where a page ends
    of_today = http(article("系统升级公告", "因系统升级，部分文章暂时无法查看。" * 3))
    named = http(article("云山县图书馆在周末举办读书会"))
    routes = {"/1": http(PAGE), "/2": http(endless), "/3": named}
    with Faulty(routes) as server:
        crawl(home, server)
        server.routes |= {"/list": notice, "/1": notice, "/2": http(SENTENCE), "/3": of_today}
        crawl(home, server, sweep=True)
        reasons = [captures(home)[path]["reason"] for path in routes]
        assert reasons[0].endswith(f"{server.url}/list shows the same")
    assert reasons[2] == "something else in its place: 系统升级公告"
    assert [articles(home)[path]["version"] for path in routes] == [1, 2, 1]
