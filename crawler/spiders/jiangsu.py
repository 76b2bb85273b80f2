"""江苏文明网, hosted by 中国江苏网."""

from crawler.unknown.spider import ExploringSpider


class JiangsuSpider(ExploringSpider):
    """Older articles are called ``t<id>``, without their day."""

    name = "jiangsu"
    site_title = "江苏文明网"
    region = "江苏省"
    region_code = "320000"
    home_url = "http://wm.jschina.com.cn/"
    allowed_domains = ["wm.jschina.com.cn"]
