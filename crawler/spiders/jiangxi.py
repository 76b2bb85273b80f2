"""江西文明网."""

from crawler.families import JIANGXI
from crawler.unknown.spider import ExploringSpider


class JiangxiSpider(ExploringSpider):
    """Other hosts of its domain belong to 江西日报."""

    name = "jiangxi"
    site_title = "江西文明网"
    region = "江西省"
    region_code = "360000"
    home_url = "http://www.jxwmw.cn/"
    allowed_domains = ["www.jxwmw.cn"]
    layouts = [JIANGXI]
