"""宁夏文明网, a station of 中国文明网."""

from crawler.unknown.spider import ExploringSpider


class NingxiaSpider(ExploringSpider):
    """Its addresses are those of TRS."""

    name = "ningxia"
    site_title = "宁夏文明网"
    region = "宁夏回族自治区"
    region_code = "640000"
    home_url = "http://nx.wenming.cn/"
    allowed_domains = ["nx.wenming.cn"]
