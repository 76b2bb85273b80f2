"""One open run of the synthetic site, visit by visit."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from storage import frontier, runs, sites
from storage.archive import Archivist
from storage.database import Database, open_archive, open_read_only, writing
from storage.frontier import Leased
from storage.home import Home
from storage.reread import Reader
from storage.values.visit import Link, Visit
from tests.storage.synthetic import Site, answer

SITE = Site(articles=20)


@dataclass
class Run:
    """A run that holds the site's lock."""

    db: Database
    site: Site
    run_id: int
    archivist: Archivist
    at: datetime

    def known(self, url: str, **link: Any) -> Leased:
        """Return the lease of an address, added if need be."""
        with writing(self.db):
            frontier.add(
                self.db, self.site.id, [Link(url=url, **link)], run_id=self.run_id, now=self.at
            )
            row = frontier.find(self.db, url)
            self.db.execute(
                "update urls set state = 'leased', leased_by = ? where id = ?",
                [self.run_id, row["id"]],
            )
        return frontier.get(self.db, row["id"])

    def article(self, number: int = 0, **fields: Any) -> Visit:
        """Return the visit of an article that says what the site says, but for ``fields``."""
        leased = self.known(self.site.address(number))
        article = replace(self.site.article(leased.url), **fields)
        body = f"{article.title}{article.body}{article.published_at}{article.source}"
        page = answer(leased, body.encode("utf-8", "replace"), at=self.at)
        return replace(page, article=article)


@contextmanager
def run(
    home: Home, *, site: Site = SITE, at: datetime | None = None, reader: Reader | None = None
) -> Iterator[Run]:
    """Begin a run and end it well."""
    at = at or datetime.now(UTC)
    with runs.site_lock(home, site.id), closing(open_archive(home)) as db:
        sites.save_sites(db, [sites.SiteFacts(id=site.id, region="云川省")])
        run_id = runs.begin(db, site.id, "manual", now=at)
        archivist = Archivist(db, home, site.id, run_id, reserve=0)
        if reader:
            archivist.read_stored_with(reader)
        yield Run(db, site, run_id, archivist, at)
        archivist.close()
        runs.finish(db, run_id, "ok", now=at)


def rows(home: Home, sql: str, parameters: Any = ()) -> list[dict[str, Any]]:
    with closing(open_read_only(home)) as db:
        return list(db.query(sql, list(parameters)))
