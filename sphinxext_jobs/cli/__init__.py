"""The command ``sphinx-jobs``.

Sphinx is loaded only for a command that needs it.
"""
