"""Search finds what a plain scan finds, whatever is typed."""

import time
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from saving import Shelf

from article.canonical import searchable
from storage.care.probe import SearchBroken, prove
from storage.database import Database
from storage.fulltext import pairs
from storage.home import Home
from storage.questions.choice import Choice, Filters, first_day, last_day
from storage.questions.pairs import is_indexed
from storage.questions.question import Word, parse
from storage.schema import migrate
from storage.search import count, find, search, tally

# Pieces that texts and questions are made of: what the index knows, drops and folds.
PIECES = [
    *"文明 志愿服务 新时代 中国 臺灣 台湾 的 一 2025 ３月 3月 A4 5G e-mail café ΑΒΓ αβγ".split(),
    *"Привет 𠮷野家 ㄅㄆ ｶﾅ ，。 “两山” 《论语》 50% ℃ ㎡ 5µm ① ½ 😀 👨‍👩‍👧 C++ #话题#".split(),
    *("-- * NEAR( ( ） OR 或 title:".split()),
    *('a"b', "e\u0301", "\u3000", "\n", " "),
]


@pytest.fixture
def shelf(home: Home) -> Shelf:
    return Shelf(home)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[str, str]]:
    return _texts(Random(5))


def _texts(random: Random) -> dict[int, tuple[str, str]]:
    return {
        id_: (
            "".join(random.choices(PIECES, k=3)).strip() or "题",
            "".join(random.choices(PIECES, k=random.randint(0, 30))),
        )
        for id_ in range(1, 301)
    }


@pytest.fixture(scope="module")
def db(mixed: dict[int, tuple[str, str]]) -> Database:
    made = Database(memory=True)
    migrate(made)
    _insert(made, mixed)
    return made


def _insert(db: Database, texts: dict[int, tuple[str, str]]) -> None:
    for id_, (title, body) in texts.items():
        db.execute(
            "insert into articles (id, url, url_id, site, title, body, chars, content_hash, "
            "first_seen_at, last_seen_at, last_changed_at, story_id) "
            "values (?, ?, ?, 'yun', ?, ?, ?, '', '', '', '', ?)",
            [id_, f"http://yun.example/{id_}", id_, title, body, len(body), id_],
        )


def _scan(texts: dict[int, tuple[str, str]], word: str) -> set[int]:
    forms = {word.lower(), searchable(word)}
    return {
        id_
        for id_, (title, body) in texts.items()
        if any(form in title.lower() or form in body.lower() for form in forms)
    }


def _pieces(texts: dict[int, tuple[str, str]], seed: int) -> list[str]:
    """Return pieces of 1 to 12 characters that can be typed between quotes."""
    random = Random(seed)
    pieces = []
    for length in [*range(1, 13)] * 15:
        text = random.choice([text for pair in texts.values() for text in pair if text])
        at = random.randrange(max(1, len(text) - length + 1))
        piece = text[at : at + length]
        if piece and not set(piece) & set('"“”＂ \n\u3000'):
            pieces.append(piece)
    return pieces


def test_words_of_any_length_are_found_as_by_a_plain_scan(
    db: Database, mixed: dict[int, tuple[str, str]]
) -> None:
    for piece, change in product(_pieces(mixed, 6), (str, str.upper)):
        typed = change(piece)
        assert set(find(db, parse(f'"{typed}"'))) == _scan(mixed, typed), repr(typed)


def test_the_index_follows_updates_deletes_and_rebuilding() -> None:
    texts = _texts(Random(7))
    db = Database(memory=True)
    migrate(db)
    _insert(db, texts)
    for id_, (title, body) in list(_texts(Random(8)).items())[:80]:
        texts[id_] = (title, body)
        db.execute(
            "update articles set title = ?, body = ?, chars = ? where id = ?",
            [title, body, len(body), id_],
        )
    for id_ in list(texts)[80:160]:
        del texts[id_]
        db.execute("delete from articles where id = ?", [id_])
    for command in (
        "'integrity-check', 1",
        "'rebuild', 0",
        "'optimize', 0",
        "'integrity-check', 1",
    ):
        db.execute(f"insert into articles_fts (articles_fts, rank) values ({command})")
        for piece in _pieces(texts, 9)[:60]:
            assert set(find(db, parse(f'"{piece}"'))) == _scan(texts, piece), repr(piece)


@given(
    st.text(
        st.sampled_from("文明志愿服务a1 -\"“”:：*()OR或|&^~'title\u3000\0\ud800😀"), max_size=24
    )
)
@settings(max_examples=300, deadline=None)
def test_no_question_is_an_error(db: Database, question: str) -> None:
    assert len(search(db, question, limit=None)) == count(db, question)


@pytest.mark.parametrize(
    ("sign", "found"),
    [("文明", 1), ("-文", 1), ("-，", 1), ("OR ，", 1), ("，", 0), ("文", 0)],
)
def test_a_question_may_have_many_words(shelf: Shelf, sign: str, found: int) -> None:
    shelf.add("文明" + "".join(f"文明{number}" for number in range(1100)))
    question = "文明 " + " ".join(f"{sign}{number}" for number in range(1100))
    for filters in ({}, {"unique": True}):
        assert len(search(shelf.db, question, **filters)) == found
        assert count(shelf.db, question, **filters) == found


@pytest.mark.parametrize("question", ["", " ", "\u3000", '""', "“ ”"])
def test_a_question_of_nothing_finds_nothing(db: Database, question: str) -> None:
    assert search(db, question) == []
    assert count(db, question) == 0


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("文明 志愿", [["文明"], ["志愿"]], []),
        ("文明　志愿", [["文明"], ["志愿"]], []),
        ("文明 AND 志愿 且 服务 & 中国", [["文明"], ["志愿"], ["服务"], ["中国"]], []),
        ("环保 雷锋 OR 志愿", [["环保"], ["雷锋", "志愿"]], []),
        ("甲 或 乙 | 丙", [["甲", "乙", "丙"]], []),
        ("文明 -石家庄 －唐山", [["文明"]], ["石家庄", "唐山"]),
        ('"文明 实践"', [["文明 实践"]], []),
        ("“文明实践”", [["文明实践"]], []),
        ("-文明", [["-文明"]], []),
        ("-", [["-"]], []),
        ("OR", [["OR"]], []),
        ("文明 OR", [["文明"], ["OR"]], []),
        ("或", [["或"]], []),
        ('a"b', [['a"b']], []),
        ('"文明', [['"文明']], []),
        ("NEAR(文明 实践)", [["NEAR(文明"], ["实践)"]], []),
        ("标题：", [["标题："]], []),
    ],
)
def test_what_is_typed_is_understood(
    question: str, wanted: list[list[str]], unwanted: list[str]
) -> None:
    asked = parse(question)
    typed = [[word.forms[0] for word in group] for group in asked.wanted]
    assert typed == [[word.lower() for word in group] for group in wanted]
    assert [word.forms[0] for word in asked.unwanted] == unwanted


@pytest.mark.parametrize("prefix", ["title:", "标题：", "標題:", "TITLE："])
def test_a_word_can_be_asked_of_the_title_alone(shelf: Shelf, prefix: str) -> None:
    one = shelf.add("正文里说家庭", "好家风")
    other = shelf.add("正文", "文明家庭")
    assert [row["id"] for row in search(shelf.db, f"{prefix}家庭")] == [other]
    assert [row["id"] for row in search(shelf.db, "正文：家庭")] == [one]


def test_words_may_stand_apart_in_title_and_body(shelf: Shelf) -> None:
    both = shelf.add("在广场举行", "志愿服务")
    shelf.add("在广场举行", "别的")
    assert [row["id"] for row in search(shelf.db, "志愿 广场")] == [both]


def test_phrases_alternatives_and_exclusions_meet(shelf: Shelf) -> None:
    one = shelf.add("文明实践在石家庄")
    two = shelf.add("文明实践在唐山！")
    three = shelf.add("志愿服务在唐山")
    ids = lambda question: {row["id"] for row in search(shelf.db, question)}  # noqa: E731
    assert ids('"文明实践" -石家庄') == {two}
    assert ids("石家庄 OR 志愿") == {one, three}
    assert ids("唐山 -唐山！") == {three}
    assert ids("唐山！ OR 志愿") == {two, three}
    assert ids("唐山！ -文明") == set()


@pytest.mark.parametrize(
    "typed", ["臺灣", "台湾", "２０２５", "ａ４", "A4", "a4", "文明 實踐", '"文明 實踐"']
)
def test_a_word_is_found_in_its_simplified_half_width_form(shelf: Shelf, typed: str) -> None:
    one = shelf.add("2025年，台湾同胞在A4纸上写下文明实践")
    assert [row["id"] for row in search(shelf.db, typed)] == [one]


def test_numerals_are_not_folded(shelf: Shelf) -> None:
    shelf.add("二十大")
    assert not search(shelf.db, "20大")


def test_the_newest_are_first_and_the_undated_last(shelf: Shelf) -> None:
    days = ["2024-05-01", None, "2025-01-01", "2025-01-01", "1999-12-31"]
    one, two, three, four, five = (shelf.add("文明" * n, day=day) for n, day in enumerate(days, 1))
    found = [row["id"] for row in search(shelf.db, "文明")]
    assert found == [four, three, one, five, two]
    assert [row["id"] for row in search(shelf.db, "文明", limit=2)] == found[:2]


def test_every_way_to_the_newest_gives_the_same(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {}
    for few, common in ((500, 20), (1, 1), (1, 10**9)):
        monkeypatch.setattr("storage.search._FEW", few)
        monkeypatch.setattr("storage.search._COMMON", common)
        for question in ("文明", "文明 -志愿", "的 OR 台湾", "文明 ，", "αβγ"):
            ids = list(find(db, parse(question), limit=50))
            assert expected.setdefault(question, ids) == ids
            assert count(db, question) == len(list(find(db, parse(question))))


def test_rank_puts_what_says_it_most_often_first(shelf: Shelf) -> None:
    shelf.add("文明是一句话里的一个词" + "别的话" * 30, day="2025-01-02")
    often = shelf.add("文明，文明，还是文明", day="2025-01-01")
    assert search(shelf.db, "文明", sort="rank")[0]["id"] == often
    with pytest.raises(ValueError, match="order"):
        search(shelf.db, "文明", sort="oldest")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"site": "hai"}, [3]),
        ({"site": ["hai", "shan"]}, [4, 3]),
        ({"region": "海宁省"}, [3]),
        ({"region": "海宁"}, [3]),
        ({"region": "970000"}, [4]),
        ({"source": "云川日报"}, [2]),
        ({"since": "2025-02"}, [4, 3]),
        ({"until": "2025-02"}, [3, 2, 1]),
        ({"since": "2025", "until": "2025-01-31"}, [2]),
        ({"since": "２０２５", "until": "２０２５-０１"}, [2]),
        ({"since": "２０２５．１", "until": "２０２５－０１／３１"}, [2]),
        ({"unique": True}, [2, 1]),
        ({"unique": True, "site": "hai"}, [3]),
        ({"unique": True, "since": "2025-02"}, [3]),
    ],
)
def test_filters_narrow(shelf: Shelf, filters: dict[str, Any], found: list[int]) -> None:
    story = (
        "文明实践的队伍从河边走到山上，又从山上回到村里，一路上捡拾垃圾，宣讲政策，探望老人。" * 2
    )
    shelf.add("文明：一件别的事情", day="2024-03-01")
    shelf.add(story, source="云川日报", day="2025-01-05")
    shelf.add(story + "（完）", site="hai", day="2025-02-01")
    shelf.add("本报讯" + story, site="shan", day="2025-03-01")
    for sort in ("newest", "rank"):
        rows = search(shelf.db, "文明", sort=sort, **filters)
        assert sorted(row["id"] for row in rows) == sorted(found)
    assert [row["id"] for row in search(shelf.db, "文明", **filters)] == found
    assert count(shelf.db, "文明", **filters) == len(found)


def test_a_day_that_is_none_is_refused(shelf: Shelf) -> None:
    with pytest.raises(ValueError, match="2025-08-01"):
        search(shelf.db, "文明", since="last week")


def test_what_is_suppressed_is_not_found(shelf: Shelf) -> None:
    kept, hidden = shelf.add("文明，留下"), shelf.add("文明，撤下")
    shelf.suppress(hidden)
    for question in ("文明", "，", "文明，"):
        assert [row["id"] for row in search(shelf.db, question)] == [kept]
        assert count(shelf.db, question) == 1
    assert tally(shelf.db, "文明", "site") == {"yun": 1}


def test_a_snippet_is_real_text_with_marks(shelf: Shelf) -> None:
    shelf.add("开" * 100 + "，志愿者在A4纸上\n写下志愿。" + "尾" * 100)
    (row,) = search(shelf.db, "志愿 a4", marks=("[", "]"))
    assert "[志愿]者在[A4]纸上 写下[志愿]。尾" in row["snippet"]
    assert row["snippet"].startswith("…开")
    assert row["snippet"].endswith("尾…")


def test_found_rows_tell_by_year_site_and_region(shelf: Shelf) -> None:
    shelf.add("文明", day="2024-01-01")
    shelf.add("文明吗", day="2025-01-01", site="hai")
    shelf.add("文明的", site="hai")
    assert tally(shelf.db, "文明", "year") == {"2024": 1, "2025": 1}
    assert tally(shelf.db, "文明", "region") == {"云川省": 1, "海宁省": 2}


def test_plain_sql_finds_a_word_of_two_characters(shelf: Shelf) -> None:
    one = shelf.add("讲文明，树新风")
    rows = shelf.db.execute("select rowid from articles_fts where articles_fts match '文明'")
    assert rows.fetchall() == [(one,)]


def test_every_character_that_the_index_is_trusted_with_is_in_it() -> None:
    db = Database(memory=True)
    db.execute("create virtual table t using fts5 (x, tokenize = 'unicode61 remove_diacritics 0')")
    db.execute("create virtual table terms using fts5vocab (t, 'instance')")
    trusted = [
        code
        for code in range(1, 0x323B0)
        if not 0xD800 <= code < 0xE000 and is_indexed(Word((chr(code),)))
    ]
    db.conn.executemany(
        "insert into t (rowid, x) values (?, ?)", [(code, chr(code)) for code in trusted]
    )
    terms = dict(db.execute("select doc, term from terms"))
    assert len(trusted) > 90_000
    assert terms.keys() == set(trusted)
    assert all(terms[code] == chr(code).lower() for code in trusted if len(chr(code).lower()) == 1)


def test_the_probe_notices_an_index_that_lags_behind(shelf: Shelf) -> None:
    prove(shelf.db)
    shelf.add("正文", "文明新风")
    prove(shelf.db)
    lagging = shelf.add("正文", "无人知晓")
    shelf.db.execute(
        "insert into articles_fts (articles_fts, rowid, title, body) "
        "select 'delete', id, title, body from articles_pairs where id = ?",
        [lagging],
    )
    with pytest.raises(SearchBroken, match="rebuild"):
        prove(shelf.db)


def _cut(text: str) -> str:
    db = Database(memory=True)
    migrate(db)
    db.execute(
        "insert into articles (url, url_id, site, title, body, chars, content_hash, first_seen_at, "
        "last_seen_at, last_changed_at) values ('', 0, '', '题', ?, ?, '', '', '', '')",
        [text, len(text)],
    )
    (cut,) = db.execute("select body from articles_pairs").fetchone()
    return cut or ""


@given(st.text(max_size=300) | st.text(alphabet="文明实践，。 1a\n", max_size=300))
def test_pairs_are_cut_as_the_view_cuts_them(text: str) -> None:
    assume("\0" not in text)
    assert pairs(text) == _cut(text)


@pytest.mark.parametrize("length", [8191, 8192, 8193, 8256, 16385])
def test_pairs_of_a_long_text_are_those_of_one_piece(length: int) -> None:
    text = "".join(chr(0x4E00 + at % 5003) for at in range(length))
    assert pairs(text) == _cut(text)


def test_sites_that_can_be_asked_for_once_narrow_the_earlier_prints_too(shelf: Shelf) -> None:
    story = (
        "文明实践的队伍从河边走到山上，又从山上回到村里，一路上捡拾垃圾，宣讲政策，探望老人。" * 2
    )
    first = shelf.add(story, day="2025-01-01")
    assert shelf.story(shelf.add(story, site="hai", day="2025-01-02")) == first
    sites = (site for site in ("yun", "hai"))
    assert list(find(shelf.db, parse("文明实践"), unique=True, site=sites)) == [first]


def test_a_text_without_end_is_cut_in_bounded_time() -> None:
    begun = time.thread_time()
    assert _cut("文明实践" * 50_000).count(" ") == 199_999
    assert time.thread_time() - begun < 5  # blocks of the whole text took eleven


def test_the_index_is_not_asked_anew_for_each_reprint() -> None:
    # It reads all that has a word of one character: a search of 7,000 articles took 20 s.
    chosen = Choice(parse("的"), Filters(unique=True))
    assert "articles_fts" not in chosen.conditions()


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2025年8月1日", "2025-08-01", "2025-08-01"),
        ("２０２５年８月", "2025-08-01", "2025-08-99"),
        ("2025年", "2025-01-01", "2025-99-99"),
        ("2025/8/1", "2025-08-01", "2025-08-01"),
        ("2025.8", "2025-08-01", "2025-08-99"),
    ],
)
def test_a_day_may_be_written_as_in_china(typed: str, first: str, last: str) -> None:
    assert (first_day(typed), last_day(typed)) == (first, last)
