"""The command ``sphinx-jobs``.

Loads Sphinx only for a command that needs it.
"""
