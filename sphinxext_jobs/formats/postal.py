"""The street and the postal code in the parts of an address."""

from __future__ import annotations

import re

from ..model.vocabularies import folded

#: Words of a part with a number that is a street, or a place within a building.
_STREET = re.compile(
    r"\b(?:street|st|avenue|ave?|road|rd|drive|dr|boulevard|blvd|boul|rue|chemin|ch|place|lane|way|"
    r"court|square|crescent|highway|hwy|quai|allee|parkway|route|cours|impasse|montee|rang|suite|"
    r"bureau|floor|etage|unit|room|building|\w*str(?:asse)?)\b"
)
#: Postal codes of Canada, the United Kingdom, and countries with five digits.
_CODE = r"[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|\d{5}(?:-\d{4})?"
_AFTER = re.compile(rf"(?:^| +)({_CODE})$")
_BEFORE = re.compile(r"(\d{5}) ([^\W\d].*)")
#: The number of a French department: ``Lyon (69)``.
_DEPARTMENT = re.compile(r"\d\d|2[AB]|97\d")


def pop_street(parts: list[str]) -> str:
    """Take the street off the front of the parts of a place, if it has other parts."""
    street: list[str] = []
    if len(parts) > 2 and parts[0].isdecimal() and _STREET.search(folded(parts[1])):
        street = [parts.pop(0), parts.pop(0)]
    while len(parts) > 1 and re.search(r"\d", parts[0]) and _STREET.search(folded(parts[0])):
        street.append(parts.pop(0))
    return ", ".join(street)


def pop_postcode(parts: list[str]) -> str:
    """Take the postal code off the end of the parts of a place, or off its town."""
    if len(parts) > 1 and _DEPARTMENT.fullmatch(parts[-1]):
        parts.pop()
    if not parts:
        return ""
    if found := _AFTER.search(parts[-1]):
        rest = parts[-1][: found.start()]
        if rest or len(parts) > 1:
            parts[-1:] = [rest] if rest else []
            return found[1]
    if found := _BEFORE.fullmatch(parts[-1]):
        parts[-1] = found[2]
        return found[1]
    return ""
