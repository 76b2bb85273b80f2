"""The spiders of the sites: what they declare is what is known, and nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from crawler.catalogue import spider_loader, unknown_units
from crawler.listing import ListingSpider
from crawler.scope import is_within
from crawler.units import LEGACY_DOMAINS, UNITS
from tests.conftest import SHARED

LOADER = spider_loader()
NAMES = sorted(set(LOADER.list()) - {"demo"})
PAGES = Path(__file__).parents[1] / "pages"
# GB/T 2260, first level; 000000 and 660000 are customary for the national site and the Corps.
CODES = {
    "国家": "000000", "北京市": "110000", "天津市": "120000", "河北省": "130000",
    "山西省": "140000", "内蒙古自治区": "150000", "辽宁省": "210000", "吉林省": "220000",
    "黑龙江省": "230000", "上海市": "310000", "江苏省": "320000", "浙江省": "330000",
    "安徽省": "340000", "福建省": "350000", "江西省": "360000", "山东省": "370000",
    "河南省": "410000", "湖北省": "420000", "湖南省": "430000", "广东省": "440000",
    "广西壮族自治区": "450000", "海南省": "460000", "重庆市": "500000", "四川省": "510000",
    "贵州省": "520000", "云南省": "530000", "西藏自治区": "540000", "陕西省": "610000",
    "甘肃省": "620000", "青海省": "630000", "宁夏回族自治区": "640000",
    "新疆维吾尔自治区": "650000", "新疆生产建设兵团": "660000",
}  # fmt: skip


def spider(name: str) -> ListingSpider:
    return LOADER.load(name)()


def test_all_33_units_are_listed_once() -> None:
    known = {(spider(name).region, spider(name).region_code) for name in NAMES}
    unknown = {(unit.region, unit.region_code) for unit in UNITS}
    assert known | unknown >= set(CODES.items())
    assert not known & unknown
    assert len(UNITS) == len(unknown)


@pytest.mark.parametrize("name", NAMES)
def test_file_class_and_name_agree(name: str) -> None:
    kind = LOADER.load(name)
    assert kind.__module__ == f"crawler.spiders.{name}"
    assert kind.__name__ == f"{''.join(part.capitalize() for part in name.split('_'))}Spider"
    assert kind.name == name


@pytest.mark.parametrize("name", NAMES)
def test_a_site_is_one_short_module_whose_only_method_is_for_a_quirk(name: str) -> None:
    kind = LOADER.load(name)
    source = Path(__import__(kind.__module__, fromlist=["_"]).__file__).read_text("utf-8")
    assert len(source.splitlines()) < 45
    assert set(re.findall(r"\bdef (\w+)", source)) <= {"read"}


@pytest.mark.parametrize("name", NAMES)
def test_a_site_begins_on_its_own_hosts(name: str) -> None:
    site = spider(name)
    seeds = [seed.url for seed in site.seeds()]
    assert seeds
    assert is_within(site.home_url, site.allowed_domains)
    assert all(is_within(url, site.allowed_domains) for url in seeds)


@pytest.mark.parametrize("name", NAMES)
def test_a_site_never_follows_a_legacy_domain_nor_another_site(name: str) -> None:
    hosts = spider(name).hosts()
    others = {host for other in NAMES if other != name for host in spider(other).allowed_domains}
    strangers = [*LEGACY_DOMAINS, *others, "jxrb.jxwmw.cn", "mirror.example"]
    assert not [host for host in strangers if is_within(f"http://{host}/", hosts)]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("hb.wenming.cn", "hebei"),
        ("hub.wenming.cn", "hubei"),
        ("www.hbwmw.gov.cn", "hubei"),
        ("gz.wenming.cn", "guizhou"),
        ("gdgz.wenming.cn", None),
        ("jx.wenming.cn", None),
        ("sz.wenming.cn", None),
        ("wh.wenming.cn", None),
        ("hz.wenming.cn", None),
        ("sy.wenming.cn", None),
        ("wenming.cn", "national"),
    ],
)
def test_codes_of_hosts_that_mislead(host: str, name: str | None) -> None:
    owners = [other for other in NAMES if is_within(f"http://{host}/", spider(other).hosts())]
    assert owners == ([name] if name else [])


@pytest.mark.parametrize("name", NAMES)
def test_a_site_has_a_saved_page(name: str) -> None:
    assert list((PAGES / name).glob("*/page.html"))


@pytest.mark.parametrize("unit", unknown_units(), ids=lambda unit: unit["id"])
def test_a_unit_without_address_says_what_is_missing(unit: dict[str, Any]) -> None:
    assert unit["state"] == "unknown address"
    assert unit["note"].startswith("missing: address")
    assert unit["home_url"] is None


def facts() -> list[dict[str, Any]]:
    path = SHARED / "facts" / "sites.json"
    if not path.exists():
        pytest.skip("the facts of the sites are not here")
    return json.loads(path.read_text("utf-8"))["sites"]


def test_every_host_was_seen_and_none_is_guessed() -> None:
    """Units that the facts do not know may have been found since."""
    seen = {
        domain["domain"]: fact["region_code"]
        for fact in facts()
        for domain in fact["domains"]
        if domain["kind"] != "legacy"
    }
    sites = [spider(name) for name in NAMES]
    named = {
        host: site.region_code
        for site in sites
        for host in site.hosts()
        if site.region_code in seen.values()
    }
    assert named.items() <= seen.items()


def test_every_legacy_domain_of_the_facts_is_barred() -> None:
    legacy = {d["domain"] for fact in facts() for d in fact["domains"] if d["kind"] == "legacy"}
    assert legacy == LEGACY_DOMAINS


def test_every_list_was_seen() -> None:
    """Sites that the facts do not know may have been found since."""
    seen = " ".join(path for fact in facts() for path in fact["list_url_seen"] or ())
    known = [domain["domain"] for fact in facts() for domain in fact["domains"]]
    for name in NAMES:
        for channel in spider(name).channels:
            if not is_within(channel.url, known):
                continue
            path = re.sub(r"^https?://[^/]+", "", channel.url)
            assert path == "/" or path in seen, channel.url
