"""Lists that are no pages: JSON, records of 大汉 JCMS, feeds and sitemaps."""
