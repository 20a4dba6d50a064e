"""Text and its language: tags, words, dates, HTML and Markdown as plain text.

No code here knows postings or files.
"""
