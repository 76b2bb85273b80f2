"""Why a request is not made.

::

    NotAsked
    ├── Postponed            nothing is wrong with the address: it stays in the frontier as it was
    │   ├── HostResting      the host asked for time, or failed too often in a row
    │   ├── BudgetSpent      the site had its share of requests today
    │   ├── RobotsSilent     robots.txt could not be asked
    │   └── CrawlEnding      the crawl was told to end
    ├── HostLost             it failed, and its host too often in a row to be asked once more
    ├── RobotsForbid         robots.txt disallows the address
    ├── OffSite              the host is not one of the site's
    └── PrivateAddress       the name leads to a private address
    RedirectsEndless         the host leads on and on, which is an answer of its own
    RedirectsToKnown         it leads to what has a place in the frontier of its own
"""

from scrapy.exceptions import IgnoreRequest


class NotAsked(IgnoreRequest):
    """A request that we do not make, by a rule of ours."""


class Postponed(NotAsked):
    """Not now."""


class HostResting(Postponed):
    """The host asked for a longer pause than we wait, or failed too often in a row."""


class BudgetSpent(Postponed):
    """The site had its share of requests today."""


class RobotsSilent(Postponed):
    """robots.txt could not be asked, so everything is forbidden for now (RFC 9309, 2.3.1.4)."""


class CrawlEnding(Postponed):
    """The crawl was told to end before it was this request's turn."""


class HostLost(NotAsked):
    """It failed, and its host too often in a row to be asked once more; the message says how."""


class RobotsForbid(NotAsked):
    """robots.txt disallows the address."""


class OffSite(NotAsked):
    """The host is not one of the site's, wherever the link or redirect came from."""


class PrivateAddress(NotAsked):
    """The name leads to a private address that was not allowed."""


class RedirectsEndless(IgnoreRequest):
    """One address leads to the next, or in a circle."""


class RedirectsToKnown(IgnoreRequest):
    """An address leads to another that is visited for itself; ``target`` is that."""

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.target = target
