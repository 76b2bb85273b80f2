"""贵州文明网, a station of 中国文明网."""

from crawler.unknown.spider import ExploringSpider


class GuizhouSpider(ExploringSpider):
    """``gz`` is 贵州; 广州 is ``gdgz``."""

    name = "guizhou"
    site_title = "贵州文明网"
    region = "贵州省"
    region_code = "520000"
    home_url = "http://gz.wenming.cn/"
    allowed_domains = ["gz.wenming.cn"]
