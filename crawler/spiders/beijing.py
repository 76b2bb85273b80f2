"""首都文明网, and the Beijing station of 中国文明网."""

from crawler.families import TRS
from crawler.listing import Channel
from crawler.unknown.spider import ExploringSpider


class BeijingSpider(ExploringSpider):
    """The districts are folders of the station, /chy/ is 朝阳."""

    name = "beijing"
    site_title = "首都文明网"
    region = "北京市"
    region_code = "110000"
    home_url = "http://www.bjwmb.gov.cn/"
    allowed_domains = ["www.bjwmb.gov.cn", "zt.bjwmb.gov.cn", "bj.wenming.cn"]
    channels = [
        Channel(None, "http://bj.wenming.cn/chy/yw/"),
    ]
    layouts = [TRS]
