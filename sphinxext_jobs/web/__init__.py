"""Everything that only a web site has: heads, feeds, sitemap, redirects, scripts.

No code here is needed to read or show a posting.
"""
