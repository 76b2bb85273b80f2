"""Scrapy's own commands that would begin a run for one page."""
