"""The builder ``jobs-pair``: units from doctrees, the run over all pairs, its report.

The pairing itself is in ``pairing`` and needs no build.
"""
