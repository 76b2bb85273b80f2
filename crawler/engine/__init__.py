"""Where Scrapy's own ways are replaced or watched."""
