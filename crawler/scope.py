"""Which addresses are ours to visit, resolved as browsers do."""

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from article.patterns import regex
from storage.values.urlkey import untracked

LONGEST = 2083  # characters; what is longer is no address but an accident
DEEPEST = 20  # segments of a path
NO_FOLLOWING = frozenset({"nofollow", "none"})  # what a page says whose links nobody may follow

# Other schemes, nothing but one, and what no template was filled in: /show/{{item.id}}
_NO_PAGE = regex(r"(?!https?:)[a-z][a-z0-9+.-]*:|https?:/*$|.*(?:\{\{|<%|\$\{)", re.I)
# Paths that need no resolving, as most links of these sites are.
_PLAIN = regex(r"/(?!/)(?:[\w~%-][\w~%.-]*/)*(?:[\w~%-][\w~%.-]*)?(?:\?[\w~%.=&-]*)?", re.A)
_SHORT = 1000  # characters
_BLANKS = str.maketrans("", "", "\t\r\n")
_CONTROLS = "".join(map(chr, range(33)))
_UNSAFE = regex(r"[^!-~]")
_PORTS = {"http": 80, "https": 443}
_FILE = regex(
    r"""
        \.(?:
            pdf | ofd | ceb | docx? | xlsx? | pptx? | wps | et | csv | txt | zip | rar | 7z
            | tgz | exe | apk | jpe?g | png | gif | bmp | webp | svg | ico | css | js | mp[34]
            | m3u8 | flv | avi | wmv | mov | swf
        )$
    """,
    re.X | re.I,
)
_SENT = regex(r"=[^&]*\.(?:pdf|ofd|ceb|docx?|xlsx?|pptx?|wps|et|zip|rar|7z)(?:&|$)", re.I)


def resolve(href: str | None, base: str) -> str | None:
    """Return the absolute address of a link, or None where it is none.

    Fragment and user are left out, and what shares and sessions add to a query.
    As in the URL standard of WHATWG: blanks around it and line ends within do not count,
    backslashes are slashes, and a host in another script is what its punycode says. Pages of the
    host of ``base`` are asked for by its scheme.
    """
    if href and len(href) < _SHORT and _PLAIN.fullmatch(href):
        return _origin(base) + (untracked(href) if "?" in href else href)
    href = (href or "").strip(_CONTROLS).translate(_BLANKS).partition("#")[0]
    if not href or _NO_PAGE.match(href):
        return None
    path, mark, query = href.partition("?")
    try:
        parts = urlsplit(urljoin(base, _slashes(path) + mark + query))
        host = parts.hostname
        if parts.scheme not in _PORTS or not host:
            return None
        if not base.startswith(f"{parts.scheme}:"):
            parts = parts._replace(scheme=_scheme(parts, host, base))
        address = urlunsplit(parts._replace(netloc=_netloc(parts, host), path=parts.path or "/"))
        if _UNSAFE.search(address):
            address = safe_url_string(address)
    except ValueError:
        return None
    if "?" in address or ";" in address:
        address = untracked(address)
    return address if len(address) <= LONGEST else None


def join(base: str, address: str) -> str | None:
    """Return a relative address as a whole one, spelled as it is; None where it is none."""
    try:
        whole = urljoin(base, address)
        _ = urlsplit(whole).port
    except ValueError:
        return None
    return whole


def _scheme(parts: SplitResult, host: str, base: str) -> str:
    """Return how a page is asked for: on the host of the page that links it, as that page was.

    Links to one's own pages name http and https by chance; the one that answered is sure to answer,
    and is not redirected to the other.
    """
    own = urlsplit(base)
    is_own = own.hostname == host and own.scheme in _PORTS and own.port is None is parts.port
    return own.scheme if is_own else parts.scheme


@lru_cache(maxsize=64)
def _origin(base: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{_netloc(parts, parts.hostname or '')}"


def is_within(address: str, hosts: Sequence[str]) -> bool:
    """Whether an address is on one of the hosts.

    A host may name its port; with a dot in front it stands for every host below it as well.
    """
    scheme, _, rest = address.partition("://")
    host = rest.partition("/")[0].partition("?")[0].partition("#")[0]
    return _is_ours(f"{scheme}://{host}", tuple(hosts))


@lru_cache(maxsize=1024)
def _is_ours(origin: str, hosts: tuple[str, ...]) -> bool:
    parts = urlsplit(origin)
    host, own = parts.hostname or "", _own_port(parts)
    for allowed in map(urlsplit, (f"//{name}" for name in hosts)):
        name = allowed.hostname or ""
        is_same = host == name.removeprefix(".") or (name[:1] == "." and host.endswith(name))
        if is_same and own == allowed.port:
            return True
    return False


def host_of(url: str) -> str:
    """Return the host of an address as ``is_within`` takes it: with its port where it has one."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", _own_port(parts)
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{port}" if port else host


def _own_port(parts: SplitResult) -> int | None:
    return parts.port if parts.port != _PORTS.get(parts.scheme) else None


def is_elsewhere(asked: str, target: str) -> bool:
    """Whether a redirect to another host leads to a page of somebody else's.

    A site that moves keeps its paths or leads to its new home page, a firewall remembers what it
    was asked for.
    """
    path, end = urlsplit(asked).path, urlsplit(target)
    return end.path.strip("/") != "" and path not in unquote(target)


@lru_cache(maxsize=4096)  # the menus of a site are on each of its pages
def is_file(address: str) -> bool:
    """Whether an address is that of a document, a picture or a part of a page."""
    return _FILE.search(urlsplit(address).path) is not None


def is_document(address: str) -> bool:
    """Whether an address is that of a file, or of a program that sends one by its name.

    The latter is too little to go by where an article may be meant.
    """
    parts = urlsplit(address)
    if _FILE.search(parts.path):
        return True
    return _SENT.search(parts.query) is not None and not parts.path.endswith(("html", "htm"))


@lru_cache(maxsize=4096)
def is_growing(address: str) -> bool:
    """Whether a path repeats itself as relative links make it do that lead nowhere.

    The rule of Heritrix (PathologicalPath, TooManyPathSegments): one segment three times in a row,
    a pair of them too, or too many segments at all.
    """
    segments = [segment for segment in urlsplit(address).path.split("/") if segment]
    if len(segments) > DEEPEST:
        return True
    for width in (1, 2):
        for start in range(len(segments) - 3 * width + 1):
            first = segments[start : start + width]
            if segments[start + width : start + 3 * width] == first * 2:
                return True
    return False


def _slashes(path: str) -> str:
    path = path.replace("\\", "/")
    return "//" + path.lstrip("/") if path.startswith("//") else path


def _netloc(parts: SplitResult, host: str) -> str:
    if not host.isascii():
        host = normalize("NFKC", host).encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host.rstrip(".")
    port = parts.port
    return host if port is None or port == _PORTS[parts.scheme] else f"{host}:{port}"
