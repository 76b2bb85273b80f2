"""河北文明网, a station of 中国文明网."""

from crawler.families import TRS
from crawler.unknown.spider import ExploringSpider


class HebeiSpider(ExploringSpider):
    """``hb`` is 河北; 湖北 is ``hub``."""

    name = "hebei"
    site_title = "河北文明网"
    region = "河北省"
    region_code = "130000"
    home_url = "http://hb.wenming.cn/"
    allowed_domains = ["hb.wenming.cn"]
    layouts = [TRS]
