"""What watches over a crawl from start to end."""
