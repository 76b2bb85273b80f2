"""河南文明网, hosted by 大河网."""

from crawler.unknown.spider import ExploringSpider


class HenanSpider(ExploringSpider):
    """Nothing is known of it but its address."""

    name = "henan"
    site_title = "河南文明网"
    region = "河南省"
    region_code = "410000"
    home_url = "http://wenming.dahe.cn/"
    allowed_domains = ["wenming.dahe.cn"]
