"""The number of the rules changes with whatever reads a site, and with nothing else."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from crawler import discovery
from crawler.lists.paging import nextpage, scripts
from crawler.rules import files, rules_of
from crawler.unknown import judging
from crawler.verdicts import outcome

SPIDER = """
from crawler.listing import ListingSpider

class YunSpider(ListingSpider):
    name = "yun"
    site_title = "云川文明网"
    home_url = "http://yun.example/"

    def read(self, response, leased):
        return super().read(response, leased)
"""


@pytest.fixture
def number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """Return the number of the rules of a spider whose module holds some code."""
    monkeypatch.syspath_prepend(tmp_path)

    def number(code: str) -> int:
        name = f"yun_spider_{len(list(tmp_path.glob('*.py')))}"
        (tmp_path / f"{name}.py").write_text(code)
        return rules_of(import_module(name).YunSpider())

    return number


@pytest.mark.parametrize(
    "changed",
    [
        SPIDER.replace("return super()", "response = response\n        return super()"),
        f'{SPIDER}\n    article_links = "ul a"\n',
    ],
)
def test_another_spider_reads_by_other_rules(number: Callable[[str], int], changed: str) -> None:
    assert number(SPIDER) == number(SPIDER)
    assert number(changed) != number(SPIDER)


def test_whatever_reads_lists_and_judges_pages_is_among_the_rules() -> None:
    modules = (discovery, nextpage, scripts, judging, outcome)
    assert {Path(module.__file__ or "") for module in modules} <= set(files())
