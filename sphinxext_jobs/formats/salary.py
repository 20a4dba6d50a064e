"""The salary of a posting, from the author's words to schema.org's MonetaryAmount."""

from __future__ import annotations

import re
from typing import Any

_UNITS = {
    **dict.fromkeys(["year", "annum", "yearly", "annually", "yr", "an", "année"], "YEAR"),
    **dict.fromkeys(["month", "monthly", "mo", "mois"], "MONTH"),
    **dict.fromkeys(["week", "weekly", "wk", "semaine"], "WEEK"),
    **dict.fromkeys(["day", "daily", "jour"], "DAY"),
    **dict.fromkeys(["hour", "hourly", "hr", "h", "heure"], "HOUR"),
}
#: The currencies that a text names; that of ``$`` alone depends on the organization.
_CURRENCIES = {
    **{code: code for code in ("CAD", "USD", "AUD", "NZD")},
    **dict.fromkeys(["CA", "CDN"], "CAD"),
    "US": "USD",
    "€": "EUR",
    "£": "GBP",
}
_CODE = f"(?:{'|'.join(filter(str.isalpha, _CURRENCIES))})"
#: The names next to a sign or an amount: ``CA$``, ``$62,300 CAD``, ``62 300 $ CA``.
_NAME = re.compile(rf"(?<![A-Za-z]){_CODE}(?= ?\$)|(?<=[\d$kK]) ?{_CODE}\b")
_THOUSANDS = re.compile(r"(?<=\d) ?[kK](?![A-Za-z])")
#: The length of the longest amount, 999,999,999.99. JSON cannot write much longer ones exactly.
_LONGEST_AMOUNT = 14
#: In a range that is wider, the first amount is shortened: ``$95–120,000``.
_WIDEST = 10
#: A supplement, after which the amount is still the base: ``$27.10 an hour, plus 12% at night``.
_SUPPLEMENT = re.compile(r",? (?:plus|\+) .*", re.IGNORECASE)
_UNIT = rf" ?(?:an?|per|par|/|(?:de )?l['’])? ?({'|'.join(_UNITS)})\.?"
_TO = r" ?(?:to|and|à|et|-|–|—) ?"
_EN = r"((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d\d)?)"
_FR = r"((?:\d{1,3}(?: \d{3})+|\d+)(?:,\d\d)?)"
_SALARIES = (
    re.compile(rf"(?:(?:from |between )?\$ ?{_EN}{_TO}\$? ?|\$ ?){_EN}{_UNIT}", re.IGNORECASE),
    re.compile(rf"(?:(?:de |entre )?{_FR}(?: ?\$)?{_TO})?{_FR} ?\${_UNIT}", re.IGNORECASE),
)


def base_salary(text: str, currency: str | None) -> dict[str, Any] | None:
    """Read ``$62,300 to $73,450 a year`` or ``62 300 $ à 73 450 $ par an``.

    *currency* is that of ``$`` alone. A supplement does not count. Returns None if the text has any
    other words, because these may change its meaning.
    """
    text = _SUPPLEMENT.sub("", " ".join(text.split()))
    signs = set(re.findall("[$€£]", text))
    named = {_CURRENCIES[name.strip()] for name in (*_NAME.findall(text), *(signs - {"$"}))}
    text = re.sub("[€£]", "$", _NAME.sub("", text))
    text, thousands = _THOUSANDS.subn("", text)
    matches = (pattern.fullmatch(text) for pattern in _SALARIES)
    match = next(filter(None, matches), None)
    currency = next(iter(named), currency)
    if match is None or currency is None or len(signs) > 1 or len(named) > 1:
        return None
    written = [amount for amount in match.groups()[:2] if amount]
    if max(map(len, written)) > _LONGEST_AMOUNT or thousands not in (0, len(written)):
        return None
    amounts = [_number(amount) * (1000 if thousands else 1) for amount in written]
    low, high = amounts[0], amounts[-1]
    if not 0 < low <= high <= low * _WIDEST:  # $0 is a salary that nobody filled in
        return None
    names = ("minValue", "maxValue") if len(amounts) == 2 else ("value",)
    return {
        "@type": "MonetaryAmount",
        "currency": currency,
        "value": {
            "@type": "QuantitativeValue",
            **dict(zip(names, amounts, strict=True)),
            "unitText": _UNITS[match[3].lower()],
        },
    }


def _number(text: str) -> int | float:
    digits = int(re.sub(r"\D", "", text))
    has_cents = text[-3:-2] in (".", ",")  # a separator of thousands has three digits after it
    return digits / 100 if has_cents else digits
