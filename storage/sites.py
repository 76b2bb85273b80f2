"""The sites that an archive knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps
from typing import Any, Literal
from urllib.parse import urlsplit

from storage.database import Database, writing
from storage.values.stamp import stamp

SiteState = Literal["active", "paused", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """What a spider, or a person who gave an address, says of a site."""

    id: str
    title: str | None = None
    region: str | None = None
    region_code: str | None = None  # GB/T 2260, six digits
    home_url: str | None = None
    origin: Literal["spider", "address"] = "spider"
    start_urls: tuple[str, ...] = ()  # only of a site crawled by address


def save_sites(db: Database, sites: Iterable[SiteFacts], *, now: datetime | None = None) -> None:
    """Add sites or bring their facts up to date; one that is paused stays paused.

    A site that was crawled by its address and removed is active when somebody names it again; one
    with a spider stays removed until it is resumed.
    """
    added_at = stamp(now or datetime.now(UTC))
    with writing(db):
        for site in sites:
            _follow_scheme(db, site)
            db.execute(_UPSERT, [*_row(site), added_at])


def list_sites(db: Database) -> list[dict[str, Any]]:
    """Return the sites that were not removed, in order of region and name."""
    return list(
        db.query("select * from sites where state <> 'removed' order by region_code nulls last, id")
    )


def get_site(db: Database, site: str) -> dict[str, Any] | None:
    """Return one site, removed or not."""
    return next(iter(db.query("select * from sites where id = ?", [site])), None)


def set_state(db: Database, site: str, state: SiteState, note: str | None = None) -> bool:
    """Pause, resume or remove a site; return whether there is such a site. Articles stay.

    Where the site is in that state already, its note stays unless there is another.
    """
    with writing(db):
        done = db.execute(
            "update sites set state = ?1, note = ifnull(?2, iif(state = ?1, note, null)) "
            "where id = ?3",
            [state, note, site],
        )
        return bool(done.rowcount)


def _follow_scheme(db: Database, site: SiteFacts) -> None:
    """Move the addresses of a host to https, or back to http, when its home page moves.

    ``url_key`` ignores the scheme, so an address keeps the one that it was first met with; a site
    that moved to https may not answer by http any more, nor the other way round.
    """
    row = db.execute("select home_url from sites where id = ?", [site.id]).fetchone()
    before, after = urlsplit((row and row[0]) or ""), urlsplit(site.home_url or "")
    if before.netloc != after.netloc or before.scheme == after.scheme:
        return
    old, new = f"{before.scheme}://{before.netloc}/", f"{after.scheme}://{after.netloc}/"

    def spelled(url: str | None) -> str | None:
        address, mark, page = (url or "").partition("#")  # of a record interface
        if address.startswith(old):
            address = new + address.removeprefix(old)
        return address + mark + page.replace(old, new) or None

    rows = db.execute("select id, url, found_on from urls where site = ?", [site.id]).fetchall()
    for url_id, url, found_on in rows:
        now = [spelled(url), spelled(found_on)]
        if now != [url, found_on]:
            db.execute("update urls set url = ?, found_on = ? where id = ?", [*now, url_id])


def _row(site: SiteFacts) -> list[object]:
    start_urls = dumps(site.start_urls, ensure_ascii=False) if site.start_urls else None
    return [
        site.id, site.title, site.region, site.region_code, site.home_url, start_urls, site.origin,
    ]  # fmt: skip


_UPSERT = """
insert into sites (id, title, region, region_code, home_url, start_urls, origin, added_at)
values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict (id) do update set
  title = excluded.title, region = excluded.region, region_code = excluded.region_code,
  home_url = excluded.home_url, start_urls = coalesce(excluded.start_urls, start_urls),
  origin = excluded.origin,
  state = iif(state = 'removed' and excluded.origin = 'address', 'active', state)
"""
