from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256

import pytest

from article.model import Attachment, Candidate, Evidence, Image, published_text
from storage.care.verify import verify
from storage.database import open_archive
from storage.history.budget import constant_validators
from storage.home import Home
from storage.lookup import find_article, find_capture
from storage.reread import reread
from storage.values import rules
from storage.values.stamp import stamp
from storage.values.visit import LONGEST_REASON, Link, Outcome, Visit
from storage.warc.payload import read_page
from storage.warc.records import Place
from tests.storage.crawling import SITE, Run, rows, run
from tests.storage.synthetic import Site, answer, crawl

TWIN = SITE.address(0).replace("://", "://www.")

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_an_article_is_kept_with_everything_that_is_known_of_it(home: Home) -> None:
    with run(home, at=MONDAY) as crawling:
        crawling.archivist.add(
            crawling.article(
                author="何青",
                credit="云川日报",
                keywords=("志愿服务",),
                images=(Image(url="http://yun.example/1.jpg", caption="现场"),),
                attachments=(Attachment(url="http://yun.example/1.pdf", kind="pdf", title="附件"),),
                evidence={
                    "published_at": Evidence(
                        rule="byline", text="2025-01-01", others=(Candidate("url", "2025-01-02"),)
                    )
                },
            )
        )
    (article,) = rows(home, "select * from articles")
    assert article["published_date"] == "2025-01-01"
    assert article["published_evidence"] == "byline: 2025-01-01"
    assert (article["author"], article["keywords"]) == ("何青", '["志愿服务"]')
    assert (article["version"], article["state"], article["story_id"]) == (1, "live", article["id"])
    assert article["editor"] is None
    assert article["first_seen_at"] == "2026-03-02T08:00:00.000+00:00"
    kinds = rows(home, "select kind, title from attachments order by kind")
    assert [tuple(row.values()) for row in kinds] == [("image", "现场"), ("pdf", "附件")]


@pytest.mark.parametrize("printed", ["2025-01-01", "2025年1月1日", "2025/1/01"])
def test_of_a_long_text_the_evidence_shows_where_the_day_stands(home: Home, printed: str) -> None:
    text = f"{'云川市文明办今天发布通告。' * 20}发布时间：{printed} 来源：云川日报{'下一篇' * 90}"
    with run(home, at=MONDAY) as crawling:
        evidence = {"published_at": Evidence(rule="byline", text=text)}
        crawling.archivist.add(crawling.article(evidence=evidence))
    (article,) = rows(home, "select published_evidence from articles")
    assert article["published_evidence"].startswith("byline: …")
    assert f"发布时间：{printed} 来源：云川日报" in article["published_evidence"]
    assert len(article["published_evidence"]) < 140


def test_the_bytes_lie_where_the_capture_says(home: Home) -> None:
    with run(home) as crawling:
        visit = crawling.article()
        crawling.archivist.add(visit)
    (capture,) = rows(home, "select * from captures")
    place = Place(capture["warc_file"], capture["warc_offset"], capture["warc_length"])
    assert read_page(home, place).body == visit.exchanges[-1].body
    assert (capture["outcome"], capture["status"]) == ("new", 200)


CHANGES = {
    "substantive": {"title": "另一个标题"},
    "editorial": {"source": None},
    "cosmetic": {"body": SITE.article(SITE.address(0)).body.replace("，", "、")},
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_of_text_title_date_or_source_makes_a_version(home: Home, kind: str) -> None:
    with run(home, at=MONDAY) as crawling:
        crawling.archivist.add(crawling.article())
    with run(home, at=MONDAY + timedelta(days=1)) as crawling:
        crawling.archivist.add(crawling.article(**CHANGES[kind]))
    versions = rows(home, "select * from article_versions order by version")
    assert [version["change"] for version in versions] == ["first", kind]
    old = SITE.article(SITE.address(0))
    assert (versions[0]["title"], versions[0]["body"]) == (old.title, old.body)
    (article,) = rows(home, "select * from articles")
    assert article["version"] == 2
    assert article["first_seen_at"] < article["last_changed_at"] == article["last_seen_at"]
    assert rows(home, "select outcome from captures order by id")[1]["outcome"] == "changed"


def test_a_counter_of_readers_makes_no_version(home: Home) -> None:
    text = SITE.article(SITE.address(0)).body
    for day in range(3):
        with run(home, at=MONDAY + timedelta(days=day)) as crawling:
            counted = f"{text}\n（本文已被浏览 {7 * day} 次）"
            crawling.archivist.add(crawling.article(body=counted))
    assert [row["change"] for row in rows(home, "select change from versions")] == ["first"]


def visits(home: Home, *shown: dict[str, object]) -> list[str]:
    """Visit one article day after day; return what kinds of versions that made."""
    for day, fields in enumerate(shown):
        with run(home, at=MONDAY + timedelta(days=day)) as crawling:
            crawling.archivist.add(crawling.article(**fields))
    return [row["change"] for row in rows(home, "select change from versions order by version")]


TEXT = SITE.article(SITE.address(0)).body
RESTLESS: dict[str, list[dict[str, object]]] = {
    "a countdown": [{"body": f"{TEXT}\n距离闭幕还有{90 - n}天\n完。"} for n in range(9)],
    "the weather": [{"body": f"{'晴阴雨雪'[n % 4]}，{n}度\n{TEXT}\n{n}票"} for n in range(9)],
    "two layouts": [{}, {"source": None, "body": f"{TEXT}\n阅读原文"}] * 4,
    "the moment": [{"published_at": MONDAY + timedelta(days=9, hours=n)} for n in range(9)],
    "a box that is full or empty": [{"body": f"{TEXT}\n公告：{box}"} for box in ("无", TEXT * 3)]
    * 4,
}


_NOW = """
select title, published_at, source, content_hash from articles union all
select title, published_at, source, content_hash from versions where version = 5
"""


@pytest.mark.parametrize("kind", RESTLESS)
def test_what_is_another_at_every_visit_makes_few_versions_and_is_up_to_date(
    home: Home, kind: str
) -> None:
    shown = RESTLESS[kind]
    assert len(visits(home, *shown)) == 4
    with closing(open_archive(home)) as db:
        capture = find_capture(db, 1)
    assert capture["fetched_at"] == stamp(MONDAY + timedelta(days=len(shown) - 1))
    assert len(visits(home, {**shown[-1], "title": "更正后的标题"})) == 5
    article, version = rows(home, _NOW)
    assert article == version
    last = replace(SITE.article(SITE.address(0)), **{**shown[-1], "title": "更正后的标题"})
    assert article["published_at"] == published_text(last.published_at)
    assert (article["title"], article["source"]) == (last.title, last.source)
    assert rows(home, "select body from articles") == [{"body": last.body}]
    assert list(verify(home)) == []


LINES = [f"{hour}时：新的进展。" for hour in range(8, 16)]
EDITED = {
    "additions": ["\n".join([*reversed(LINES[:n]), TEXT]) for n in range(len(LINES))],
    "one paragraph": [f"全文重写，{line}" for line in LINES],
}


@pytest.mark.parametrize("kind", EDITED)
def test_a_text_that_grows_or_is_written_anew_has_all_its_versions(home: Home, kind: str) -> None:
    assert len(visits(home, *({"body": body} for body in EDITED[kind]))) == len(LINES)


def test_what_stands_at_several_visits_has_all_its_versions(home: Home) -> None:
    bodies = [f"{TEXT}\n报名截止时间为{month}月1日。" for month in range(4, 11)]
    assert len(visits(home, *({"body": body} for body in bodies for _ in range(2)))) == len(bodies)
    texts = rows(home, "select body from article_versions order by version")
    assert [row["body"] for row in texts] == bodies


def test_a_day_of_publication_that_is_that_of_each_visit_is_no_change(home: Home) -> None:
    days = [{"published_at": (MONDAY + timedelta(days=n)).date()} for n in range(4)]
    assert visits(home, *days) == ["first"]
    with closing(open_archive(home)) as db:
        last = replace(SITE.article(SITE.address(0)), **days[-1])
        assert reread(db, home, lambda stored: last, now=MONDAY).changed == 0
    (article,) = rows(home, "select published_at, published_evidence from articles")
    assert article["published_at"] == "2026-03-02"
    with run(home, at=MONDAY + timedelta(days=5)) as crawling:
        crawling.known(SITE.address(0), date="2026-03-07")
        crawling.archivist.add(crawling.article(published_at=date(2026, 3, 7)))
    changes = rows(home, "select change from versions order by version")
    assert [row["change"] for row in changes] == ["first", "substantive"]


def test_a_page_that_leaves_out_the_hour_moves_nothing(home: Home) -> None:
    day = {"published_at": MONDAY.date()}
    shown = [{"published_at": MONDAY}, day, day, {**day, "title": "更正后的标题"}]
    assert visits(home, *shown) == ["first", "substantive"]
    with closing(open_archive(home)) as db:
        last = replace(SITE.article(SITE.address(0)), **shown[-1])
        assert reread(db, home, lambda stored: last, now=MONDAY).changed == 0
    (article,) = rows(home, "select published_at, published_evidence from articles")
    assert article["published_at"] == published_text(MONDAY)
    assert article["published_evidence"].endswith("(the hour as told before)")
    assert visits(home, {"published_at": MONDAY.date() + timedelta(days=1)})[2:] == ["substantive"]


def test_other_rules_may_find_no_hour_on_the_page_that_told_it(home: Home) -> None:
    visits(home, {"published_at": MONDAY})
    day = replace(SITE.article(SITE.address(0)), published_at=MONDAY.date())
    with closing(open_archive(home)) as db:
        assert reread(db, home, lambda stored: day, now=MONDAY).changed == 1
    assert rows(home, "select published_at from articles") == [{"published_at": "2026-03-02"}]


def test_an_editor_s_day_that_was_that_of_a_visit_is_a_change_as_soon_as_it_stays(
    home: Home,
) -> None:
    days = [{"published_at": (MONDAY + timedelta(days=n)).date()} for n in (0, 1)]
    assert visits(home, *days) == ["first"]
    assert rows(home, "select etag from urls") == [{"etag": None}]  # or all answers would be 304
    with run(home, at=MONDAY + timedelta(days=3)) as crawling:
        crawling.archivist.add(crawling.article(**days[1]))
    changes = rows(home, "select change, published_at from versions order by version")
    assert [tuple(row.values()) for row in changes] == [
        ("first", "2026-03-02"),
        ("substantive", "2026-03-03"),
    ]


def test_a_notice_in_place_of_all_articles_becomes_the_text_of_one_at_most(home: Home) -> None:
    def visit_all(**shown: object) -> None:
        with run(home) as crawling:
            for number in range(4):
                crawling.archivist.add(crawling.article(number, **shown))

    visit_all()
    visit_all(title="系统升级公告", body="本站正在升级，暂停访问，给您带来不便，敬请谅解。")
    bodies = [row["body"] for row in rows(home, "select body from articles")]
    assert sum(body.startswith("本站正在升级") for body in bodies) == 1
    (error, *_) = rows(home, "select reason from captures where outcome = 'error'")
    assert error["reason"].startswith("a notice in its place: http")
    visit_all()
    old = [SITE.article(SITE.address(number)).body for number in range(4)]
    assert [row["body"] for row in rows(home, "select body from articles order by id")] == old


def test_the_page_of_another_article_is_no_change_unless_the_list_says_so(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    with run(home) as crawling:
        for number in range(3):
            crawling.archivist.add(crawling.article(number))
    other = SITE.article(SITE.address(1))
    with run(home) as crawling:
        visit = crawling.article(0, title=other.title, body=other.body)
        crawling.archivist.add(visit)
        crawling.known(SITE.address(2), title=other.title)
        crawling.archivist.add(crawling.article(2, title=other.title, body=other.body))
    changes = rows(home, "select article_id, change from versions where change <> 'first'")
    assert [row["article_id"] for row in changes] == [3]
    (error,) = rows(home, "select reason from captures where outcome = 'error'")
    assert error["reason"] == f"another article in its place: that of {SITE.address(1)}"
    assert error["reason"] in caplog.text


def test_the_same_article_again_is_seen_and_nothing_else(home: Home) -> None:
    for day in range(3):
        with run(home, at=MONDAY + timedelta(days=day)) as crawling:
            crawling.archivist.add(crawling.article())
    (article,) = rows(home, "select * from articles")
    assert article["version"] == 1
    assert article["last_seen_at"] > article["last_changed_at"] == article["first_seen_at"]
    captures = rows(home, "select outcome, refers_to from captures order by id")
    assert [tuple(row.values()) for row in captures] == [
        ("new", None), ("unchanged", 1), ("unchanged", 1),
    ]  # fmt: skip


def test_other_rules_for_the_same_bytes_are_no_change_of_the_site(home: Home) -> None:
    with run(home) as crawling:
        visit = crawling.article()
        crawling.archivist.add(visit)
    with run(home) as crawling:
        crawling.known(SITE.address(0))
        better = replace(visit.article, title="读得更好的标题")
        crawling.archivist.add(replace(visit, article=better))
    assert [row["change"] for row in rows(home, "select change from versions")] == [
        "first", "reread",
    ]  # fmt: skip
    (ran,) = rows(home, "select articles_changed from runs where id = 2")
    assert ran["articles_changed"] == 0


def test_editor_and_channel_are_kept_up_to_date_without_a_version(home: Home) -> None:
    with run(home) as crawling:
        crawling.archivist.add(crawling.article())
    with run(home) as crawling:
        visit = crawling.article(editor="周宁")
        crawling.archivist.add(replace(visit, sha256="0" * 64))
    (article,) = rows(home, "select version, editor from articles")
    assert (article["version"], article["editor"]) == (1, "周宁")


def test_two_addresses_that_lead_to_one_page_are_one_article(home: Home) -> None:
    with run(home) as crawling:
        visit = crawling.article(0)
        for old in ("http://yun.example/old/1.html", "http://yun.example/old/2.html"):
            crawling.archivist.add(replace(visit, url_id=crawling.known(old).url_id))
    (article,) = rows(home, "select url from articles")
    assert article["url"] == SITE.address(0)
    assert {row["state"] for row in rows(home, "select state from urls")} == {"held"}


def shown_on_twin(crawling: Run, **fields: object) -> Visit:
    """Return the visit of an article on its host with www."""
    visit = crawling.article(0, **fields)
    twin = crawling.known(TWIN)
    assert visit.article
    return replace(visit, url_id=twin.url_id, article=replace(visit.article, url=twin.url))


@pytest.mark.parametrize("later", [{}, {"title": "另一个标题", "body": "改写过的正文，只有一句。"}])
def test_with_and_without_www_an_article_is_one_whatever_becomes_of_it(
    home: Home, later: dict[str, object]
) -> None:
    with run(home, at=MONDAY) as crawling:
        crawling.archivist.add(crawling.article(0))
        crawling.archivist.add(shown_on_twin(crawling))
    for days in (1, 2):
        with run(home, at=MONDAY + timedelta(days=days)) as crawling:
            crawling.archivist.add(shown_on_twin(crawling, **later))
            crawling.archivist.add(crawling.article(0, **later))
    (article,) = rows(home, "select url, version, title from articles")
    assert (article["url"], article["version"]) == (SITE.address(0), 2 if later else 1)
    with closing(open_archive(home)) as db:
        assert find_article(db, TWIN) == find_article(db, SITE.address(0))


@pytest.mark.parametrize(
    ("title", "body", "other"),
    [
        ("公告", "青石桥本周日起封闭施工，请绕行东街。", "河灯亮了一夜，桥上站满了孩子。"),
        ("资料下载", "详见附件。", "详见附件。"),
    ],
    ids=["one title", "one brief text"],
)
def test_what_many_pages_say_makes_no_two_articles_one(
    home: Home, title: str, body: str, other: str
) -> None:
    with run(home) as crawling:
        crawling.archivist.add(crawling.article(0, title=title, body=body))
        its = title if other != body else "志愿者招募"
        crawling.archivist.add(shown_on_twin(crawling, title=its, body=other))
    assert len(rows(home, "select id from articles")) == 2


def test_an_article_that_was_corrected_between_its_two_addresses_is_one(home: Home) -> None:
    with run(home) as crawling:
        crawling.archivist.add(crawling.article(0))
        text = SITE.article(SITE.address(0)).body
        crawling.archivist.add(shown_on_twin(crawling, body=f"{text}\n（本文有更正）"))
    (article,) = rows(home, "select version from articles")
    assert article["version"] == 2


def test_not_modified_on_the_host_with_www_tells_of_the_article(home: Home) -> None:
    later = MONDAY + timedelta(days=200)
    with run(home, at=MONDAY) as crawling:
        crawling.archivist.add(crawling.article(0))
        crawling.archivist.add(shown_on_twin(crawling))
    with run(home, at=later) as crawling:
        visit = shown_on_twin(crawling)
        same = replace(visit, article=None, outcome="not_modified", sha256=None, exchanges=())
        crawling.archivist.add(same)
    (article,) = rows(home, "select last_seen_at from articles")
    assert article["last_seen_at"] == stamp(later)
    (twin,) = rows(home, "select next_check_at from urls where url like '%//www.%'")
    assert twin["next_check_at"] == stamp(later + timedelta(days=180))


def test_another_article_on_the_host_with_www_is_another_article(home: Home) -> None:
    with run(home) as crawling:
        crawling.archivist.add(crawling.article(0))
        crawling.archivist.add(shown_on_twin(crawling, title="河灯", body="河灯亮了一夜。"))
    assert len(rows(home, "select id from articles")) == 2


def test_an_article_whose_address_leads_to_another_one_is_gone(home: Home) -> None:
    crawl(home, Site(articles=2))
    with run(home) as crawling:
        other = crawling.article(1)
        moved = replace(other, url_id=crawling.known(SITE.address(0)).url_id, sha256="0" * 64)
        crawling.archivist.add(moved)
    (version,) = rows(home, "select * from versions where article_id = 1")
    (told,) = rows(home, "select what, reason from observations where reason is not null")
    assert told == {
        "what": "soft 404",
        "reason": f"soft 404: redirected to {SITE.address(1)}, another article",
    }
    assert version["change"] == "first"


def test_the_spelling_that_was_fetched_is_kept(home: Home) -> None:
    with run(home) as crawling:
        leased = crawling.known("http://yun.example/a/0.html")
        url = "https://yun.example/a/0.html"
        article = replace(SITE.article(SITE.address(0)), url=url)
        crawling.archivist.add(replace(answer(leased, b"0"), article=article))
    assert [row["url"] for row in rows(home, "select url from articles")] == [url]


def test_what_cannot_be_stored_is_replaced_and_noted(home: Home) -> None:
    with run(home) as crawling:
        crawling.archivist.add(crawling.article(title="标\0题", body="正\ud800文\0完", author="\0"))
    (article,) = rows(home, "select title, body, chars, repairs from articles")
    assert (article["title"], article["body"], article["chars"]) == (
        "标\ufffd题",
        "正\ufffd文\ufffd完",
        5,
    )
    assert article["repairs"].count("unstorable") == 2


def test_a_visit_that_no_table_takes_holds_up_no_other(home: Home) -> None:
    with run(home) as crawling:
        crawling.archivist.add(crawling.article(0, title=""))
        crawling.archivist.add(crawling.article(1))
    assert [row["url"] for row in rows(home, "select url from articles")] == [SITE.address(1)]
    (capture,) = rows(home, "select * from captures where outcome = 'error'")
    assert "not storable" in capture["reason"]
    assert rows(home, "select errors, pages, articles_new from runs") == [
        {"errors": 1, "pages": 2, "articles_new": 1}
    ]
    assert list(verify(home)) == []


def test_of_a_reason_without_end_the_beginning_is_kept(home: Home) -> None:
    with run(home) as crawling:
        failure = answer(crawling.known(SITE.address(0)), b"0")
        why = f"leads to http://a.example/{'通知' * LONGEST_REASON}"
        crawling.archivist.add(replace(failure, outcome="error", reason=why))
    (capture,) = rows(home, "select reason from captures")
    assert capture["reason"] == why[:LONGEST_REASON]


def test_an_article_that_changes_within_a_batch_has_two_versions(home: Home) -> None:
    with run(home) as crawling:
        crawling.archivist.add(crawling.article(0))
        crawling.archivist.add(crawling.article(1))
        crawling.archivist.add(crawling.article(0, title="另一个标题"))
    versions = rows(home, "select article_id, version from versions order by article_id, version")
    assert [tuple(row.values()) for row in versions] == [(1, 1), (1, 2), (2, 1)]
    assert list(verify(home)) == []


def test_a_file_that_another_article_had_is_known_by_its_digest(home: Home) -> None:
    file = Attachment(url="http://yun.example/1.pdf", kind="pdf", title="附件")
    with run(home) as crawling:
        crawling.archivist.add(crawling.article(0, attachments=(file,)))
        crawling.archivist.add(answer(crawling.known(file.url), b"%PDF"))
        crawling.archivist.add(crawling.article(1, attachments=(file,)))
    held = rows(home, "select article_id, sha256 from attachments order by article_id")
    assert [row["article_id"] for row in held] == [1, 2]
    assert {row["sha256"] for row in held} == {sha256(b"%PDF").hexdigest()}


def test_a_file_that_moved_to_https_with_its_site_is_the_same_file(home: Home) -> None:
    for scheme in ("http", "https"):
        file = Attachment(url=f"{scheme}://yun.example/f/1.pdf", kind="pdf", title=scheme)
        with run(home) as crawling:
            crawling.archivist.add(crawling.article(source=scheme, attachments=(file,)))
    attached = rows(home, "select url, title from attachments")
    assert attached == [{"url": "http://yun.example/f/1.pdf", "title": "https"}]


def test_links_are_found_in_the_transaction_of_their_page(home: Home) -> None:
    with run(home) as crawling:
        leased = crawling.known("http://yun.example/l0.html", kind="list")
        visit = replace(answer(leased, b"l"), links=(Link(url="http://yun.example/n.html"),))
        crawling.archivist.add(visit)
        assert not rows(home, "select * from urls where url like '%/n.html'")
        crawling.archivist.flush()
        (link,) = rows(home, "select * from urls where url like '%/n.html'")
    assert (link["found_on"], link["discovered_by"]) == ("http://yun.example/l0.html", 1)


def test_a_list_that_did_not_change_shows_what_it_showed_when_it_was_read(home: Home) -> None:
    read = [
        ("all", ["1", "2", "3", "4"]),
        ("all", ["2", "3"]),
        ("other", ["3"]),
        ("all", None),  # 2 and 3, whatever another list shows
        ("other", ["2", "3"]),
        ("all", None),  # shows 1 and 4 no more
        ("other", []),  # and shows nothing any more
        ("other", None),
    ]
    for day, (path, shown) in enumerate(read):
        at = MONDAY + timedelta(days=day)
        with run(home, at=at) as crawling:
            leased = crawling.known(f"http://yun.example/{path}.html", kind="list")
            status = 304 if shown is None else 200
            visit = answer(leased, path.encode(), at=at, status=status)
            links = tuple(Link(url=f"http://yun.example/a/{name}.html") for name in shown or ())
            outcome: Outcome = "not_modified" if shown is None else "unchanged"
            crawling.archivist.add(replace(visit, outcome=outcome, links=links))
        if day == 3:
            assert _days(home) == {"1": 0, "2": 3, "3": 3, "4": 0}
    assert _days(home) == {"1": 0, "2": 5, "3": 5, "4": 0}


def _days(home: Home) -> dict[str, int]:
    """Return on which day of a test each article was listed last."""
    listed = rows(home, "select url, listed_at from urls where url like '%/a/%'")
    return {
        row["url"].rpartition("/")[2].removesuffix(".html"): (
            datetime.fromisoformat(row["listed_at"]) - MONDAY
        ).days
        for row in listed
    }


@pytest.mark.parametrize("is_list_first", [True, False])
def test_an_article_without_a_day_has_that_of_a_list_that_is_read_in_its_run(
    home: Home, is_list_first: bool
) -> None:
    with run(home, at=MONDAY) as crawling:
        visit = crawling.article(published_at=None, evidence={})
        page = crawling.known("http://yun.example/list.html", kind="list")
        links = (Link(url=SITE.address(0), date="2025-04-05"), Link(url=SITE.address(1)))
        seen = replace(answer(page, b"list", at=MONDAY), outcome="unchanged", links=links)
        for one in (seen, visit) if is_list_first else (visit, seen):
            crawling.archivist.add(one)
    (article,) = rows(home, "select * from articles")
    assert article["published_at"] == article["published_date"] == "2025-04-05"
    assert article["published_evidence"] == "list: 2025-04-05"
    versions = rows(home, "select change, published_at from article_versions")
    assert versions == [{"change": "first", "published_at": "2025-04-05"}]


def test_an_article_without_a_channel_has_that_of_the_list_that_leads_to_it_later(
    home: Home,
) -> None:
    with run(home, at=MONDAY) as crawling:
        crawling.archivist.add(crawling.article(0, channel=None))
        crawling.archivist.add(crawling.article(1, channel="专题"))
        page = crawling.known("http://yun.example/list.html", kind="list")
        links = tuple(Link(url=SITE.address(number), channel="要闻") for number in (0, 1))
        crawling.archivist.add(replace(answer(page, b"list", at=MONDAY), links=links))
    told = rows(home, "select channel, version from articles order by url_id")
    assert told == [{"channel": "要闻", "version": 1}, {"channel": "专题", "version": 1}]


def test_a_day_that_a_list_says_is_that_of_all_addresses_of_an_article(home: Home) -> None:
    with run(home, at=MONDAY) as crawling:
        undated = {"published_at": None, "evidence": {}}
        page = crawling.known("http://yun.example/list.html", kind="list")
        links = (Link(url=SITE.address(0), date="2025-04-05"),)
        crawling.archivist.add(replace(answer(page, b"list", at=MONDAY), links=links))
        crawling.archivist.add(crawling.article(0, **undated))
    with run(home, at=MONDAY + timedelta(days=1)) as crawling:
        crawling.archivist.add(shown_on_twin(crawling, **undated))
    (article,) = rows(home, "select published_date, version, published_evidence from articles")
    assert list(article.values()) == ["2025-04-05", 1, "list: 2025-04-05"]


def test_an_article_is_withdrawn_when_it_is_gone_from_all_its_addresses(home: Home) -> None:
    def state(day: int, *, own: Outcome, twin: Outcome) -> object:
        with run(home, at=MONDAY + timedelta(days=day)) as crawling:
            visits = [(crawling.article(0), own), (shown_on_twin(crawling), twin)]
            for visit, outcome in visits if own == "new" else visits[::-1]:
                bare = replace(visit, article=None, outcome=outcome, sha256=None, exchanges=())
                crawling.archivist.add(visit if outcome == "new" else bare)
        (article,) = rows(home, "select state from articles")
        return article["state"]

    assert state(0, own="new", twin="new") == "live"
    assert {state(day, own="gone", twin="not_modified") for day in range(1, 12)} == {"live"}
    assert [state(day, own="gone", twin="gone") for day in (12, 13)][-1] == "withdrawn"
    assert state(14, own="gone", twin="not_modified") == "live"


def test_a_day_that_a_list_says_of_another_address_stays(home: Home) -> None:
    undated = {"published_at": None, "evidence": {}}
    on_list = {"published_at": date(2025, 4, 5), "evidence": {}}
    for days in range(3):
        with run(home, at=MONDAY + timedelta(days=days)) as crawling:
            crawling.archivist.add(crawling.article(0, **undated))
            crawling.known(TWIN, date="2025-04-05")
            crawling.archivist.add(shown_on_twin(crawling, **on_list))
    with closing(open_archive(home)) as db:
        undated_page = replace(SITE.article(SITE.address(0)), **undated)
        reread(db, home, lambda stored: undated_page, now=MONDAY)
    assert [row["published_at"] for row in rows(home, "select * from versions")] == [
        None, "2025-04-05"
    ]  # fmt: skip


def test_bytes_are_on_the_disk_before_anything_names_them(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    happened: list[str] = []
    sync, write = os.fsync, os.pwrite
    monkeypatch.setattr(os, "fsync", lambda fd: (happened.append("sync"), sync(fd))[1])
    monkeypatch.setattr(os, "pwrite", lambda *a: (happened.append("write"), write(*a))[1])
    with run(home) as crawling:
        happened.clear()
        crawling.db.conn.set_trace_callback(
            lambda sql: None if sql.startswith("--") or "pragma" in sql else happened.append(sql)
        )
        crawling.archivist.add(crawling.article())
        crawling.archivist.flush()
        crawling.db.conn.set_trace_callback(None)
    saved = next(i for i, what in enumerate(happened) if what.startswith("insert into captures"))
    begun = max(i for i, what in enumerate(happened[:saved]) if what == "begin immediate")
    assert "write" not in happened[begun:saved]
    assert happened[begun - 1] == "sync"
    assert happened[saved:].count("commit") == 1


def test_a_batch_is_due_after_five_seconds_or_a_hundred_visits(home: Home) -> None:
    big = Site(articles=150)
    with run(home, site=big) as crawling:
        now = datetime.now(UTC)
        crawling.archivist._clock = lambda: now
        assert not crawling.archivist.due()
        crawling.archivist.add(crawling.article(0))
        now += timedelta(seconds=4.9)
        assert not crawling.archivist.due()
        now += timedelta(seconds=0.1)
        assert crawling.archivist.due()
        for number in range(1, 100):
            crawling.archivist.add(crawling.article(number))
        assert not crawling.archivist.due()
        assert crawling.archivist.counts.articles_new == 100


def test_a_full_file_is_followed_by_another(home: Home) -> None:
    with run(home) as crawling:
        crawling.archivist._warc.rotate_at = 2000
        for number in range(6):
            crawling.archivist.add(crawling.article(number))
            crawling.archivist.flush()
    names = sorted(path.name for path in home.warc.iterdir())
    assert names[:2] == ["yun-000001-0001.warc.gz", "yun-000001-0002.warc.gz"]
    assert len(rows(home, "select * from warc_files")) == len(names) > 2
    assert list(verify(home)) == []


def test_reprints_of_two_sites_share_a_story(home: Home) -> None:
    for name in ("yun", "chuan"):
        site = Site(articles=3, id=name)
        crawl(home, site)
    stories = rows(home, "select count(*) as n from articles group by story_id")
    assert [row["n"] for row in stories] == [2, 2, 2]


def test_validators_are_those_of_a_whole_answer(home: Home) -> None:
    future = "Wed, 01 Jan 2098 00:00:00 GMT"
    with run(home) as crawling:
        whole = crawling.article(0)
        cut = crawling.article(1)
        cut = replace(cut, exchanges=(replace(cut.exchanges[0], truncated="length"),))
        crawling.archivist.add(replace(whole, last_modified="Mon, 02 Mar 2020 08:00:00 GMT"))
        crawling.archivist.add(cut)
        crawling.archivist.add(replace(crawling.article(2), last_modified=future))
    found = rows(home, "select etag, last_modified from urls order by id")
    assert [tuple(row.values()) for row in found] == [
        ('"1"', "Mon, 02 Mar 2020 08:00:00 GMT"), (None, None), ('"1"', None),
    ]  # fmt: skip


OLD = "Tue, 01 Jan 2019 00:00:00 GMT"


@pytest.mark.parametrize(("etag", "known"), [('"1"', '"1"'), (None, OLD)])
@pytest.mark.parametrize("bodies", [(b"1", b"2"), (b"1", b"1")], ids=["other bytes", "the same"])
def test_a_tag_or_date_that_lists_share_whatever_they_show_is_the_server_s(
    home: Home, bodies: tuple[bytes, ...], etag: str | None, known: str
) -> None:
    constant = {known} if len(set(bodies)) > 1 else set()
    with run(home) as crawling:
        for number, body in enumerate(bodies):
            leased = crawling.known(f"http://yun.example/{number}/", kind="list")
            visit = replace(answer(leased, body), etag=etag, last_modified=OLD)
            crawling.archivist.add(visit)
        crawling.archivist.flush()
        assert constant_validators(crawling.db, "yun", crawling.run_id, surely=False) == constant
        crawling.known("http://yun.example/0/", kind="list")  # taken again, and not yet read
        assert constant_validators(crawling.db, "yun", crawling.run_id, surely=False) == constant


@pytest.mark.parametrize(("published", "is_sure"), [("2018-12-30", False), ("2019-03-01", True)])
def test_a_date_that_lists_share_is_surely_not_theirs_if_later_articles_are_listed(
    home: Home, published: str, is_sure: bool
) -> None:
    with run(home) as crawling:
        published_at = datetime.fromisoformat(f"{published}T09:30:00+08:00")
        article = crawling.article(published_at=published_at)
        crawling.archivist.add(article)
        for number in range(2):
            leased = crawling.known(f"http://yun.example/{number}/", kind="list")
            visit = replace(answer(leased, b"%d" % number), links=(Link(url=SITE.address(0)),))
            crawling.archivist.add(replace(visit, etag=None, last_modified=OLD))
        crawling.archivist.flush()
        constant = constant_validators(crawling.db, "yun", crawling.run_id, surely=True)
        assert constant == ({OLD} if is_sure else set())


@pytest.mark.parametrize(("seconds", "is_kept"), [(0, False), (30, False), (3600, True)])
def test_the_time_of_the_answer_is_no_date_of_a_change(
    home: Home, seconds: int, is_kept: bool
) -> None:
    told = format_datetime(MONDAY - timedelta(seconds=seconds), usegmt=True)
    with run(home, at=MONDAY) as crawling:
        crawling.archivist.add(replace(crawling.article(), last_modified=told))
    assert rows(home, "select last_modified from urls") == [
        {"last_modified": told if is_kept else None}
    ]


def test_dates_may_be_unknown(home: Home) -> None:
    with run(home) as crawling:
        crawling.archivist.add(crawling.article(published_at=None, evidence={}))
    (article,) = rows(home, "select published_at, published_date, published_evidence from articles")
    assert set(article.values()) == {None}
    with run(home) as crawling:
        crawling.archivist.add(crawling.article(published_at=date(2025, 2, 1)))
    assert [row["change"] for row in rows(home, "select change from versions")][1] == "editorial"


def test_better_rules_and_a_change_of_the_site_are_told_apart(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The title is what better rules make of the old page too; the source is the site's doing."""
    with run(home) as crawling:
        crawling.archivist.add(crawling.article())
    monkeypatch.setattr(rules, "rules_version", lambda: "better")
    old = SITE.article(SITE.address(0))
    with run(home, reader=lambda stored: replace(old, title="读得更好的标题")) as crawling:
        crawling.archivist.add(crawling.article(title="读得更好的标题", source="云川晚报"))
    versions = rows(home, "select change, title, source from article_versions order by version")
    assert [tuple(version.values()) for version in versions] == [
        ("first", old.title, "云川日报"),
        ("reread", "读得更好的标题", "云川日报"),
        ("substantive", "读得更好的标题", "云川晚报"),
    ]
    assert list(verify(home)) == []
