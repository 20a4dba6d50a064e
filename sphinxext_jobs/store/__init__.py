"""The domain: stores and merges the data of documents, and resolves references for Sphinx.

No code here has rules for jobs, or shows them.
"""
