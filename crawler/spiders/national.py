"""中国文明网, the national site."""

from crawler.families import TRS, TRS_VARIANTS, XINHUA
from crawler.listing import Channel
from crawler.unknown.spider import ExploringSpider


class NationalSpider(ExploringSpider):
    """TRS WCM until about 2023, since then the CMS of Xinhua; its stations are other sites."""

    name = "national"
    site_title = "中国文明网"
    region = "国家"
    region_code = "000000"
    home_url = "http://www.wenming.cn/"
    allowed_domains = ["www.wenming.cn", "wenming.cn"]
    channels = [
        Channel(None, f"http://www.wenming.cn{path}")
        for path in (
            "/ttn/",
            "/ttn/zyjh/index.shtml",
            "/y22/index.shtml",
            "/bbgz/gzjj/index.shtml",
            "/bbgz/ywdt/",
            "/cy/",
            "/sxll/",
            "/wmsjk/zcwj_53730/",
            "/wmpy/",
            "/wmsjzx/",
            "/wmcj22/",
            "/zg/",
            "/dfcz/index_30050.shtml",
            "/wmzthc/2025qgjswmbzdh/qwfb.html",
        )
    ]
    layouts = [XINHUA, *TRS_VARIANTS, TRS]
