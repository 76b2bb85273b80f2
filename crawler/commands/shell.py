"""``scrapy shell`` at the project's root."""

from scrapy.commands import shell

from crawler.engine.looking import LookingCommand


class Command(LookingCommand, shell.Command):
    """Scrapy's own, without a run."""
