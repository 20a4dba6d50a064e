"""The domain: what documents say of jobs, kept and merged, and Sphinx's questions answered.

Decides nothing about jobs and shows nothing.
"""
