"""The web page: a Datasette plugin with its templates."""
