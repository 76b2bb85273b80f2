"""The web page: Datasette on the archive, with our plugin and bounds for strangers' questions."""

from datasette.app import Datasette
from datasette.plugins import pm

from storage.filesystems import is_read_only
from storage.home import Home
from wenming.web import plugin

_SETTINGS = {
    "allow_download": False,
    "suggest_facets": False,
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 500,
    "max_returned_rows": 1000,
    "template_debug": False,
}


def application(home: Home) -> Datasette:
    """Return Datasette on an archive, open for reading only; crawls may go on beside it."""
    if not pm.has_plugin("wenming"):  # it is there already where the entry point was installed
        pm.register(plugin, "wenming")
    files = [str(home.database)]
    if is_read_only(home.root):
        return Datasette(immutables=files, settings=_SETTINGS)
    return Datasette(files=files, settings=_SETTINGS)
