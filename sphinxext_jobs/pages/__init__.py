"""Views as nodes, for every builder, and the place of postings in the navigation.

Decides nothing about what is shown: see ``views``.
"""
