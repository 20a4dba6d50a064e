"""The settings of a build: every ``jobs_*`` value of ``conf.py``, declared once.

No code here knows postings or Sphinx: ``store.config`` registers the values.
"""
