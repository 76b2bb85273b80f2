"""What the demo site says of itself."""

from collections import Counter

import pytest

from crawler.demo.articles import ARTICLES, CHANNELS, read_articles
from crawler.demo.mirror import damage


def test_about_sixty_articles_have_addresses_of_their_own() -> None:
    assert len(ARTICLES) == 61
    assert len({article.path for article in ARTICLES}) == 61


def test_a_third_of_the_articles_or_more_are_since_2025() -> None:
    assert sum(article.day >= "2025-01-01" for article in ARTICLES) >= 20


def test_articles_come_newest_first() -> None:
    days = [article.day for article in ARTICLES]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("word", ["文明", "志愿服务"])
def test_words_to_search_for_are_in_some_articles_and_not_in_others(word: str) -> None:
    found = sum(word in article.title + article.body for article in ARTICLES)
    assert 10 <= found <= 50


def test_every_channel_has_more_than_one_page_of_articles() -> None:
    counts = Counter(article.channel for article in ARTICLES)
    assert all(counts[channel.name] > 6 for channel in CHANNELS)


def test_reprints_share_a_story_and_notices_of_two_cities_do_not() -> None:
    stories = Counter(article.story for article in ARTICLES)
    assert sum(count > 1 for count in stories.values()) == 10
    assert stories["zyfw/zhaomu-qinglan"] == stories["wmcj/zhaomu-linxi"] == 1


def test_a_reprint_may_differ_in_punctuation_credit_and_length() -> None:
    by_name = {article.name: article for article in ARTICLES}
    original, reprint = by_name["zyfw/luminghe"], by_name["wmcj/hexiaoer"]
    assert original.body.startswith(reprint.body.removesuffix("（云川日报）"))
    original, reprint = by_name["wmcj/nongmao-shichang"], by_name["zyfw/gongpingcheng"]
    assert "，" in original.body
    assert "，" not in reprint.body
    assert reprint.body.endswith("(平湾日报)")


def test_pages_of_gb18030_hold_characters_that_gb2312_lacks() -> None:
    texts = "".join(a.title + a.body for a in ARTICLES if a.charset == "gb18030")
    for character in "镕喆㐀€":
        assert character in texts
        with pytest.raises(UnicodeEncodeError):
            character.encode("gb2312")


def test_a_credit_is_printed_at_the_end() -> None:
    credited = [article for article in ARTICLES if article.credit]
    assert len(credited) > 10
    assert all(article.body[:-1].endswith(article.credit or "") for article in credited)


def test_a_change_alters_one_article_and_withdraws_another() -> None:
    fates = [article.changed() for article in ARTICLES]
    assert fates.count(None) == 1
    altered = [
        (old, new) for old, new in zip(ARTICLES, fates, strict=True) if new not in (old, None)
    ]
    [(old, new)] = altered
    assert new is not None
    assert old.path == new.path
    assert old.title != new.title
    assert old.body != new.body


def test_an_article_of_pictures_has_no_text_but_captions() -> None:
    by_name = {article.name: article for article in ARTICLES}
    captioned, posters = by_name["ddmf/quanjiafu"], by_name["zyfw/haibao"]
    assert captioned.body == "\n".join(image.caption or "" for image in captioned.images)
    assert posters.body == ""
    assert len(posters.images) == 3


def test_a_variant_has_one_design_but_for_the_mirrored_page() -> None:
    layouts = Counter(article.layout for article in read_articles(layout="xinhua"))
    assert layouts == {"xinhua": 60, "mirror": 1}


def test_a_mirror_splices_readings_in_and_hits_bytes_that_straddle_characters() -> None:
    assert damage("振国，服务！") == "振國(guó)，服務(wù)！"
    assert damage("云川日报。") == "云川日?qǐng)?bào)。"
