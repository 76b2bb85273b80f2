"""``wenming serve``."""

import ctypes
import os
import resource
from contextlib import closing, suppress
from socket import create_server

import click

from wenming.config import Config

# Values that SQL makes have no end of their own.
_MEMORY = 2 * 2**30
_M_MMAP_THRESHOLD, _LARGE = -3, 2**18


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Port to listen on; 0 for any free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.pass_obj
def serve(config: Config, /, port: int, host: str) -> None:
    """Serve the web page: search, articles, reprints, ready questions, SQL.

    For reading only, and for whoever can reach the address: put a server with passwords before it
    where that is not only you. Crawls may run beside it.
    """
    try:
        import uvicorn

        from wenming.web.server import application
    except ImportError as error:
        raise click.ClickException(
            "the page needs Datasette, which `make full` installs"
        ) from error
    from storage.care.probe import prove
    from storage.database import open_read_only

    if set("#?%") & set(str(config.home.database)):
        # It would make of the path an address of another file, and make that.
        raise click.ClickException(
            f"{config.home.database}: Datasette opens no path with #, ? or % in it"
        )
    with closing(open_read_only(config.home)) as db:
        prove(db)
    app = application(config.home).app()
    try:
        listening = create_server((host, port))
    except UnicodeError as error:
        raise click.ClickException(f"{host!r} is no name of a host") from error
    except OSError as error:
        is_ours = (error.errno or 0) > 0  # those of looking up a name are below
        reason = os.strerror(error.errno or 0) if is_ours else "no such host"
        raise click.ClickException(f"{host}:{port}: {reason}") from error
    bound_memory()
    with listening:
        click.echo(f"http://{host}:{listening.getsockname()[1]}/  (Ctrl-C ends it)", err=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        server.run(sockets=[listening])


def bound_memory() -> None:
    """Let one question in SQL fail, rather than the machine, where it asks for too much."""
    bound, most = resource.getrlimit(resource.RLIMIT_DATA)
    if bound == resource.RLIM_INFINITY or bound > _MEMORY:
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, most))
    # glibc would keep for one thread what its question had, and the next would have no room.
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
