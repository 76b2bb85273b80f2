"""``scrapy parse`` at the project's root."""

from scrapy.commands import parse

from crawler.engine.looking import LookingCommand


class Command(LookingCommand, parse.Command):
    """Scrapy's own, without a run."""
