"""``scrapy view`` at the project's root."""

from scrapy.commands import view

from crawler.engine.looking import LookingCommand


class Command(LookingCommand, view.Command):
    """Scrapy's own, without a run."""
