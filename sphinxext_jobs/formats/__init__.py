"""Formats that other programs read: feeds, schema.org, redirects, as text.

Knows no build: what it needs is passed in.
"""
