"""Which rules of reading are in force."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import article.model


@cache
def rules_version() -> str:
    """Return a name of today's rules of reading: it changes whenever one of them does."""
    digest = sha256()
    for path in sorted(Path(article.model.__file__).parent.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
