"""Alignment: which blocks of a text and of its translation say the same.

Two sequences of blocks go in, a sequence of beads comes out. A block is a text with its kind and
its place in the structure of the document. Nothing here knows catalogues, jobs, pages or Sphinx:
whatever has blocks can be aligned.
"""
