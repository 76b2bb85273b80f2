"""安徽文明网, a station of 中国文明网."""

from crawler.unknown.spider import ExploringSpider


class AnhuiSpider(ExploringSpider):
    """Last seen in 2021."""

    name = "anhui"
    site_title = "安徽文明网"
    region = "安徽省"
    region_code = "340000"
    home_url = "http://ah.wenming.cn/"
    allowed_domains = ["ah.wenming.cn"]
