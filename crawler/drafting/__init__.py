"""New spiders drafted from pages, and rehearsed on changed ones."""
