"""上海文明网, a station of 中国文明网."""

from crawler.unknown.spider import ExploringSpider


class ShanghaiSpider(ExploringSpider):
    """The districts are folders, /xhwmw/ is 徐汇."""

    name = "shanghai"
    site_title = "上海文明网"
    region = "上海市"
    region_code = "310000"
    home_url = "http://sh.wenming.cn/"
    allowed_domains = ["sh.wenming.cn"]
