"""Views: what readers see of postings, as values that builds compare.

No node, no HTML, and nothing of Sphinx: see ``pages`` and ``web`` for these.
"""
