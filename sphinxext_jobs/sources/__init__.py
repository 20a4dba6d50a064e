"""Postings as files: how they are read and checked, even if they are damaged.

No code here knows pages or builds, or more than one posting.
"""
