"""When two addresses are one page."""

import re
from functools import lru_cache
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from w3lib.url import canonicalize_url

from article.patterns import regex

# Added by share buttons, counters and sessions; none of them selects a page.
_TRACKING = frozenset(
    {
        "isappinstalled", "f_link_type", "flow_extra", "spm", "scene", "clicktime", "enterid",
        "nsukey", "wxshare_count", "share_token", "jsessionid", "phpsessid", "sessionid",
        "session_id", "sessid", "sess_id", "cfid", "cftoken", "aspsessionid",
    }
)  # fmt: skip
# The same, of later years. Keys that are stored have them: only addresses on their way there lose
# them.
_NEWER = frozenset(
    {
        "ivk_sa", "tdsourcetag", "bd_vid", "hmsr", "hmpl", "hmcu", "hmkw", "hmci", "gclid",
        "fbclid", "wxfrom", "winzoom", "share_from",
    }
)  # fmt: skip
# Where a page leads back to; of a newspaper by 方正 that no part of its page was pressed.
_BACK = regex(r"^(?:back|return|referr?er)(?:_?(?:url|to))?=(?:https?:|/)|^div=-1$")
_DIGIT = regex(r"\d")
# Names that select a page as often: then a place in a list, a day, or the number of an article.
_SESSION_VALUE = regex(r"^(?!\d+$)\w{16}|^$")
_MAY_TRACK = {
    "from": regex("[a-z]", re.I),
    **dict.fromkeys(("sid", "session"), _SESSION_VALUE),
    "s": regex(r"^[0-9a-f]{32}$"),
}
# The time of the request, or a number by chance, that keeps caches away.
_BUSTER = regex(r"^(?:_|_?t|ts|_?time(?:stamp)?|r|rnd|_?rand(?:om)?|nocache|v)$")
_BUSTING = regex(r"^1[0-9]{12}$|^0\.[0-9]{6,}$")  # milliseconds since 1970, Math.random()
_SESSION = regex(r";jsessionid=[^/?]*", re.I)
_SESSION_FOLDER = regex(r"/\((?:[A-Z]\([^()/]*\))+\)(?=/)")  # ASP.NET without cookies
# What is spelled in one way only, as most links of these sites are: nothing in it is changed.
_PLAIN = regex(
    r"""
        https?:(
            //[a-z0-9]+(?:[.-][a-z0-9]+)*(?::(?!(?:80|443)/)[1-9]\d{0,3})?
            /(?:[\w~-][\w~.-]*/)*(?:[\w~-][\w~.-]*)?
        )
    """,
    re.X | re.A,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=4096)  # one page asks for the keys of its links again and again
def url_key(url: str) -> str:
    """Return what is equal for all spellings of a page's address.

    Scheme, default port, fragment, order of the query and tracking parameters do not matter; path,
    case of the path and a slash at its end do, as servers tell them apart.

    >>> url_key("https://A.example:443/b/?y=1&from=timeline&x=2#top")
    '//a.example/b/?x=2&y=1'
    """
    if plain := _PLAIN.fullmatch(url):
        return plain[1]
    canonical = urlsplit(canonicalize_url(url))
    host = canonical.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = canonical.port
    if port and port != _DEFAULT_PORTS.get(canonical.scheme):
        host = f"{host}:{port}"
    path = _SESSION.sub("", canonical.path)
    if "/(" in path:
        path = _SESSION_FOLDER.sub("", path)
    query = "&".join(part for part in canonical.query.split("&") if part and not _tracks(part))
    return f"//{host}{path}" + (f"?{query}" if query else "")


def _tracks(parameter: str) -> bool:
    name, value = _name(parameter), parameter.partition("=")[2]
    if name in _MAY_TRACK:
        return _MAY_TRACK[name].search(value) is not None
    if _BUSTER.match(name) and _BUSTING.match(value):
        return True
    return name in _TRACKING or name.startswith("utm_")


def _leads_back(parameter: str) -> bool:
    return _BACK.match(unquote(parameter).lower()) is not None


def _name(parameter: str) -> str:
    name = parameter.partition("=")[0]
    return unquote_to_bytes(name).decode("ascii", "replace").lower()


def untracked(url: str) -> str:
    """Return an address without what shares, counters and sessions added to it.

    >>> untracked("http://a.example/show.do;jsessionid=0A1B?id=7&from=timeline")
    'http://a.example/show.do?id=7'
    """
    head, sharp, fragment = url.partition("#")
    path, _, query = head.partition("?")
    path = _SESSION.sub("", path)
    parts = query.split("&")
    kept = [part for part in parts if part and not (_tracks(part) or _name(part) in _NEWER)]
    others = [part for part in kept if not _leads_back(part)]
    # Where nothing else selects a page it is where a page leads on to: "/jump.php?return=/7.html".
    if others or _DIGIT.search(path.rpartition("/")[2]):
        kept = others
    if len(kept) < sum(map(bool, parts)):
        query = "&".join(kept)
    return path + (f"?{query}" if query else "") + sharp + fragment
