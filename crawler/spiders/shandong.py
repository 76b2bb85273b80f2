"""山东文明网, run by 大众网."""

from crawler.listing import Channel
from crawler.unknown.spider import ExploringSpider


class ShandongSpider(ExploringSpider):
    """Its lists are known, and lead to others."""

    name = "shandong"
    site_title = "山东文明网"
    region = "山东省"
    region_code = "370000"
    home_url = "http://sd.wenming.cn/"
    allowed_domains = ["sd.wenming.cn"]
    channels = [
        Channel(None, f"http://sd.wenming.cn{path}")
        for path in (
            "/index.shtml",
            "/sd_wmbb/index.shtml",
            "/xsd/sjyw/index.shtml",
            "/sd_zyfw/index.shtml",
            "/sd_wmcj/wmcs/index.shtml",
            "/yfys/sd_hbxs/index.shtml",
        )
    ]
