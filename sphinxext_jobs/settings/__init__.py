"""The settings of a build: every ``jobs_*`` value of ``conf.py``, declared once.

Knows no posting, and how Sphinx registers values only in ``store.config``.
"""
