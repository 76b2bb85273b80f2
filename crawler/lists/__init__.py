"""How lists show what they lead to: by links, scripts, forms, records and feeds. Pure functions.

``links`` reads what a page shows, ``scripts`` what its scripts would do for it, ``answers`` what is
no page; ``paging`` finds where a list goes on. What all of them say is a ``ListPage``.
"""
