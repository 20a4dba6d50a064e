"""Text and its language: tags, words, dates, HTML and Markdown as plain text.

Knows no posting and no file.
"""
