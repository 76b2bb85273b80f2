"""``scrapy fetch`` at the project's root."""

from scrapy.commands import fetch

from crawler.engine.looking import LookingCommand


class Command(LookingCommand, fetch.Command):
    """Scrapy's own, without a run."""
