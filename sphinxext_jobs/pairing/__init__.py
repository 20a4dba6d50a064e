"""Pairing: two texts as sequences of blocks become a gettext catalogue.

The alignment of blocks and the rules for catalogues belong here. No code here knows postings, pages
or Sphinx: a text is a unit with a key, a language, a path and blocks.
"""
