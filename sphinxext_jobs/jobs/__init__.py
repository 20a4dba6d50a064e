"""All postings together: look-ups, counterparts, the gate. Values in, values out.

Knows no page and no build.
"""
