"""浙江文明网."""

from crawler.unknown.spider import ExploringSpider


class ZhejiangSpider(ExploringSpider):
    """Last seen in 2015."""

    name = "zhejiang"
    site_title = "浙江文明网"
    region = "浙江省"
    region_code = "330000"
    home_url = "http://www.zjwmw.com/"
    allowed_domains = ["www.zjwmw.com"]
