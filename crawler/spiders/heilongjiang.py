"""黑龙江文明网, a station of 中国文明网."""

from crawler.families import TRS_TABLES
from crawler.unknown.spider import ExploringSpider


class HeilongjiangSpider(ExploringSpider):
    """Pages made of tables: the byline is in cells."""

    name = "heilongjiang"
    site_title = "黑龙江文明网"
    region = "黑龙江省"
    region_code = "230000"
    home_url = "http://hlj.wenming.cn/"
    allowed_domains = ["hlj.wenming.cn"]
    layouts = [TRS_TABLES]
