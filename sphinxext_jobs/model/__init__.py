"""A posting: its fields, their values, its status, and the queries of lists.

Knows no file, no page and no other posting.
"""
