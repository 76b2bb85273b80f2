"""Errors as a person meets them: one line and an exit code."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

OK, ERROR, USAGE, CONFIGURATION, LOCKED, SOME_FAILED, ALL_FAILED, BLOCKED = range(8)
DISK_FULL, DATABASE, INTERRUPTED = 8, 9, 10


class NobodyReads(Exception):
    """The reader of our output went away, which is no error; ``code`` is what was found so far."""

    def __init__(self, code: int = OK) -> None:
        super().__init__(code)
        self.code = code


class ConfigurationError(click.ClickException):
    """The configuration says something that cannot be."""

    exit_code = CONFIGURATION


@contextmanager
def verdict(code: int) -> Iterator[None]:
    """End a command with its exit code, also where nobody reads to the end what it prints."""
    try:
        yield
    except BrokenPipeError as error:
        raise NobodyReads(code) from error
    sys.exit(code)


def hear_no_signals() -> None:
    """Have Ctrl-C and SIGTERM pass from now on, as the process ends anyway.

    Python takes a moment to end; a signal in it would end it without its exit code.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def tell(error: BaseException) -> int:
    """Print what went wrong on standard error and return the exit code."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return error.exit_code
    if isinstance(error, click.ClickException):
        click.echo(f"Error: {error.format_message()}{_where_to_read(error)}", err=True)
        return error.exit_code
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    if isinstance(error, NobodyReads):
        # What is buffered must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return error.code
    if isinstance(error, UnicodeEncodeError) and _is_of_an_argument(error):
        click.echo(f"Error: {_bytes_of(error)!r} in an argument is no UTF-8", err=True)
        return USAGE
    click.echo(f"Error: {_said(error) or type(error).__name__}", err=True)
    return _code_of(error)


def _said(error: BaseException) -> str:
    if "storage.database" in sys.modules:  # no error of SQLite comes from elsewhere
        from storage.database import SQLiteError, message_of

        if isinstance(error, SQLiteError):
            return message_of(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _is_of_an_argument(error: UnicodeEncodeError) -> bool:
    """Whether what no UTF-8 can say are bytes that were none when they were given to us."""
    piece = error.object[error.start : error.end]
    return any(piece in argument for argument in sys.argv)


def _bytes_of(error: UnicodeEncodeError) -> bytes:
    return error.object[error.start : error.end].encode("utf-8", "surrogateescape")


def _where_to_read(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f" (see {context.command_path} --help)" if context else ""


def _code_of(error: BaseException) -> int:
    from storage import errors as storage

    if "storage.database" in sys.modules:  # no error of SQLite comes from elsewhere
        from storage.database import SQLiteError

        if isinstance(error, SQLiteError):
            return DATABASE  # a question met a damaged page
    if isinstance(error, OSError) and error.errno in storage.NO_ROOM:
        return DISK_FULL  # where our output goes
    codes: list[tuple[type[BaseException], int]] = [
        (storage.SiteLocked, LOCKED),
        (storage.DiskFull, DISK_FULL),
        (storage.ArchiveBusy, DATABASE),
        (storage.ArchiveCorrupt, DATABASE),
        (storage.NotAnArchive, DATABASE),
        (storage.ArchiveTooNew, DATABASE),
        (storage.ArchiveUnwritable, CONFIGURATION),
        (storage.PlaceUnwritable, USAGE),
    ]
    return next((code for kind, code in codes if isinstance(error, kind)), ERROR)
