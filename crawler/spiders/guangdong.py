"""广东文明网, a station of 中国文明网."""

from crawler.listing import Channel
from crawler.unknown.spider import ExploringSpider


class GuangdongSpider(ExploringSpider):
    """Notices of the province also appear on 南方网, which is another site."""

    name = "guangdong"
    site_title = "广东文明网"
    region = "广东省"
    region_code = "440000"
    home_url = "https://gd.wenming.cn/"
    allowed_domains = ["gd.wenming.cn"]
    channels = [
        Channel(None, "https://gd.wenming.cn/announcement/"),
    ]
