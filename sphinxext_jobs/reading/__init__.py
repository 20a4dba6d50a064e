"""From files to doctrees: which files are read, the parser, the directives, the languages.

No code here shows a posting: placeholders are left, which ``pages`` fills.
"""
