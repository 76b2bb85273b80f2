"""Fetches the sites: the only package that knows Scrapy."""
