"""Views as nodes, for every builder, and the place of postings in the navigation.

No code here decides what a page shows: see ``views``.
"""
