"""A module of a spider that does not load is told, and keeps no other from it."""

import re
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.engine.loader import LoadableSpiders

SOUND = """
from article.layout import Layout
from crawler.listing import Channel, ListingSpider


class SoundSpider(ListingSpider):
    name = "{name}"
    site_title = "云川文明网"
    home_url = "http://yun.example/"
    {more}
"""


def load(
    folder: Path, monkeypatch: pytest.MonkeyPatch, site: str | None = None, **modules: str
) -> LoadableSpiders:
    package = folder / f"sites_{folder.name}"
    package.mkdir()
    for name, source in {"__init__": "", **modules}.items():
        (package / f"{name}.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    return LoadableSpiders(Settings({"SPIDER_MODULES": [package.name], "SITE": site}))


@pytest.mark.parametrize(
    ("source", "error", "line"),
    [
        ("import no_such_module\n", "No module named 'no_such_module'", 1),
        ("class Broken(:\n    pass\n", "invalid syntax", 1),
        ("\nraise ValueError('no')\n", "ValueError: no", 2),
        ("raise SystemExit(3)\n", "SystemExit: 3", 1),
        (SOUND.format(name="b", more="home_url = None"), "home_url begins with http://", 6),
        (SOUND.format(name="b", more="home_url = 'yun.example'"), "not 'yun.example'", 6),
        (SOUND.format(name="b", more="site_title = ''"), "site_title, the name of the site", 6),
        (SOUND.format(name="b", more="channels = ['http://yun.example/']"), "Channel(name", 6),
        (SOUND.format(name="b", more="channels = [Channel('要闻', '/yw/')]"), "not '/yw/'", 6),
        (SOUND.format(name="b", more="channels = (one for one in [])"), "a list or a tuple", 6),
        (SOUND.format(name="b", more="allowed_domains = ['http://yun.example']"), "hosts", 6),
        (SOUND.format(name="b", more="allowed_domains = 'yun.example'"), "a list or a tuple", 6),
        (SOUND.format(name="b", more="article_links = 'ul[wz a'"), "'ul[wz a' is no CSS", 6),
        (SOUND.format(name="b", more="layouts = [Layout(body='ul[wz')]"), "'ul[wz' is no CSS", 10),
        (SOUND.format(name="b", more="chanels = []"), "did you mean channels?", 6),
        (SOUND.format(name="b", more="article_link = 'a'"), "did you mean article_links?", 6),
    ],
)
def test_what_is_wrong_with_a_module_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, error: str, line: int
) -> None:
    loader = load(
        tmp_path, monkeypatch,
        a=SOUND.format(name="a", more=""), b=source, c=SOUND.format(name="c", more=""),
    )  # fmt: skip
    assert loader.list() == ["a", "c"]
    said = loader.why_not("b")
    assert said is not None
    assert said.startswith(f"sites_{tmp_path.name}.b does not load: ")
    assert error in said
    assert f"(b.py, line {line})" in said
    with pytest.raises(KeyError, match=re.escape(repr(said)[1:-1])):
        loader.load("b")
    assert loader.why_not("a") is None
    assert loader.why_not("d") is None


@pytest.mark.parametrize(
    ("site", "loaded"),
    [
        ("a", ["a"]),
        ("c", ["c"]),
        ("elsewhere", ["a", "c", "elsewhere"]),
        ("b", ["a", "c", "elsewhere"]),
    ],
)
def test_who_wants_one_spider_loads_no_other(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    site: str,
    loaded: list[str],
) -> None:
    sound = {name: SOUND.format(name=name, more="") for name in ("a", "c")}
    other = SOUND.format(name="elsewhere", more="")
    broken = "import no_such_module\n"
    loader = load(tmp_path, monkeypatch, site, **sound, b=broken, d=other)
    assert loader.list() == loaded
    assert len(caplog.records) == len(loader.broken) == int(len(loaded) > 1)


def test_every_spider_of_ours_loads() -> None:
    assert LoadableSpiders(Settings({"SPIDER_MODULES": ["crawler.spiders"]})).broken == {}
