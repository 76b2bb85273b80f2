"""``scrapy parse`` at the project's root."""

import argparse
import logging
import warnings

from scrapy import Request, Spider
from scrapy.commands import parse
from scrapy.exceptions import ScrapyDeprecationWarning
from twisted.python.failure import Failure

from crawler.engine.looking import LookingCommand
from crawler.verdicts.visits import told

logger = logging.getLogger(__name__)


class Command(LookingCommand, parse.Command):
    """Scrapy's own, without a run."""

    def prepare_request(
        self, spider: Spider, request: Request, opts: argparse.Namespace
    ) -> Request:
        """Have it said why a page could not be had: Scrapy drops many a failure without a word."""

        def failed(failure: Failure) -> None:
            if failure.value:
                logger.error("%s: %s", request.url, told(failure.value))

        # What Scrapy itself returns in the place of a callback, it warns of as if it were ours.
        warnings.filterwarnings("ignore", ".* returned a Deferred", ScrapyDeprecationWarning)
        prepared = super().prepare_request(spider, request, opts)
        prepared.errback = failed
        return prepared
