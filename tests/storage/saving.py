"""Articles saved as a crawl saves them, without the crawl."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from article.model import Article
from storage import articles, sites
from storage.database import Database, open_archive, writing
from storage.home import Home

SEEN = datetime(2025, 9, 1, tzinfo=UTC)
SITES = [
    sites.SiteFacts(id="yun", title="云川文明网", region="云川省", region_code="990000"),
    sites.SiteFacts(id="hai", title="海宁文明网", region="海宁省", region_code="980000"),
    sites.SiteFacts(id="shan", title="山陵文明网", region="山陵省", region_code="970000"),
]


class Shelf:
    """An archive of three sites that articles are put into."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.db: Database = open_archive(home)
        self._numbers = count(1)
        sites.save_sites(self.db, SITES)

    def add(self, body: str, title: str = "标题", *, site: str = "yun", **fields: object) -> int:
        """Save an article and return its id; ``day`` is the day of publication."""
        number = next(self._numbers)
        url = f"http://{site}.example/{number}.html"
        found = Article(url=url, title=title, body=body)
        day = fields.pop("day", None)
        found = replace(found, published_at=date.fromisoformat(str(day)) if day else None, **fields)
        with writing(self.db):
            self.db.execute(
                "insert into urls (id, url, url_key, site, kind, state, discovered_at) "
                "values (?, ?, ?, ?, 'article', 'held', '2025-09-01T00:00:00+00:00')",
                [number, url, url.removeprefix("http:"), site],
            )
            return articles.save_new(
                self.db,
                found,
                articles.Sighting(None, SEEN + timedelta(minutes=number)),
                url_id=number,
                site=site,
            )

    def change(self, article_id: int, **fields: object) -> None:
        """Save another version of an article."""
        held = articles.find_held(self.db, article_id)
        assert held is not None
        found = Article(url="http://yun.example/", title=held.title, body=held.body)
        found = replace(found, **fields)
        with writing(self.db):
            articles.save_change(
                self.db, held, found, articles.Sighting(None, SEEN + timedelta(days=1)), "editorial"
            )

    def suppress(self, article_id: int) -> None:
        """Take an article out of everything that is shown."""
        self.db.execute(
            "insert into suppressions (url_id, suppressed_at, suppressed_by, reason) "
            "select url_id, '', 'a court', '' from articles where id = ?",
            [article_id],
        )

    def story(self, article_id: int) -> int:
        """Return the story of an article."""
        row = self.db.execute("select story_id from articles where id = ?", [article_id])
        return int(row.fetchone()[0])

    def relations(self) -> dict[tuple[int, int], str]:
        """Return all relations by the pair, the later article first."""
        rows = self.db.execute("select article_id, of_id, relation from reprints")
        return {(later, earlier): relation for later, earlier, relation in rows}
