"""Keeps the crawl from connecting to private addresses, whatever a page, redirect or name says."""

import ipaddress
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class PrivateAddressError(DNSLookupError):
    """A name or literal leads to an address that is not public and was not allowed."""


def networks(text: str) -> tuple[Network, ...]:
    """Return the networks of a comma-separated list; a bare address is a network of one.

    >>> networks("127.0.0.1/32, 10.0.0.0/8")
    (IPv4Network('127.0.0.1/32'), IPv4Network('10.0.0.0/8'))
    """
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def is_forbidden(address: str, allowed: tuple[Network, ...] = ()) -> bool:
    """Whether a resolved address may not be connected to.

    IPv4 inside IPv6 is judged by the IPv4 address.
    """
    ip = ipaddress.ip_address(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if any(ip in network for network in allowed):
        return False
    return not ip.is_global or ip.is_multicast


class GuardedResolver(CachingThreadedResolver):
    """Checks the very address that is connected to, so that no second look-up can differ.

    Twisted asks it for literals too, in all their spellings.
    """

    def __init__(
        self, reactor: ReactorBase, cache_size: int, timeout: float, allowed: tuple[Network, ...]
    ) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.allowed = allowed

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
        # After the cache: it is shared by the whole process and filled before we look.
        return super().getHostByName(name, timeout).addCallback(self._check, name)

    def _check(self, address: str, name: str) -> str:
        if is_forbidden(address, self.allowed):
            raise PrivateAddressError(f"{name} is the private address {address}")
        return address


def is_private_url(url: str) -> bool:
    """Whether the host of an address is itself a private address, as in tests and demos."""
    try:
        return not ipaddress.ip_address(urlsplit(url).hostname or "").is_global
    except ValueError:
        return urlsplit(url).hostname == "localhost"
