"""What goes with every answer of the web page, and what is not answered."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Datasette's pages have scripts and styles in them; our own have none.
_OURS = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_DATASETTE = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
_OUR_PATHS = re.compile(r"/(?:hits\.csv|article/\d+)?")
_AS_FUNCTION = re.compile(r"\barticles_fts\s*\(", re.IGNORECASE)
_PAST_VIEWS = re.compile(r"\bmain\b", re.IGNORECASE)


def guarded(app: App) -> App:
    """Wrap an application of ASGI."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        ours = _OUR_PATHS.fullmatch(scope["path"])
        policy = {b"content-security-policy": (_OURS if ours else _DATASETTE).encode()}

        async def send_strictly(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                sent = dict(message.get("headers", [])) | _ALWAYS | policy
                message = {**message, "headers": list(sent.items())}
            await send(message)

        if refusal := _refusal(scope["path"], scope["query_string"].decode("latin-1")):
            await _refuse(send_strictly, refusal)
        else:
            await app(scope, receive, send_strictly)

    return answer


def _refusal(path: str, query: str) -> str | None:
    """Return why a request is not answered."""
    asked = parse_qsl(query)
    if (path.endswith(".csv") and path != "/hits.csv") or ("_format", "csv") in asked:
        return "No CSV here, as cells may be formulas: take JSON, or `wenming export` for articles."
    if any(name in ("sql", "_where") and _PAST_VIEWS.search(value) for name, value in asked):
        return "Names of tables are written without the name of the database here."
    if any(name in ("sql", "_where") and _AS_FUNCTION.search(value) for name, value in asked):
        return "articles_fts is a view here: select … from articles_fts where articles_fts match …"
    return None


async def _refuse(send: Send, reason: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": reason.encode()})
