"""How an error is told: a page or JSON for who asked, one line of log for who runs it."""

import gc
import logging
import re
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError

from storage.database import SQLiteProgrammingError, SQLiteWarning

logger = logging.getLogger(__name__)

_OURS = ("wenming.", "storage.", "crawler.", "article.")
# What Datasette, which checks few of its parameters, stumbles over: numbers that are none, rows
# asked of a page without rows, half a key.
_NONSENSE = (ValueError, LookupError, SQLiteProgrammingError)
_INSTEAD = (
    "其中有停止展示的内容，请改读 shown_articles 等视图 "
    "It holds what is suppressed: read shown_articles and the other views"
)


def answer(datasette: Any, request: Any, error: Exception) -> Callable[[], Awaitable[Any]]:
    """Return what answers a request that failed; only an error of ours is logged with its place."""
    if isinstance(error, MemoryError):
        # What was read so far is held by its frames, and would leave the next questions no room.
        traceback.clear_frames(error.__traceback__)
        gc.collect()

    async def respond() -> Any:
        status, message, facts = told_of(error)
        if status >= 500:
            logger.error("%s %s", request.method, request.path, exc_info=error)
        else:
            logger.info("%s %s: %d %s", request.method, request.path, status, message)
        told = {**facts, "ok": False, "error": message, "status": status}
        told["title"] = getattr(error, "title", None)
        return await _page(datasette, request, told)

    return respond


def forbid(datasette: Any, request: Any, message: str) -> Callable[[], Awaitable[Any]]:
    """Return what answers a request for what is not to be seen."""
    told = {"ok": False, "error": f"{message}. {_INSTEAD}", "status": 403, "title": None}

    async def respond() -> Any:
        return await _page(datasette, request, told)

    return respond


async def _page(datasette: Any, request: Any, told: dict[str, Any]) -> Any:
    if request.path.endswith(".json"):
        return Response.json(told, status=told["status"])
    html = await datasette.render_template("error.html", told, request=request)
    return Response.html(html, status=told["status"])


def told_of(error: Exception) -> tuple[int, str, dict[str, Any]]:
    """Return status, message and further facts of an error, as Datasette means them."""
    if isinstance(error, Base400):
        return error.status, str(error), {}
    if isinstance(error, DatasetteError):
        # Without a status it means a mistake in the address: who sorts by two columns, or by none.
        status = 400 if error.status == 500 else error.status
        return status, _plain(error), dict(error.error_dict)
    if isinstance(error, MemoryError):
        return 400, "所问超过内存限度 more than the memory that one question may take", {}
    if isinstance(error, SQLiteWarning):
        return 400, str(error), {}
    if isinstance(error, _NONSENSE) and not _is_ours(error):
        return 400, f"地址里的参数有误 the parameters of this address mean nothing: {error}", {}
    return 500, "an error of ours; the log has more", {}


def _is_ours(error: Exception) -> bool:
    """Whether it was raised in a page of ours, or below one."""
    frames = traceback.walk_tb(error.__traceback__)
    return any(frame.f_globals.get("__name__", "").startswith(_OURS) for frame, _ in frames)


def _plain(error: DatasetteError) -> str:
    """Return a message without the markup, and the form, that Datasette puts in some."""
    message = str(error.message)
    if not error.message_is_html:
        return message
    return " ".join(re.sub(r"<[^>]*>", "", message.partition("<textarea")[0]).split())
