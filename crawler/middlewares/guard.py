"""Keeps the crawl from connecting to private addresses, whatever a page, redirect or name says."""

import ipaddress
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred, execute
from twisted.internet.error import DNSLookupError

from crawler.errors import PrivateAddress

# Whose last 32 bits are an IPv4 address: RFC 6052, RFC 2765, RFC 4291 (deprecated).
IPV4_INSIDE = [ipaddress.ip_network(name) for name in ("64:ff9b::/96", "::ffff:0:0:0/96", "::/96")]
# All that IANA gives out of IPv6; the rest is reserved, or for use within a net (RFC 8215), which
# ``is_global`` knows of late only.
GIVEN = ipaddress.IPv6Network("2000::/3")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


# Names that led to private addresses, and to which: Twisted only says that it found nothing.
REFUSED: dict[str, str] = {}


def networks(text: str) -> tuple[Network, ...]:
    """Return the networks of a comma-separated list; a bare address is a network of one.

    >>> networks("127.0.0.1/32, 10.0.0.0/8")
    (IPv4Network('127.0.0.1/32'), IPv4Network('10.0.0.0/8'))
    """
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def is_forbidden(address: str, allowed: tuple[Network, ...] = ()) -> bool:
    """Whether a resolved address may not be connected to.

    IPv4 inside IPv6 is judged by the IPv4 address, in every form that routers translate.
    """
    ip = _inner(ipaddress.ip_address(address))
    if any(ip in network for network in allowed):
        return False
    is_given = ip.version == 4 or ip in GIVEN
    return not (is_given and ip.is_global) or ip.is_multicast


def _inner(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if any(ip in network for network in IPV4_INSIDE) and ip.packed[12:15] != bytes(3):
        return ipaddress.IPv4Address(ip.packed[12:])
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1]) or ip


class GuardedResolver(CachingThreadedResolver):
    """Checks the very address that is connected to, so that no second look-up can differ.

    Twisted asks it for literals too, in all their spellings.
    """

    def __init__(
        self, reactor: ReactorBase, cache_size: int, timeout: float, allowed: tuple[Network, ...]
    ) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.allowed = allowed
        REFUSED.clear()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        settings = crawler.settings
        return cls(
            reactor,
            settings.getint("DNSCACHE_SIZE"),
            settings.getfloat("DNS_TIMEOUT"),
            networks(settings.get("ALLOW_PRIVATE", "")),
        )

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802
        if ":" in name:  # Scrapy's resolver knows names and IPv4 only
            return execute(self._check, name, name)
        # After the cache: it is shared by the whole process and filled before we look.
        return super().getHostByName(name, timeout).addCallback(self._check, name)

    def _check(self, address: str, name: str) -> str:
        if is_forbidden(address, self.allowed):
            is_named = name != address
            REFUSED[name] = f"{name} is the private address {address}" if is_named else address
            raise DNSLookupError(REFUSED[name])
        return address


class GuardMiddleware:
    """Counts what the resolver refused, which is no failure to try again; looks a second time."""

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        self.allowed = networks(crawler.settings.get("ALLOW_PRIVATE", ""))
        self.seen: set[Any] = set()  # addresses that we may be connected to

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        address = response.ip_address
        if address is not None and address not in self.seen:
            if is_forbidden(str(address), self.allowed):
                self._refuse(
                    request, f"{request.url} was answered by the private address {address}"
                )
            self.seen.add(address)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, PrivateAddress):  # already robots.txt of its host was refused
            self.stats.inc_value("ssrf_blocked")
        if isinstance(exception, CannotResolveHostError):
            name = str(exception).rpartition(" ")[2].rstrip(".")
            for refused, why in REFUSED.items():
                if refused.rstrip(".") == name:
                    self._refuse(request, why)

    def _refuse(self, request: Request, why: str) -> None:
        if not request.meta.get("robots"):  # who wants it is counted, as are all that want it later
            self.stats.inc_value("ssrf_blocked")
        raise PrivateAddress(why)


def is_private_url(url: str) -> bool:
    """Whether the host of an address is itself a private address, as in tests and demos."""
    try:
        return not ipaddress.ip_address(urlsplit(url).hostname or "").is_global
    except ValueError:
        return urlsplit(url).hostname == "localhost"
