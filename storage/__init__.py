"""From articles to rows and back: the only package that knows SQLite."""
