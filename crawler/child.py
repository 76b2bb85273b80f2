"""One crawl as a process: ``python -m crawler.child SITE``, started by those who keep time.

It ends with its parent. A crawl that is killed loses nothing that was committed, so the end may be
sudden.
"""

import argparse
import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from crawler import parent

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler, CrawlerProcess

logger = logging.getLogger(__name__)

# Why a crawl could not begin, in the exit codes of the command line.
CANNOT_START, UNKNOWN_SITE, UNWRITABLE, LOCKED, DISK_FULL, DATABASE = 1, 2, 3, 4, 8, 9


def main(arguments: Sequence[str] | None = None) -> int:
    """Crawl one site; the outcome is in its run row, the exit code says why that may be open."""
    gc.disable()  # ThriftExtension lets it begin
    # numpy's algebra, which nobody here asks for, would keep a thread on every core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Until Scrapy listens, or a run that has its row already would die with the row open.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    options = _parse(arguments)
    if options.parent_fd is not None:
        parent.listen(options.parent_fd)
    # First, as it looks for its caller among all that is loaded: 0.1 s later on.
    import scrapy.core.downloader.contextfactory  # noqa: F401
    from scrapy.crawler import CrawlerProcess
    from scrapy.utils.project import get_project_settings

    from storage.database import storage_errors_at
    from storage.errors import StorageError

    os.environ["SCRAPY_SETTINGS_MODULE"] = "crawler.settings"
    settings = get_project_settings()
    for name, _, value in (pair.partition("=") for pair in options.set):
        settings.set(name, value, priority="cmdline")
    if options.url:  # no site of ours
        settings.set("SPIDER_MODULES", [], priority="cmdline")
    settings.set("SITE", options.site, priority="cmdline")
    try:
        with storage_errors_at(Path(settings["HOME"])):
            process = CrawlerProcess(settings)  # makes the log, before anybody looks at the archive
    except StorageError as error:
        return _tell(error)
    if not options.url and options.site not in process.spider_loader.list():
        broken = process.spider_loader.why_not(options.site)  # type: ignore[attr-defined]
        print(broken or f"no spider is called {options.site!r}", file=sys.stderr)
        return UNKNOWN_SITE
    failure = _crawl(process, options)
    return _tell(failure) if failure else 0


def _crawl(process: "CrawlerProcess", options: argparse.Namespace) -> BaseException | None:
    """Crawl to the end and return what kept the crawl from its beginning or its end."""
    from crawler.engine.hearing import HeardSignals
    from crawler.extensions.run import RunExtension

    failures: list[Any] = []
    crawler = process.create_crawler(_address_spider() if options.url else options.site)
    crawler.signals = HeardSignals(crawler)  # before anything has connected
    given = {"site": options.site, "url": options.url} if options.url else {}
    process.crawl(crawler, **given).addErrback(failures.append)
    _listen_when_running(crawler)
    _break_off_when_lost(crawler)
    try:
        process.start()
    except BaseException as lost:
        _break_off(crawler, lost)
    if failures:
        error: BaseException = failures[0].value
        return error
    run = crawler.get_extension(RunExtension)
    return run.failure if run else None


def _break_off_when_lost(crawler: "Crawler") -> None:
    """Break off where Scrapy, which catches no more than an Exception, would wait without end."""

    def hear(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        lost = context.get("exception")
        if lost is None or isinstance(lost, Exception):
            loop.default_exception_handler(context)
        else:
            _break_off(crawler, lost)

    asyncio.get_event_loop().set_exception_handler(hear)


def _break_off(crawler: "Crawler", error: BaseException) -> NoReturn:
    """Close the run and end at once, as after a SystemExit in a reader.

    That ends the loop under the crawl, and Python would wait for threads which nothing ends then.
    """
    from crawler.extensions.run import RunExtension

    what = f"a bug of ours ended it: {error!r}"
    logger.critical("%s", what, exc_info=error)
    if run := crawler.get_extension(RunExtension):
        run.break_off(what)
    print(what, file=sys.stderr)
    _leave(CANNOT_START)


def _leave(code: int) -> NoReturn:
    """End at once, as to take down all that is loaded would cost a tenth of a short crawl."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _address_spider() -> "type[Spider]":
    # With it comes all that reads pages; a spider brings that by itself where it needs it.
    from crawler.unknown.address import AddressSpider

    return AddressSpider


def _listen_when_running(crawler: "Crawler") -> None:
    """Let the word to end through, once Scrapy can follow it.

    Before its engine runs it would only stop the reactor, and the run would stay open.
    """
    from twisted.internet import reactor

    def look() -> None:
        if crawler.crawling and not (crawler.engine and crawler.engine.running):
            reactor.callLater(0.01, look)  # type: ignore[arg-type]  # a float is what it takes
        else:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})

    reactor.callWhenRunning(look)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m crawler.child", description=__doc__)
    parser.add_argument("site")
    parser.add_argument("--url", help="a page of a site that has no spider")
    parser.add_argument("-s", dest="set", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--parent-fd", type=int, help="a pipe through which the parent speaks")
    return parser.parse_args(arguments)


def _tell(error: BaseException) -> int:
    from storage import errors

    print(error, file=sys.stderr)
    codes: list[tuple[type[BaseException], int]] = [
        (errors.SiteLocked, LOCKED),
        (errors.DiskFull, DISK_FULL),
        (errors.ArchiveUnwritable, UNWRITABLE),
        (errors.ArchiveBusy, DATABASE),
        (errors.ArchiveCorrupt, DATABASE),
    ]
    return next((code for kind, code in codes if isinstance(error, kind)), CANNOT_START)


if __name__ == "__main__":
    _leave(main())
