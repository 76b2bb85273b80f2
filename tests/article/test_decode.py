"""What encoding a page is in is tested, whatever it declares."""

import random

import pytest

from article.decode import decode
from article.errors import Undecodable

TEXT = "青岚市的志愿者走进社区，为老人理发、修伞、读报，一直忙到傍晚。他们说，这是我们的家。" * 3
TRADITIONAL = (
    "雲川市的志願者走進社區，為老人理髮、修傘、讀報，一直忙到傍晚。他們說，這是我們的家。" * 3
)


def page(charset: str | None, text: str = TEXT) -> str:
    meta = (
        f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        if charset
        else ""
    )
    return f"<html><head>{meta}<title>文明</title></head><body><p>{text}</p></body></html>"


CASES = [
    # meta, header, what the bytes are, what must be found
    ("utf-8", None, "utf-8", "utf-8"),
    ("gb2312", None, "gb18030", "gb18030"),
    ("gb2312", None, "utf-8", "utf-8"),
    ("utf-8", None, "gb18030", "gb18030"),
    (None, None, "gb18030", "gb18030"),
    (None, None, "utf-8", "utf-8"),
    ("gb2312", "utf-8", "gb18030", "gb18030"),
    ("utf-8", "gbk", "utf-8", "utf-8"),
    ("gbk", "ISO-8859-1", "gb18030", "gb18030"),
    (None, "x-unknown", "gb18030", "gb18030"),
    ("utf-8", None, "utf-8-sig", "utf-8"),
    ("gb2312", None, "utf-16", "utf-16-le"),
    (None, None, "utf-16-le", "utf-16-le"),
    (None, None, "utf-16-be", "utf-16-be"),
]


@pytest.mark.parametrize(("meta", "header", "real", "found"), CASES)
def test_the_true_encoding_is_found(
    meta: str | None, header: str | None, real: str, found: str
) -> None:
    text, charset = decode(page(meta).encode(real), header)
    assert TEXT in text
    assert (charset.used, charset.replaced) == (found, 0)


@pytest.mark.parametrize("declared", ["big5", "gbk", None])
def test_big5_is_told_from_gbk(declared: str | None) -> None:
    text, charset = decode(page(declared, TRADITIONAL).encode("big5"))
    assert TRADITIONAL in text
    assert charset.used == "big5hkscs"


def test_what_was_declared_is_kept_beside_what_was_true() -> None:
    charset = decode(page("gb2312").encode(), "GB2312")[1]
    assert (charset.declared, charset.used) == ("gb2312", "utf-8")


def test_a_character_cut_in_half_is_a_blemish_and_no_fault() -> None:
    html = page("utf-8").encode().replace("傍晚".encode(), "傍晚".encode()[:-1], 1)
    text, charset = decode(html)
    assert "青岚市的志愿者走进社区" in text
    assert 0 < charset.replaced <= 3


@pytest.mark.parametrize(
    "html",
    [random.Random(1).randbytes(10_000), b"\xff\xd8\xff\xe0" + b"\x00\x81\xff\xfe\xfd" * 500],
)
def test_what_is_no_text_is_said_to_be_none(html: bytes) -> None:
    with pytest.raises(Undecodable):
        decode(html, url="http://www.qinglan.example/1.jpg")


FOOTER = "<p>版权所有：云川县融媒体中心　未经许可不得转载</p>".encode("gb18030")


@pytest.mark.parametrize("header", [None, "utf-8", "gbk"])
@pytest.mark.parametrize("template", ["{page}{footer}", "{footer}{page}", "<b>{footer}</b>{page}"])
def test_a_part_in_another_encoding_is_read_in_that(header: str | None, template: str) -> None:
    page = (
        "<title>读书会</title><p>县图书馆的读书会，二十多人围坐在窗边，轮流念自己喜欢的段落。</p>"
    )
    parts = {"page": page, "footer": FOOTER.decode("gb18030")}
    html = template.format(**parts).encode().replace(parts["footer"].encode(), FOOTER)
    text, charset = decode(html, header)
    assert text == template.format(**parts)
    assert (charset.used, charset.replaced) == ("utf-8, gb18030", 0)


def test_rare_characters_of_gb18030_survive() -> None:
    assert "赵喆与𠮷田" in decode(page("gb2312", TEXT + "赵喆与𠮷田").encode("gb18030"))[0]


def test_a_short_gbk_word_that_passes_for_utf8_is_gbk() -> None:
    html = b'<meta charset="gb2312"><title>' + "联通".encode("gbk") + b"</title>"
    assert "联通" in decode(html)[0]


@pytest.mark.parametrize("declared", ["idna", "punycode", "undefined", "unicode_escape"])
def test_what_only_python_takes_for_a_charset_is_none(declared: str) -> None:
    html = page("gb2312", f"{TEXT}\\u6587").encode("gbk")
    text, charset = decode(html.replace(b"gb2312", declared.encode()), declared)
    assert f"{TEXT}\\u6587" in text
    assert charset.used == "gb18030"


@pytest.mark.parametrize("left", [1, 2])
def test_what_is_left_of_a_letter_where_a_page_breaks_off_is_no_other_letter(left: int) -> None:
    page = "<p>大家听得入神，茶水换了三遍".encode() + "。".encode()[:left]
    text, charset = decode(page)
    assert text == "<p>大家听得入神，茶水换了三遍\ufffd"
    assert charset.used == "utf-8"
