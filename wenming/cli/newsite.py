"""``wenming new-site`` and ``wenming rehearse``: a spider drafted, and put to the test."""

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import click

from storage.home import Home
from storage.values.counted import counted
from wenming.cli.options import ADDRESS, allow_private_option
from wenming.cli.tables import json_option
from wenming.config import Config
from wenming.errors import ERROR, OK, verdict

if TYPE_CHECKING:
    from crawler.drafting.frozen import Frozen
    from crawler.drafting.newsite import Draft
    from crawler.listing import ListingSpider
    from crawler.lists.listpage import ListPage

    Sample = tuple[list[Frozen], list[Frozen], list[str]]

ARTICLES = 2  # that are fetched and kept beside the list
FRAMES = 3  # that are looked into


@click.command("new-site")
@click.argument("name")
@click.argument("list_url", type=ADDRESS)
@click.option(
    "--into",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Root of the project to write into.  [default: the one that this runs from]",
)
@allow_private_option
@click.option("--dry-run", is_flag=True, help="Fetch and draft, but show the spider only.")
@click.pass_obj
def new_site(
    config: Config,
    name: str,
    list_url: str,
    into: Path | None,
    allow_private: str | None,
    dry_run: bool,
) -> None:
    """Draft the spider NAME from LIST_URL, a list of articles of a site.

    Fetches the list and two of its articles, keeps them as saved pages, and writes a spider and
    what is expected of the pages. All of it is to be confirmed by hand.
    """
    from crawler.drafting.newsite import NoDraft, check_new, draft, save

    root = into or _root()
    try:
        check_new(name, root)
    except NoDraft as error:
        raise click.UsageError(str(error)) from error
    except FileExistsError as error:
        raise click.ClickException(str(error)) from error
    environment = config.crawl_environment(
        allow_private,
        WENMING_SAMPLE=str(ARTICLES),
        WENMING_CAPTURE_LISTS="1",
        WENMING_ATTACHMENTS="",
    )
    samples = list(_samples(name, list_url, environment))
    lists, pages, missed = max(samples, key=lambda sample: _length(sample[0]))
    around = samples[0][0][0]
    try:
        made = draft(name, lists[0], pages, *lists[1:2], around=around)
        files = [] if dry_run else save(made, root)
    except NoDraft as error:
        raise click.ClickException("; ".join([str(error), *missed])) from error
    except FileExistsError as error:
        raise click.ClickException(str(error)) from error
    if any(page.url == list_url for page in pages):
        click.echo(f"{list_url} is an article: drafted from {lists[0].url} instead", err=True)
    if lists is not samples[0][0]:
        click.echo(f"the list is in a frame of the page: {lists[0].url}")
    for line in _found(made, is_page=made.listing is lists[0]):
        click.echo(line)
    if dry_run:
        click.echo(f"\n{made.spider}", nl=False)
        return
    for path in files:
        click.echo(f"wrote {path}")
    click.echo("\nNow compare each .json with its page in a browser, set region and region_code,")
    click.echo(f"and run: wenming rehearse {name}" + (f" --into {into}" if into else ""))


def _found(made: "Draft", *, is_page: bool) -> Iterator[str]:
    """Yield what a draft has found; ``is_page`` tells a page from what its script asks for."""
    from crawler.drafting.sampling import items_of
    from crawler.lists.links.calendars import is_over

    found = counted(len(items_of(made.page)), "link")
    by = "the general rules" if is_page else "what the script of the list asks for"
    yield f"{found} to articles, by {made.article_links or by}"
    if made.blocks:
        sizes = " and ".join(map(str, made.blocks))
        yield f"they stand in {len(made.blocks)} lists of the page, {sizes}: are all meant?"
    if made.elsewhere:
        left = counted(len(made.elsewhere), "further link")
        yield f"{left} to articles elsewhere on the page, such as {made.elsewhere[0].url}"
    going_on = (*made.page.following, *made.page.sources)
    following = [link.url for link in going_on] or ["nowhere that could be seen"]
    # What stands behind # says only how a script or a form asks for the page.
    yield f"the list goes on at {following[0].partition('#')[0]}"
    if made.explores:
        yield "the spider explores: it goes wherever lists lead"
    elif is_over(made.listing.url, date.max):
        yield "the list is that of one day or month: which page leads to the next ones?"
    yield "articles are read by " + (
        "a layout of their own" if made.layout else "the general rules"
    )


@click.command()
@click.argument("site")
@click.option(
    "--into",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Root of the project that new-site wrote into.  [default: the one that this runs from]",
)
@json_option
def rehearse(site: str, into: Path | None, as_json: bool) -> None:
    """Change the saved pages of SITE as sites change, and show what each change comes to.

    Exit code 1 where a change would make an article wrong, or lose one, without a word.
    """
    from crawler.drafting.rehearsal import rehearse as play
    from wenming.cli.tables import print_json, print_table

    root = into or _root()
    spider = _spider(root, site)
    folder = root / "tests" / "pages" / site
    rows = [
        {"page": o.page, "change": o.change, "verdict": o.verdict, "right": o.is_right}
        for o in play(spider, folder)
    ]
    if not rows:
        raise click.ClickException(f"{folder} holds no saved page")
    with verdict(OK if all(row["right"] for row in rows) else ERROR):
        if as_json:
            print_json(rows)
        else:
            print_table(rows, ("page", "change", "right", "verdict"))


def _spider(root: Path, site: str) -> "ListingSpider":
    from crawler.catalogue import spider_in, spider_loader
    from wenming.choosing import what_then

    try:
        drafted = spider_in(root, site)
    except Exception as error:
        path = root / "crawler" / "spiders" / f"{site}.py"
        raise click.ClickException(f"{path}: {type(error).__name__}: {error}") from error
    if drafted:
        return drafted()
    loader = spider_loader()
    if site not in (names := loader.list()):
        known = [{"id": name, "title": name} for name in names]
        raise click.UsageError(f"no spider is called {site!r}; {what_then(site, known)}")
    return cast("ListingSpider", loader.load(site)())


def _root() -> Path:
    import crawler

    return Path(crawler.__path__[0]).parent


def _samples(name: str, url: str, environment: dict[str, str]) -> Iterator["Sample"]:
    """Yield the sample of a page, then those of its frames, of which one may hold the list."""

    def sample(address: str) -> "Sample":
        with TemporaryDirectory(prefix="wenming-") as folder:
            return _sample(Home(Path(folder)), name, address, environment)

    first = sample(url)
    yield first
    for frame in _frames(first[0][0])[:FRAMES]:
        with suppress(click.ClickException):
            yield sample(frame)


def _frames(listing: "Frozen") -> list[str]:
    from crawler.drafting.doubts import frames_of

    return frames_of(listing, _page_of(listing))


def _length(lists: Sequence["Frozen"]) -> int:
    """Return how many articles a page shows, be it by what its script asks for."""
    return max(map(_shown, lists))


def _shown(listing: "Frozen") -> int:
    from crawler.drafting.sampling import items_of

    shown = {link.url for link in items_of(_page_of(listing))}
    return len(shown - set(_frames(listing)))


def _page_of(listing: "Frozen") -> "ListPage":
    from crawler.discovery import read_list

    return read_list(listing.html, listing.url, charset=listing.charset)


def _sample(home: Home, name: str, url: str, environment: dict[str, str]) -> "Sample":
    """Crawl a list and a few of its articles into an archive of their own; return the pages.

    After the list may come what its script asks for. Last comes why pages could not be had.
    """
    from crawler.lists.interfaces import is_interface, is_script
    from scheduler.launch import Crawl, crawl
    from wenming.cli.crawl import explained

    ended = crawl(Crawl(site=name, home=home, address=url, environment=environment))
    pages = dict(_pages(home))
    found = [page for kind, page in pages.values() if kind == "list"]
    answers = [one for one in found[1:] if is_interface(one.url) and not is_script(one.url)]
    lists = [*found[:1], *answers]
    if pages and not lists:
        raise click.ClickException(f"{url} is an article and no list of them")
    missed = dict(_missed(home))
    if not lists:
        reason = ended.run["reason"] if ended.run else ended.outcome
        why = explained(missed.get(url) or reason)
        raise click.ClickException(f"{url} could not be read: {why}")
    articles = [page for kind, page in pages.values() if kind == "article"]
    return lists, articles, [f"{missing}: {why}" for missing, why in missed.items()]


def _missed(home: Home) -> Iterator[tuple[str, str]]:
    """Yield the addresses whose answers were no pages, with what they were instead."""
    from storage.database import open_read_only

    with closing(open_read_only(home)) as db:
        rows = db.execute(
            "select u.url, c.outcome, c.reason from captures c join urls u on u.id = c.url_id "
            "where c.outcome in ('gone', 'blocked', 'error') and u.part_of is null order by c.id"
        ).fetchall()
    for url, outcome, reason in rows:
        is_told = outcome != "blocked" or str(reason).startswith("forbidden")
        yield url, reason or outcome if is_told else f"blocked: {reason}"


def _pages(home: Home) -> Iterator[tuple[str, tuple[str, Any]]]:
    from crawler.drafting.frozen import Frozen, charset_of
    from crawler.lists.interfaces import is_interface
    from storage.database import open_read_only
    from storage.warc.payload import read_page
    from storage.warc.records import Place

    with closing(open_read_only(home)) as db:
        rows = db.execute(
            "select u.kind, u.url, c.fetched_at, c.warc_file, c.warc_offset, c.warc_length "
            "from captures c join urls u on u.id = c.url_id "
            "where c.warc_file is not null and c.status = 200 and u.part_of is null "
            "and c.outcome not in ('gone', 'blocked', 'error') order by c.id"
        ).fetchall()
    for kind, asked, at, *place in rows:
        page = read_page(home, Place(*place))
        # Only the address that was asked for says how a record interface is asked, and by whom.
        url = asked if is_interface(asked) else page.url
        yield url, (kind, Frozen(url, page.body, charset_of(page.content_type), at))
