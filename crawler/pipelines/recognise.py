"""What stands in the place of an article is none, nor is what is left of it a version."""

from dataclasses import replace
from urllib.parse import urlsplit

from article.model import Article
from crawler.middlewares.compression import codings, decode
from crawler.pipelines.deciding import DecidingPipeline
from crawler.verdicts.damage import has_end, has_lost_characters, is_cut_short, missing
from crawler.verdicts.impostors import find_impostor, is_beyond_doubt, is_of_bets, is_stranger
from storage import frontier
from storage.articles import Held
from storage.errors import StorageError
from storage.history.signals import GARBLED
from storage.standing import is_shown_again, list_with
from storage.twins import find_shown
from storage.values.rules import rules_version
from storage.values.visit import Exchange, Outcome, Visit
from storage.warc.payload import raw_page


class RecognisePipeline(DecidingPipeline):
    """Before marks are made: a notice is no version of the article that it hides."""

    def decide(self, item: Visit, article: Article) -> Visit:
        if item.outcome:
            return item
        held = find_shown(self.run.db, item.url_id)
        mistaken = self._mistaken(item, article, held)
        if mistaken is None:
            if held is None and is_of_bets(article):
                self.crawler.stats.inc_value("wenming/bets")
                self.crawler.stats.set_value("wenming/bets_at", article.url)
            return item
        outcome, reason = mistaken
        if outcome == "blocked":
            self.crawler.stats.inc_value("wenming/blocked")
        return replace(item, outcome=outcome, reason=reason, article=None, links=())

    def _mistaken(
        self, item: Visit, article: Article, held: Held | None
    ) -> tuple[Outcome, str] | None:
        """Return outcome and reason where a page does not show its article as it is."""
        if not is_beyond_doubt(article):
            link = frontier.get(self.run.db, item.url_id)
            announced = {"headline": link.link_title, "listed": link.link_date}
            if impostor := find_impostor(article, held, **announced):
                return impostor
        if held is None or held.body == article.body:
            return None
        if is_stranger(article, held, frontier.get(self.run.db, item.url_id).link_title):
            if elsewhere := _led_to(item):
                return "error", f"redirected to something else: {elsewhere}"
            reason = f"something else in its place: {article.title[:80]}"
            if not is_shown_again(self.run.db, item.url_id, reason):
                return "error", reason
        if shown := item.sha256 and list_with(
            self.run.db, self.run.site, item.sha256, besides=item.url_id
        ):
            return "error", f"something else in its place: {shown} shows the same"
        # Other rules may have taken for the text what stands behind it.
        if held.reader_version == rules_version() and is_cut_short(held, article):
            return "error", "cut short: it breaks off in mid-sentence"
        if missing(held, article) and self._breaks_off(item, held):
            return "error", "cut short: the page has no end"
        if has_lost_characters(held, article):
            return "error", f"its characters {GARBLED}"
        return None

    def _breaks_off(self, visit: Visit, held: Held) -> bool:
        """Whether a page has no end where the one that we hold has."""
        largest = self.crawler.settings.getint("DOWNLOAD_MAXSIZE")
        if not visit.exchanges or has_end(_page(visit.exchanges[-1], largest)):
            return False
        try:
            return has_end(raw_page(self.run.db, self.run.home, held.id))
        except StorageError:
            return False


def _page(exchange: Exchange, largest: int) -> bytes:
    """Return the page that came, its codings undone."""
    said = [value for name, value in exchange.headers if name.lower() == b"content-encoding"]
    return decode(exchange.body, codings(said), largest).body


def _led_to(visit: Visit) -> str | None:
    """Return where a redirect ended, unless it only changed the scheme or the host."""
    ways = [urlsplit(exchange.url) for exchange in visit.exchanges]
    if not ways or (ways[0].path, ways[0].query) == (ways[-1].path, ways[-1].query):
        return None
    return ways[-1].geturl()
