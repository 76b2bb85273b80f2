"""A site as its class declares it, and how its addresses are asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, ClassVar, Self

from cssselect import SelectorError
from lxml import etree
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import FormRequest, JsonRequest, Response

from article.layout import Layout, select
from crawler.errors import Postponed
from crawler.extensions.run import RunExtension
from crawler.lists.interfaces import form_of, is_interface, json_of, page_of, wants_state
from crawler.middlewares.guard import is_private_url
from crawler.scope import host_of, is_document
from crawler.shapes import folded
from crawler.verdicts.visits import told
from storage.frontier import Leased
from storage.sites import SiteFacts
from storage.standing import standing
from storage.values.urlkey import url_key
from storage.values.visit import Link


@dataclass(frozen=True, slots=True)
class Channel:
    """A list of articles on a site (栏目); its name is None where only the address is known."""

    name: str | None
    url: str


class PageMissing(Exception):
    """A page that another one needs could not be had."""


class SiteSpider(Spider):
    """Asks for the addresses of one site that the frontier leases.

    A site declares data; what reads its answers are ``visit``, ``visit_file`` and ``visit_failed``.
    """

    site_title: ClassVar[str]
    region: ClassVar[str | None] = None
    region_code: ClassVar[str | None] = None  # GB/T 2260
    home_url: str
    allowed_domains: Sequence[str] = ()  # without any: the host of each list page
    channels: Sequence[Channel] = ()
    article_links: ClassVar[str | None] = None  # CSS; without it the general rules find them
    layouts: Sequence[Layout] = ()
    may_be_empty: ClassVar[bool] = False
    verify_certificate: ClassVar[bool] = True  # False where the office cannot keep it valid
    without_forms: set[str]  # hosts that answer no POST
    ways: dict[str, str]  # by the key of an address that only led to another one: the key of that
    states: dict[str, Mapping[str, str]]  # what pages of ASP.NET want back, by the first of a list

    def __init_subclass__(cls, **given: Any) -> None:
        """Refuse what no crawl could follow; raises TypeError."""
        super().__init_subclass__(**given)
        if wrong := _mistake(cls):
            raise TypeError(f"{cls.__name__}: {wrong}")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._set_pace()
        spider.without_forms = set()
        spider.ways = {}
        spider.states = {}
        return spider

    def facts(self) -> SiteFacts:
        """Return what the archive keeps of this site."""
        return SiteFacts(
            id=self.name,
            title=self.site_title,
            region=self.region,
            region_code=self.region_code,
            home_url=self.home_url,
        )

    def hosts(self) -> tuple[str, ...]:
        """Return the hosts that may be asked for anything."""
        known = [host_of(url) for url in (self.home_url, *(one.url for one in self.channels))]
        return tuple(dict.fromkeys([*self.allowed_domains, *known]))

    @property
    def start_url(self) -> str:
        """Where runs begin."""
        return self.home_url

    def seeds(self) -> list[Link]:
        """Return the lists that every crawl begins with, whether they are due or not."""
        return [
            Link(url=channel.url, kind="list", channel=channel.name, again=True)
            for channel in self.channels
        ]

    def is_way_to_known(self, leased: Leased, target: str) -> bool:
        """Whether a redirect need not be followed: its target is visited for itself.

        Lists count who reads their articles: they lead to them by an address that leads on.
        """
        if leased.sha256 or leased.version_held or leased.part_of:
            return False  # what was read there before is looked for again
        if is_interface(leased.url) or is_document(leased.url) or self._is_seed(leased):
            return False
        if folded(target) == folded(self.home_url) or url_key(target) == url_key(leased.url):
            return False
        known = standing(self._run.db, [target]).get(url_key(target))
        is_fit = known is not None and (leased.kind == "list" or known.kind == "article")
        if not is_fit or known.state not in ("pending", "leased", "held"):
            return False
        own, end = url_key(leased.url), url_key(target)
        while end in self.ways and end != own:  # it may lead elsewhere than it did
            end = self.ways[end]
        if end == own:
            return False  # each would be left to the other, and none be visited
        self.ways[own] = url_key(target)
        return True

    async def start(self) -> Any:
        """Begin with nothing: the frontier feeds the crawl."""
        return
        yield

    def request(self, leased: Leased) -> Request:
        """Return the request for a leased address."""
        if asked := json_of(leased.url):
            return self._request(JsonRequest, asked[0], leased, data=asked[1], method="POST")
        form = form_of(leased.url)
        if form and host_of(leased.url) not in self.without_forms:
            state = self.states.get(page_of(leased.url), {})
            if wants_state(leased.url) and not state:
                request = self._request(Request, page_of(leased.url), leased)
                return request.replace(callback=self._visit_with_state)
            fields = [*form[1], *state.items()] if wants_state(leased.url) else form[1]
            return self._request(FormRequest, form[0], leased, formdata=fields, method="POST")
        return self._request(Request, leased.url, leased)

    def _request(self, kind: type[Request], url: str, leased: Leased, **fields: Any) -> Request:
        is_file = is_document(leased.url) and leased.kind != "list"  # some sitemaps are plain text
        is_attachment = is_file and not is_interface(leased.url)
        capture = leased.kind == "article" or self.settings.getbool("CAPTURE_LISTS")
        return kind(
            url,
            callback=self.visit_file if is_attachment else self.visit,
            errback=self.visit_failed,
            meta={"leased": leased, "capture": capture},
            cb_kwargs={"leased": leased},
            dont_filter=True,  # the frontier is the filter
            **fields,
        )

    async def _fetch(
        self, leased: Leased, *, whole: bool = False, first_page: str | None = None
    ) -> Response:
        request = self.request(leased)
        request.meta["whole"] = whole
        request.meta["first_page"] = first_page
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except Postponed:
            raise
        except Exception as error:  # whatever it was, the log has it and the next visit tries again
            raise PageMissing(f"{leased.url}: {told(error)}") from error
        return response

    def _is_seed(self, leased: Leased) -> bool:
        return any(url_key(seed.url) == url_key(leased.url) for seed in self.seeds())

    @property
    def _run(self) -> RunExtension:
        return self.crawler.get_extension(RunExtension)

    def _set_pace(self) -> None:
        """Obey a delay of nothing for private addresses only, where it ends all pacing."""
        settings = self.settings
        if settings.frozen:
            return  # by `scrapy shell`, which has no more than a page or two to ask for
        if not self.verify_certificate:
            settings.set("DOWNLOAD_VERIFY_CERTIFICATES", False, "spider")
        private = is_private_url(self.home_url)
        if settings.getfloat("DOWNLOAD_DELAY") == 0 and private:
            settings.set("AUTOTHROTTLE_ENABLED", False, "spider")
            settings.set("DAILY_REQUESTS", 0, "spider")
        elif not private:
            delay = max(
                settings.getfloat(name) for name in ("DOWNLOAD_DELAY", "LEAST_PUBLIC_DELAY")
            )
            settings.set("DOWNLOAD_DELAY", delay, "spider")


def _mistake(site: type[SiteSpider]) -> str | None:
    """Return what is wrong with the data that a class itself declares."""
    declared = {name: value for name, value in vars(site).items() if not hasattr(value, "__get__")}
    for name in ("channels", "allowed_domains"):
        if not isinstance(declared.get(name, ()), list | tuple):
            return f"{name} is a list or a tuple, not {declared[name]!r}"
    channels, hosts = declared.get("channels", ()), declared.get("allowed_domains", ())
    if strange := [one for one in channels if not isinstance(one, Channel)]:
        return f"channels are made by Channel(name, url), not {strange[0]!r}"
    if relative := [one.url for one in channels if not _is_address(one.url)]:
        return f"the address of a channel begins with http:// or https://, not {relative[0]!r}"
    if addresses := [host for host in hosts if "/" in host]:
        return f"allowed_domains are hosts without a scheme or a path, not {addresses[0]!r}"
    if css := declared.get("article_links"):
        try:
            select(etree.Element("ul"), css)
        except SelectorError as error:
            return f"article_links: {error}"
    if "home_url" in declared:
        if not _is_address(declared["home_url"]):
            return f"home_url begins with http:// or https://, not {declared['home_url']!r}"
        if not getattr(site, "site_title", None):
            return "site_title, the name of the site, is missing"
    return _misspelling(site, declared)


def _misspelling(site: type[SiteSpider], declared: Iterable[str]) -> str | None:
    """Return what is declared under nearly the name of what a site declares: nobody reads it."""
    known = {
        name
        for kind in site.__mro__[1:]
        for name in (*vars(kind), *vars(kind).get("__annotations__", ()))
    }
    for name in declared:
        if name not in known:
            for meant in get_close_matches(name, SiteSpider.__annotations__, 1, 0.85):
                return f"{name} is nothing that a site declares; did you mean {meant}?"
    return None


def _is_address(url: object) -> bool:
    return isinstance(url, str) and url.startswith(("http://", "https://"))
