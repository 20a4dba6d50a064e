"""Postings as files: how they are read, checked and kept readable, whatever is in them.

Knows no other posting, no page and no build.
"""
