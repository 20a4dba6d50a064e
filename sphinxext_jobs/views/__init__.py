"""Views: the content that pages show of postings, as values that builds compare.

No code here makes nodes or HTML, or knows Sphinx: see ``pages`` and ``web``.
"""
