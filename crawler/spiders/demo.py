"""云川文明网, the demo site that we serve ourselves."""

from urllib.parse import urljoin

from article.layout import Layout
from crawler.demo.articles import CHANNELS
from crawler.listing import Channel, ListingSpider
from crawler.settings import DEMO_URL


class DemoSpider(ListingSpider):
    """Its address is that of the running server, ``WENMING_DEMO_URL``."""

    name = "demo"
    site_title = "云川文明网"
    region = "云川省"
    home_url = DEMO_URL
    channels = [
        Channel(channel.name, urljoin(DEMO_URL, f"{channel.slug}/")) for channel in CHANNELS
    ]
    article_links = "ul.list a"
    layouts = [
        Layout(title="#title_tex", byline="#time_tex", body=".TRS_Editor", editor=".editor_tex"),
        Layout(title="#title", byline="#time", body="#detail", editor="#articleEdit .editor"),
    ]
