"""Alignment: which blocks of a text and of its translation say the same.

Two sequences of blocks go in, a sequence of beads comes out. A block is a text with its kind and
its place in the structure of a document. No module here may know catalogues, jobs, pages or
Sphinx, so that any two documents with blocks can be aligned.

Each module imports only those before it: ``anchors``, ``segments``, ``lexicon``, ``evidence``,
``sections``, ``bitext``, ``features``, ``lattice``, ``confidence``, ``reordering``, ``align``. The
last one is the entrance.
"""
