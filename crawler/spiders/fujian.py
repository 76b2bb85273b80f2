"""福建省精神文明网, a station of 中国文明网."""

from crawler.unknown.spider import ExploringSpider


class FujianSpider(ExploringSpider):
    """Last seen in 2013; the host of its successor 文明风 is not known."""

    name = "fujian"
    site_title = "福建省精神文明网"
    region = "福建省"
    region_code = "350000"
    home_url = "http://fj.wenming.cn/"
    allowed_domains = ["fj.wenming.cn"]
