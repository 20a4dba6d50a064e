"""Formats that other programs read: feeds, schema.org, redirects, as text.

No code here knows a build: each function gets all that it needs as arguments.
"""
