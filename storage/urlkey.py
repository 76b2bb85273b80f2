"""When two addresses are one page."""

from functools import lru_cache
from urllib.parse import unquote_to_bytes, urlsplit

from w3lib.url import canonicalize_url

# Added by share buttons, counters and sessions; none of them selects a page.
_TRACKING = frozenset(
    {
        "from", "isappinstalled", "f_link_type", "flow_extra", "spm", "scene", "clicktime",
        "enterid", "nsukey", "wxshare_count", "share_token", "jsessionid", "phpsessid",
        "sessionid", "sid",
    }
)  # fmt: skip
_DEFAULT_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=4096)  # one page asks for the keys of its links again and again
def url_key(url: str) -> str:
    """Return what is equal for all spellings of a page's address.

    Scheme, default port, fragment, order of the query and tracking parameters do not matter; path,
    case of the path and a slash at its end do, as servers tell them apart.

    >>> url_key("https://A.example:443/b/?y=1&from=timeline&x=2#top")
    '//a.example/b/?x=2&y=1'
    """
    canonical = urlsplit(canonicalize_url(url))
    host = canonical.hostname or ""
    port = canonical.port
    if port and port != _DEFAULT_PORTS.get(canonical.scheme):
        host = f"{host}:{port}"
    path = canonical.path.partition(";jsessionid=")[0]
    query = "&".join(part for part in canonical.query.split("&") if part and not _tracks(part))
    return f"//{host}{path}" + (f"?{query}" if query else "")


def _tracks(parameter: str) -> bool:
    name = unquote_to_bytes(parameter.partition("=")[0]).decode("ascii", "replace").lower()
    return name in _TRACKING or name.startswith("utm_")
