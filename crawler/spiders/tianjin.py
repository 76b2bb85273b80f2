"""天津文明网."""

from crawler.unknown.spider import ExploringSpider


class TianjinSpider(ExploringSpider):
    """Nothing is known of it but its address."""

    name = "tianjin"
    site_title = "天津文明网"
    region = "天津市"
    region_code = "120000"
    home_url = "http://www.tjwenming.cn/"
    allowed_domains = ["www.tjwenming.cn"]
