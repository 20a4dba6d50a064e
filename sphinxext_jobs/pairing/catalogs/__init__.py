"""Catalogues: the translation of each block of a source, and the PO files that keep it.

The decision on each block, the translation memory and PO files belong here. No code here knows
postings, pages or Sphinx. Blocks are aligned in :mod:`sphinxext_jobs.pairing.alignment`.
"""
