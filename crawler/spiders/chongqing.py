"""重庆文明实践, hosted by 重庆广电, and the older 重庆文明网."""

from crawler.listing import Channel
from crawler.unknown.spider import ExploringSpider


class ChongqingSpider(ExploringSpider):
    """The older one was last seen in 2016."""

    name = "chongqing"
    site_title = "重庆文明网"
    region = "重庆市"
    region_code = "500000"
    home_url = "http://cqwmsj.cbg.cn/"
    allowed_domains = ["cqwmsj.cbg.cn", "cq.wenming.cn"]
    channels = [
        Channel(None, "http://cq.wenming.cn/"),
    ]
