"""Any site by one of its pages, by the general rules alone."""

from typing import Any
from urllib.parse import urlsplit

from crawler.listing import Channel, ListingSpider
from storage.sites import SiteFacts


class AddressSpider(ListingSpider):
    """A site without a spider: ``url`` is its home page or one of its lists."""

    name = "address"
    general = True

    def __init__(self, *args: Any, site: str, url: str, **kwargs: Any) -> None:
        super().__init__(*args, name=site, **kwargs)
        self.home_url = url
        self.site_title = urlsplit(url).hostname or url
        self.allowed_domains = [self.site_title]
        self.channels = [Channel("首页", url)]

    def facts(self) -> SiteFacts:
        return SiteFacts(
            id=self.name,
            title=self.site_title,
            home_url=self.home_url,
            origin="address",
            start_urls=(self.home_url,),
        )
