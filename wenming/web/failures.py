"""How an error is told: a page or JSON for who asked, one line of log for who runs it."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError

logger = logging.getLogger(__name__)


def answer(datasette: Any, request: Any, error: Exception) -> Callable[[], Awaitable[Any]]:
    """Return what answers a request that failed; only an error of ours is logged with its place."""

    async def respond() -> Any:
        status, message, facts = _told(error)
        if status >= 500:
            logger.error("%s %s", request.method, request.path, exc_info=error)
        else:
            logger.info("%s %s: %d %s", request.method, request.path, status, message)
        told = {**facts, "ok": False, "error": message, "status": status}
        told["title"] = getattr(error, "title", None)
        if request.path.endswith(".json"):
            return Response.json(told, status=status)
        html = await datasette.render_template("error.html", told, request=request)
        return Response.html(html, status=status)

    return respond


def _told(error: Exception) -> tuple[int, str, dict[str, Any]]:
    """Return status, message and further facts of an error, as Datasette means them."""
    if isinstance(error, Base400):
        return error.status, str(error), {}
    if isinstance(error, DatasetteError):
        return error.status, str(error.message), dict(error.error_dict)
    return 500, "an error of ours; the log has more", {}
