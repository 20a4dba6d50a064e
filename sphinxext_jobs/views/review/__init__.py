"""The review pages of ``jobs-pair``: values, their words, and the templates that show them.

Nothing here reads or writes a file of the project. The builder gives the results of a run, and
writes the pages. They need no network, and most of what they offer works without JavaScript.
"""
