"""From files to doctrees: which files are read, the parser, the directives, the languages.

Shows nothing: it leaves placeholders, which ``pages`` fills.
"""
