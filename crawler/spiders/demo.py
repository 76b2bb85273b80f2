"""云川文明网, the demo site that we serve ourselves."""

from article.layout import Layout
from crawler.listing import ListingSpider


class DemoSpider(ListingSpider):
    """Its address is that of the running server, ``WENMING_DEMO_URL``."""

    name = "demo"
    site_title = "云川文明网"
    region = "云川省"
    home_url = "http://127.0.0.1:8808/"
    layouts = [
        Layout(title="#title_tex", byline="#time_tex", body=".TRS_Editor", editor=".editor_tex"),
        Layout(title="#title", byline="#time", body="#detail"),
    ]
