"""湖北文明网, in the family of 荆楚网, and the Hubei station of 中国文明网."""

from crawler.listing import Channel
from crawler.unknown.spider import ExploringSpider


class HubeiSpider(ExploringSpider):
    """``hub`` is 湖北; ``hb`` is 河北. Its lists have no pager, so come often."""

    name = "hubei"
    site_title = "湖北文明网"
    region = "湖北省"
    region_code = "420000"
    home_url = "http://www.hbwmw.gov.cn/"
    allowed_domains = ["www.hbwmw.gov.cn", "hub.wenming.cn"]
    channels = [
        Channel(None, "http://hub.wenming.cn/"),
    ]
