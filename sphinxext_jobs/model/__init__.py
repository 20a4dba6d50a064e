"""A posting: its fields, their values, its status, and the queries of lists.

No code here knows files, pages, or more than one posting.
"""
