"""A crawl's own row: taken with the site's lock, closed with a true outcome."""

import asyncio
import logging
import signal
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.internet.task import LoopingCall
from twisted.python.failure import Failure

from crawler.errors import CrawlEnding
from crawler.parent import why_to_end
from crawler.rules import rules_of
from crawler.verdicts.outcome import are_lost, judge_run
from crawler.verdicts.suspect import DEATHS, Suspect
from storage import frontier, runs, sites
from storage.archive import Archivist
from storage.care.doctor import refuse_broken_libraries
from storage.database import open_archive, storage_errors_at, writing
from storage.errors import DiskFull, StorageError
from storage.home import Home
from storage.loglines import mark
from storage.reread import Reader
from storage.saving import Counts
from storage.standing import ask_again, count_listed
from storage.trial import rules_before, try_rules
from storage.values.counted import brought
from storage.values.visit import Visit

logger = logging.getLogger(__name__)

HEARTBEAT = 10  # seconds
TICK = 1  # seconds between two looks at the batch's age
PATIENCE = 5  # seconds for which a crawl that was told to end waits for an answer


class RunExtension:
    """Holds the lock of the site, the archive and the run row from start to end.

    Whoever cannot have the lock does not start: the error goes up through Scrapy's own start.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings, spider = crawler.settings, crawler.spider
        self.crawler = crawler
        self.site: str = spider.name
        self.home = Home(Path(settings["HOME"]))
        self.sweep: bool = settings.getbool("SWEEP")
        mark(site=self.site)
        self.reason: str | None = None
        self.failure: StorageError | None = None
        refuse_broken_libraries()
        with ExitStack() as undo:
            with storage_errors_at(self.home.root):
                self.home.make()
            undo.enter_context(runs.site_lock(self.home, self.site))
            with storage_errors_at(self.home.locks):
                self.suspect = Suspect(self.home.lock(self.site).with_suffix(".reading"))
            undo.callback(self.suspect.close)
            self.db = open_archive(self.home)
            undo.callback(self.db.close)
            sites.save_sites(self.db, [spider.facts()])
            self.run_id = runs.begin(
                self.db,
                self.site,
                settings.get("RUN_KIND") or "manual",
                planned_at=settings.get("PLANNED_AT"),
                now=datetime.now(UTC),
            )
            mark(run_id=self.run_id)
            try:
                self.archivist = Archivist(self.db, self.home, self.site, self.run_id)
            except StorageError as error:
                self.outcome, self.why = judge_run("finished", {}, Counts(), failure=error)
                self._close_run({}, 0)
                raise
            self._undo = undo.pop_all()
        self._longest_stall = settings.getfloat("LONGEST_STALL")
        self._seconds_ending = 0
        self._beats = LoopingCall(self._beat)
        self._ticks = LoopingCall(self._tick)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RunExtension":
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        crawler.signals.connect(extension.item_scraped, signals.item_scraped)
        crawler.signals.connect(extension.item_error, signals.item_error)
        crawler.signals.connect(extension.spider_error, signals.spider_error)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        self._beats.start(HEARTBEAT, now=False)
        self._ticks.start(TICK)
        if guilty := self.suspect.guilty:
            self._put_off(guilty)

    def read_stored_with(self, read: Reader) -> None:
        """Have stored pages read by today's rules; new rules are tried on some of them."""
        self.archivist.read_stored_with(read)
        stats, rules = self.crawler.stats, rules_of(self.crawler.spider)
        stats.set_value("wenming/rules", rules)
        with self.ending_on_failure():
            if rules_before(self.db, self.site) not in (None, rules):
                trial = try_rules(self.db, self.home, read, self.site)
                stats.set_value("wenming/tried", trial.read)
                stats.set_value("wenming/tried_worse", trial.worse)

    def _put_off(self, url_id: int) -> None:
        self.suspect.forget()
        why = f"{DEATHS} crawls in a row died while reading it"
        stats = self.crawler.stats
        with self.ending_on_failure():
            page = frontier.get(self.db, url_id)
            if page.part_of:  # it is read with the first page, and only with it
                page = frontier.get(self.db, page.part_of)
            logger.error("%s: %s, it is put off", page.url, why)
            stats.inc_value("wenming/failed/died")
            stats.set_value("wenming/failed_as/died", f"{page.url}: {why}")
            if page.kind == "list":
                stats.set_value("wenming/channel_lost", f"{page.url}: {why}")
            frontier.take(self.db, page.url_id, run_id=self.run_id)
            self.archivist.add(
                Visit(
                    url_id=page.url_id,
                    kind=page.kind,
                    fetched_at=datetime.now(UTC),
                    outcome="error",
                    reason=why,
                )
            )
            self.archivist.flush()

    def flush(self) -> None:
        """Commit what is kept."""
        with self.ending_on_failure():
            self.archivist.flush()

    @contextmanager
    def ending_on_failure(self) -> Iterator[None]:
        """End the crawl, with its reason, where the archive fails: a signal only logs errors."""
        try:
            with storage_errors_at(self.home.database):
                yield
        except StorageError as error:
            self.stop_for(error)
        except Exception:
            self.spider_error()  # a signal would only log it
            raise

    def _tick(self) -> None:
        """Keep the promise of the archive's oldest item: five seconds."""
        # A page that holds up the loop for too long ends the process, whatever it is busy with: not
        # even Python would get a turn. Who finds the process dead closes the run.
        signal.setitimer(signal.ITIMER_REAL, self._longest_stall)
        if self.archivist.due():
            self.flush()
        if not self.crawler.engine.running:
            self._give_back()

    def _give_back(self) -> None:
        """Drop what waits for its turn, then what is not answered in time: nobody waits for it."""
        downloader = self.crawler.engine.downloader
        for slot in downloader.slots.values():
            while slot.queue:
                _, answer = slot.queue.popleft()
                answer.errback(CrawlEnding("the crawl ends"))
        self._seconds_ending += TICK
        if self._seconds_ending >= PATIENCE:
            for handler in downloader.handlers._handlers.values():
                handler.give_up()

    def stop_for(self, error: StorageError) -> None:
        """End the crawl because nothing more can be kept."""
        if self.failure is None:
            logger.error("%s", error)
            self.failure = error
            self._end("disk full" if isinstance(error, DiskFull) else "archive failed")

    def item_scraped(self, item: Visit, response: Response | Failure) -> None:
        """Log what an operator would look for; the archive has the rest."""
        if item.outcome in ("error", "blocked"):
            asked = response.request if isinstance(response, Failure) else response
            logger.warning("%s: %s", item.outcome, item.reason, extra={"url": asked.url})

    def item_error(self, failure: Failure) -> None:
        if isinstance(failure.value, StorageError):
            self.stop_for(failure.value)
        else:
            self.spider_error()

    def spider_error(self) -> None:
        # Scrapy counts these and calls the crawl finished all the same.
        self.crawler.stats.inc_value("wenming/bugs")

    def _end(self, reason: str) -> None:
        # Held, as the event loop itself only holds tasks weakly.
        self._ending = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))

    def _beat(self) -> None:
        with self.ending_on_failure():
            runs.beat(self.db, self.run_id, now=datetime.now(UTC))

    def spider_closed(self, spider: Spider, reason: str) -> None:
        for loop in (self._beats, self._ticks):
            if loop.running:
                loop.stop()
        signal.setitimer(signal.ITIMER_REAL, 0)
        if self.failure is None:
            with self.ending_on_failure():
                self.archivist.close()
                self._look_for_lost()
        stats = self.crawler.stats.get_stats()
        if reason == "shutdown":
            reason = why_to_end() or reason
        self.outcome, self.why = judge_run(
            reason,
            stats,
            self.archivist.counts,
            failure=self.failure,
            may_be_empty=spider.may_be_empty,
        )
        self._close_run(stats, self.archivist.counts.errors)
        self._log_end()
        self._undo.close()

    def _look_for_lost(self) -> None:
        """Count what is gone though lists show it; where that is most, one shows when it is back.

        The next run asks for that one, and for all of them once any of them is.
        """
        listed = count_listed(self.db, self.run_id)
        self.crawler.stats.set_value("wenming/listed", listed.all)
        self.crawler.stats.set_value("wenming/listed_gone", listed.gone)
        if are_lost(listed.all, listed.gone + listed.back):
            with writing(self.db):
                ask_again(self.db, self.run_id, now=datetime.now(UTC), is_back=listed.back > 0)

    def break_off(self, why: str) -> None:
        """Close the run as failed where the engine cannot end it any more."""
        self.outcome, self.why = "failed", why
        self._close_run(self.crawler.stats.get_stats(), self.archivist.counts.errors)
        self._log_end()
        self._undo.close()

    def _log_end(self) -> None:
        came = brought(asdict(self.archivist.counts))
        logger.log(
            logging.INFO if self.outcome == "ok" else logging.WARNING,
            f"{self.outcome}, {came}" + (f": {self.why}" if self.why else ""),
        )

    def _close_run(self, stats: Mapping[str, Any], errors: int) -> None:
        try:
            with storage_errors_at(self.home.database):
                if self.failure:  # perhaps that another database is in the place of this one
                    self.archivist.refuse_replaced()
                runs.finish(
                    self.db,
                    self.run_id,
                    self.outcome,
                    reason=self.why,
                    errors=errors,
                    stats={key: value for key, value in stats.items() if isinstance(value, int)},
                    now=datetime.now(UTC),
                )
        except StorageError as error:
            # The row stays open: the next who holds the lock closes it as we leave word.
            logger.error("the run could not be closed: %s", error)
            with suppress(OSError):
                runs.leave_word(
                    self.home,
                    self.site,
                    self.run_id,
                    self.outcome,
                    reason=self.why,
                    now=datetime.now(UTC),
                )
