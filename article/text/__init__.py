"""Where the text of a page is, and what of it is the article's."""
