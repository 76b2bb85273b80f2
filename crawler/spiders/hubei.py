"""湖北文明网, run by the Hubei civilization office; hosted by 荆楚网."""

from crawler.listing import Channel, ListingSpider


class HubeiSpider(ListingSpider):
    """Its addresses are ``/c/YYYY/MM/id.shtml``; lists have no pager, so come often."""

    name = "hubei"
    site_title = "湖北文明网"
    region = "湖北省"
    region_code = "420000"
    home_url = "http://www.hbwmw.gov.cn/"
    allowed_domains = ["www.hbwmw.gov.cn", "hub.wenming.cn"]
    channels = [Channel("首页", "http://www.hbwmw.gov.cn/")]
