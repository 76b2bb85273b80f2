"""What is tried of a site, how often, and what is read again."""

from dataclasses import replace
from datetime import date

from crawler.lists.listpage import ListPage
from crawler.unknown.candidates import MOST_WASTED_AT_FIRST
from crawler.unknown.explorer import MOST_PIECES, MOST_SCRIPTS, Explorer
from storage.standing import Standing
from storage.values.urlkey import url_key
from storage.values.visit import Link

HOME = "http://a.example/"


def links(*paths: str) -> tuple[Link, ...]:
    return tuple(Link(url=f"http://a.example{path}", title=path) for path in paths)


def explorer(today: date = date(2025, 4, 20)) -> Explorer:
    known: dict[str, Standing] = {}
    return Explorer(lambda urls: known, today=today)


def tried(explorer: Explorer) -> list[str]:
    return [link.url.removeprefix("http://a.example") for link in explorer.candidates()]


def test_doubtful_pages_are_tried_as_long_as_they_turn_out_to_be_something() -> None:
    site = Explorer(lambda urls: {}, [(HOME, "list")])
    site.sort(ListPage(doubtful=links("/a/x.html", "/b/x.html", "/c/x.html", "/d/x.html")), HOME)
    assert tried(site) == ["/a/x.html"]
    site.learn("http://a.example/a/x.html", "list")
    assert tried(site) == ["/b/x.html", "/c/x.html"]
    site.learn("http://a.example/c/x.html", "list")
    site.learn("http://a.example/b/x.html", "neither")
    assert tried(site) == []


def test_the_first_run_tries_some_doubtful_pages_in_vain() -> None:
    site = explorer()
    pages = ("/a.html", "/b.html", "/c.html", "/d.html", "/e.html", "/f.html")
    site.sort(ListPage(doubtful=links(*pages)), HOME)
    for path in pages[:MOST_WASTED_AT_FIRST]:
        assert tried(site) == [path]
        site.learn(f"http://a.example{path}", "neither")
    assert tried(site) == []


def test_the_first_run_tries_fewer_where_promising_ones_were_vain() -> None:
    site = explorer()
    pages = [f"/a/{letter}.html" for letter in "abcdef"]
    site.sort(ListPage(unsure=links(*pages), doubtful=links("/b/a.html", "/b/b.html")), HOME)
    for path in tried(site):
        site.learn(f"http://a.example{path}", "neither")
    assert tried(site) == ["/b/a.html"]
    site.learn("http://a.example/b/a.html", "neither")
    assert tried(site) == []


def test_of_doubtful_forms_the_commonest_is_tried_first() -> None:
    site = explorer()
    site.sort(ListPage(doubtful=links("/map.html", "/story/1.html", "/story/2.html")), HOME)
    assert tried(site) == ["/story/1.html"]


def test_headlines_come_first_and_then_each_folder_has_its_turn() -> None:
    site = explorer()
    menu = [f"/us/{name}.html" for name in ("aa", "ab", "ac", "ad", "ae", "af", "ag")]
    lists = ["/news/yw.html", "/news/dt.html"]
    site.sort(ListPage(unsure=links(*menu, *lists, *(f"/show/{n}.html" for n in range(3)))), HOME)
    first = tried(site)
    assert first[:4] == ["/show/0.html", "/us/aa.html", "/news/yw.html", "/us/ab.html"]
    assert "/news/dt.html" in first


def test_new_channels_at_the_side_of_a_page_are_news() -> None:
    site = explorer()
    side = (Link(url=f"{HOME}bdxw.htm", title="本地新闻"), *links("/jgzn.htm"))
    assert site.has_news(ListPage(doubtful=side))
    assert not site.has_news(ListPage(doubtful=side[1:]))
    site.sort(ListPage(doubtful=side), HOME)
    assert not site.has_news(ListPage(doubtful=side))


def test_what_is_called_as_channels_are_comes_before_the_rest_of_a_menu() -> None:
    site = explorer()
    names = ("组织机构", "市民手册", "文明颂歌", "文明播报", "青苗课堂", "志愿风采")
    menu = tuple(
        Link(url=f"{HOME}{n}.html", title=name) for n, name in zip("abcdef", names, strict=True)
    )
    site.sort(ListPage(unsure=menu), HOME)
    assert tried(site) == ["/d.html", "/f.html", "/b.html", "/c.html", "/e.html", "/a.html"]


def test_folders_where_all_was_vain_come_last() -> None:
    site = explorer()
    site.sort(ListPage(unsure=links("/us/aa.html", "/us/ab.html")), HOME)
    for path in tried(site):
        site.learn(f"http://a.example{path}", "neither")
    site.sort(ListPage(unsure=links("/us/ac.html", "/news/yw.html")), HOME)
    assert tried(site) == ["/news/yw.html", "/us/ac.html"]


def test_what_an_earlier_run_knew_is_no_news() -> None:
    known: dict[str, Standing] = {url_key(f"{HOME}yw.html"): Standing("list", "held")}
    site = Explorer(lambda urls: known)
    assert not site.has_news(ListPage(unsure=links("/yw.html")))
    assert site.has_news(ListPage(unsure=links("/yw.html", "/dt.html")))


def test_what_is_doubtful_here_and_promising_there_is_promising() -> None:
    site = explorer()
    site.sort(ListPage(doubtful=links("/a/x.html", "/b/x.html")), HOME)
    site.sort(ListPage(unsure=links("/b/x.html")), HOME)
    assert tried(site) == ["/b/x.html"]


def test_a_day_in_a_list_is_worth_one_trial_more_of_a_form() -> None:
    site = explorer()
    site.sort(ListPage(unsure=links("/show?id=1")), HOME)
    assert tried(site) == ["/show?id=1"]
    site.learn("http://a.example/show?id=1", "neither")
    for number in (2, 3):
        dated = tuple(replace(link, date="2025-08-01") for link in links(f"/show?id={number}"))
        site.sort(ListPage(unsure=dated), HOME)
    assert tried(site) == ["/show?id=2"]
    site.learn("http://a.example/show?id=2", "article")
    assert tried(site) == ["/show?id=3"]


def test_of_two_links_the_one_with_a_day_is_tried() -> None:
    site = explorer()
    (link,) = links("/show?id=1")
    site.sort(ListPage(unsure=(link,)), HOME)
    site.sort(ListPage(unsure=(replace(link, date="2025-08-01"),)), HOME)
    assert [candidate.date for candidate in site.candidates()] == ["2025-08-01"]


def test_a_candidate_is_known_with_the_page_that_leads_to_it() -> None:
    site = explorer()
    site.sort(ListPage(unsure=links("/b/x.html")), HOME)
    assert [site.pool.page_of(link.url) for link in site.candidates()] == [HOME]


def test_feeds_are_read_in_every_run_but_not_every_part_of_a_large_sitemap() -> None:
    maps = tuple(Link(url=f"http://a.example/map-{n}.xml", kind="list") for n in range(9))
    again = [link.again for link in explorer().sort(ListPage(feeds=maps), HOME).lists]
    assert again == [True] * 3 + [False] * 3 + [True] * 3


def test_the_list_of_a_month_that_is_over_is_read_once() -> None:
    months = (
        "/2025/04/",
        "/2025/03/",
        "/html/2025-04/20/node_2.htm",
        "/html/2025-04/01/node_2.htm",
        "/?m=202504",
        "/?m=202503",
    )
    page = ListPage(
        lists=tuple(Link(url=f"http://a.example{path}", kind="list") for path in months)
    )
    assert [link.again for link in explorer().sort(page, HOME).lists] == [True, False] * 3


def test_the_list_of_a_year_before_the_last_is_read_once() -> None:
    years = {
        "/gg/2025/": ("2025年", True),
        "/gg/2024/": ("2024年", True),
        "/gg/2023/": ("2023年", False),
        "/list?cid=3&y=2022": ("2022", False),
        "/zt/2022/": ("2022文明创建", True),
        "/gg/9/": ("2022年", True),
    }
    page = ListPage(
        lists=tuple(
            Link(url=f"http://a.example{path}", kind="list", title=name)
            for path, (name, _) in years.items()
        )
    )
    again = [link.again for link in explorer().sort(page, HOME).lists]
    assert again == [is_due for _, is_due in years.values()]


def test_a_calendar_is_asked_for_its_newest_days_alone() -> None:
    days = {
        "/date-2025-04-19.html": ("19", True),
        "/date-2025-04-03.html": ("3", False),
        "/?date=20250418": ("18", False),
        "/day/2025/4/2/": ("02", False),
        "/month/2025/4/": ("4", True),
        "/date-2025-04-02.html": ("下一页", True),
    }
    page = ListPage(
        lists=tuple(
            Link(url=f"http://a.example{path}", kind="list", title=name)
            for path, (name, _) in days.items()
        )
    )
    again = [link.again for link in explorer().sort(page, HOME).lists]
    assert again == [is_due for _, is_due in days.values()]


def test_a_page_with_several_articles_of_a_known_form_is_a_list() -> None:
    site = explorer()
    site.learn("http://a.example/x/1.html", "article")
    page = ListPage(unsure=links("/x/2.html", "/x/3.html", "/x/4.html", "/y.html"))
    assert len(site.recognise(page).articles) == 3
    assert site.recognise(ListPage(unsure=links("/x/2.html"))).articles == ()


def test_the_index_that_a_folder_leads_to_is_another_page() -> None:
    site = explorer()
    site.spellings.note(f"{HOME}gz/", HOME)
    index = Link(url=f"{HOME}gz/home.html", kind="list")
    found = site.sort(ListPage(lists=(index,)), HOME)
    assert [link.url for link in found.lists] == [index.url]


def test_what_is_named_like_a_list_may_be_known_for_an_article() -> None:
    url = f"{HOME}show/3156"
    for kind in ("article", "list"):
        known = {url_key(url): Standing(kind, "held")}
        site = Explorer(lambda urls, known=known: known)
        assert site.shows_articles([Link(url=url, kind="list")]) == (kind == "article")


def test_pages_are_read_in_vain_as_long_as_none_is_an_article() -> None:
    site = explorer()
    site.learn(f"{HOME}a/1.html", "neither")
    site.learn(f"{HOME}b/1.html", "neither")
    assert site.in_vain() == 2
    site.learn(f"{HOME}c/1.html", "article")
    assert site.in_vain() == 0


def test_the_page_that_names_all_channels_is_tried_once_before_what_is_doubtful() -> None:
    site = explorer()
    site_map = Link(url="http://a.example/map.html", title="网站地图")
    doubtful = (*links("/story/1.html", "/story/2.html"), site_map)
    site.sort(ListPage(unsure=links("/a/x.html"), doubtful=doubtful), HOME)
    assert tried(site) == ["/a/x.html"]
    site.learn("http://a.example/a/x.html", "list")
    assert tried(site) == ["/map.html"]
    site.learn("http://a.example/map.html", "neither")
    assert tried(site) == ["/story/1.html"]


def test_scripts_are_few_unless_each_page_has_one_that_makes_its_list() -> None:
    site = explorer()
    scripts = links(*(f"/js/list_yw_{n}.js" for n in range(1, 8)), "/js/other.js")
    assert len(site.scripts(scripts[:6])) == MOST_SCRIPTS
    assert not site.scripts(scripts[6:])
    site.learn(scripts[0].url, "list")
    assert site.scripts(scripts[6:]) == [scripts[6]]


def test_a_home_page_may_load_a_piece_for_each_of_its_columns() -> None:
    site = explorer()
    pieces = links(*(f"/inc/{n}.html#part={HOME}" for n in range(MOST_PIECES + 1)))
    assert len(site.scripts(pieces)) == MOST_PIECES


def test_what_another_list_brought_does_not_hide_what_is_left_to_try() -> None:
    known: dict[str, Standing] = {}
    site = Explorer(lambda urls: known)
    site.sort(ListPage(unsure=links("/?p=1", "/?p=2"), doubtful=links("/?cat=1")), HOME)
    assert tried(site) == ["/?p=1"]
    site.learn("http://a.example/?p=1", "article")
    known[url_key("http://a.example/?p=2")] = Standing("article", "held")
    assert tried(site) == ["/?cat=1"]


def test_a_page_that_is_tried_has_the_channel_of_the_list_that_leads_to_it() -> None:
    site = explorer()
    (link,) = links("/go/1")
    site.sort(ListPage(unsure=(link,)), HOME)
    site.sort(ListPage(unsure=(replace(link, channel="要闻"),)), "http://a.example/yw/")
    assert tried(site) == ["/go/1"]
    assert site.pool.channel_of("http://a.example/go/1") == "要闻"


def test_what_shows_articles_before_they_are_known_as_such_is_a_list_nevertheless() -> None:
    known: dict[str, Standing] = {}
    site = Explorer(lambda urls: known)
    lists = links("/list.php?c=5", "/list.php?c=6")
    stories = tuple(
        Link(url=f"http://a.example/show.php?id={n}", title="青石镇志愿者清扫河道")
        for n in (1, 2, 3)
    )
    site.sort(ListPage(unsure=(*lists, *stories)), HOME)
    assert tried(site) == ["/show.php?id=1", "/list.php?c=5"]
    below = links("/list.php?c=5&day=7")
    site.note_nothing(ListPage(unsure=stories, doubtful=below), lists[0].url)
    site.learn(lists[0].url, "neither")
    assert site.overlooked() == []
    site.learn(stories[0].url, "article")
    known[url_key(stories[0].url)] = Standing("article", "held")
    assert tried(site) == ["/show.php?id=2", "/show.php?id=3"]
    known |= {url_key(story.url): Standing("article", "held") for story in stories}
    assert tried(site) == ["/list.php?c=6"]
    known[url_key(lists[1].url)] = Standing("list", "held")
    assert tried(site) == ["/list.php?c=5&day=7"]
    assert site.overlooked() == ["http://a.example/list.php?c=5"]


def test_what_has_the_address_of_an_article_is_no_list_of_those_before_and_after_it() -> None:
    site = explorer()
    before, own, after = (f"http://a.example/show.php?id={n}" for n in (1, 2, 3))
    beside = tuple(Link(url=url, title="青石镇志愿者清扫河道") for url in (before, after))
    site.note_nothing(ListPage(unsure=beside), own)
    site.learn(own, "neither")
    site.learn(before, "article")
    assert site.overlooked() == []


def test_a_new_channel_may_show_one_article_that_its_home_page_shows() -> None:
    site = explorer()
    story = Link(url="http://a.example/v/1.html", title="青石镇志愿者清扫河道")
    site.note_nothing(ListPage(unsure=(story,)), "http://a.example/yw/")
    assert site.overlooked() == []
    site.learn(story.url, "article")
    assert site.overlooked() == ["http://a.example/yw/"]


def test_a_page_that_names_a_feed_of_its_own_has_news() -> None:
    site = explorer()
    site.sort(ListPage(feeds=links("/feed.xml")), HOME)
    assert site.has_news(ListPage(feeds=links("/feed.xml", "/yw/feed.xml")))
    assert not site.has_news(ListPage(feeds=links("/feed.xml")))


def test_what_a_page_names_many_of_stands_among_names() -> None:
    site = explorer()
    site.sort(ListPage(unsure=links(*(f"/hr/{n}.html" for n in range(6)), "/about/1.html")), HOME)
    assert site.pool.is_among_names("http://a.example/hr/2.html")
    assert not site.pool.is_among_names("http://a.example/about/1.html")
