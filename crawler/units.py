"""The units of which no address is known: listed as such, never guessed, never crawled.

Old lists of links name domains of some; those are dead or in other hands, so nobody follows them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """An office whose site is to be found; ``site_title`` is what its site is or was called."""

    id: str
    region: str
    region_code: str  # GB/T 2260; 660000 is customary for the Corps
    site_title: str | None = None
    legacy: str | None = None  # domain seen only in old lists of links

    @property
    def missing(self) -> str:
        """What is missing, in words."""
        if self.legacy:
            return f"address; {self.legacy} is seen only in old lists of links and not followed"
        return "address" if self.site_title else "address and name of the site"


UNITS = (
    Unit("shanxi", "山西省", "140000", "山西文明网", "sxwm.sxgov.cn"),
    Unit("neimenggu", "内蒙古自治区", "150000"),
    Unit("liaoning", "辽宁省", "210000"),
    Unit("jilin", "吉林省", "220000", "吉林文明网", "www.jljswm.gov.cn"),
    Unit("hunan", "湖南省", "430000", "湖南文明网"),
    Unit("guangxi", "广西壮族自治区", "450000", "广西文明网"),
    Unit("hainan", "海南省", "460000", "海南精神文明网", "www.wmstc.cn"),
    Unit("yunnan", "云南省", "530000", "云南文明网", "www.ynwmw.com"),
    Unit("xizang", "西藏自治区", "540000"),
    Unit("shaanxi", "陕西省", "610000"),
    Unit("gansu", "甘肃省", "620000", "甘肃文明网", "www.godppgs.gov.cn"),
    Unit("qinghai", "青海省", "630000"),
    Unit("xinjiang", "新疆维吾尔自治区", "650000"),
    Unit("bingtuan", "新疆生产建设兵团", "660000"),
)

LEGACY_DOMAINS = frozenset(
    {
        "www.hbjswm.gov.cn", "sxwm.sxgov.cn", "www.jljswm.gov.cn", "www.hljwmw.cn",
        "www.wmsh.gov.cn", "wm.eastday.com", "www.ahwenming.com", "www.civilness.com",
        "www.jxwm.gov.cn", "www.wmstc.cn", "www.scwmw.gov.cn", "jswm.newssc.org",
        "www.ynwmw.com", "www.godppgs.gov.cn", "www.nxwmw.com",
    }
)  # fmt: skip
"""Domains of old lists of links: dead, or taken over by somebody else. No site may name one."""
