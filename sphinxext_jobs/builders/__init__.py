"""Sphinx's builder ``jobs-pair``: units from doctrees, and the files and warnings of a run.

The units of a project, the run and its report belong here. Blocks are aligned, and catalogues are
brought up to date, in :mod:`sphinxext_jobs.pairing`.
"""
