"""四川文明网."""

from crawler.listing import Channel
from crawler.unknown.spider import ExploringSpider


class SichuanSpider(ExploringSpider):
    """``sc.wenming.cn`` was seen as a host of its pictures."""

    name = "sichuan"
    site_title = "四川文明网"
    region = "四川省"
    region_code = "510000"
    home_url = "https://www.scwmw.cn/"
    allowed_domains = ["www.scwmw.cn", "sc.wenming.cn"]
    channels = [
        Channel(None, "https://www.scwmw.cn/bydll/"),
    ]
