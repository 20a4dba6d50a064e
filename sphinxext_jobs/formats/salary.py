"""The salary of a posting, from the author's words to schema.org's MonetaryAmount."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from babel.numbers import list_currencies

#: A longer text is not a salary alone.
_LONGEST = 200
#: No amount is longer than 999,999,999.99. JSON cannot write much longer ones exactly.
_LONGEST_AMOUNT = 14
#: The amounts of a range are not further apart.
_WIDEST = 10
#: From this amount on, a salary in one of these currencies is that of a year if it does not say so.
_SURELY_YEARLY = 30_000
_COMMON = frozenset({"CAD", "USD", "AUD", "NZD", "EUR", "GBP", "CHF"})
#: No amount in thousands has a separator of thousands, too: ``$95,000K``.
_MOST_OF_K = 1_000_000
#: The limits outside which thousands, or a point, are missing.
_LEAST = {"YEAR": 1000, "MONTH": 100}
_MOST = {"HOUR": 10_000}

#: A currency. That of ``$`` alone depends on the organization.
_CURRENCY = re.compile(
    r"(?<![^\W\d_])(?P<before>CAN?|CDN|C|USA?|AU?|NZ) ?\$"
    r"|\$ ?(?P<after>CAN?|CDN|USA?|AU|NZ)(?![^\W\d_])"
    r"|(?<=[\dkK]) (?P<name>CAN?|CDN|USA?)(?![^\W\d_])"
    r"|(?<![^\W\d_])(?P<code>[A-Z]{3})(?![^\W\d_])"
    r"|(?P<sign>[$€£])"
    r"|(?<![^\W\d_])(?i:(?P<country>canadian|us|american) )?(?i:(?P<word>dollar|euro)s?)"
    r"(?i: (?P<pays>canadien|américain)s?)?(?![^\W\d_])"
)
_COUNTRIES = {"C": "CAD", "U": "USD", "A": "AUD", "N": "NZD"}
_SIGNS = {"$": "$", "dollar": "$", "€": "EUR", "euro": "EUR", "£": "GBP"}

#: The words of each period in English and French: the unit in schema.org, and the part of the pay
#: that is that of a unit. Half of what is paid every two weeks is the pay of a week.
_PERIODS = (
    (
        r"bi-?weekly|(?:two|2|deux) (?:weeks|semaines)|fortnight(?:ly)?|quinzaine",
        ("WEEK", Decimal("0.5")),
    ),
    (r"semi-?monthly|bimensuel(?:le)?(?:s|ment)?", ("MONTH", Decimal(2))),
    (
        r"year(?:ly)?|annum|annual(?:ly)?|p\. ?a|pa|yr|an|année|annuel(?:le)?(?:s|ment)?",
        ("YEAR", Decimal(1)),
    ),
    (r"month(?:ly)?|mo|mth|mois|mensuel(?:le)?(?:s|ment)?", ("MONTH", Decimal(1))),
    (r"week(?:ly)?|wk|sem(?:aine)?|hebdomadaire", ("WEEK", Decimal(1))),
    (r"day|daily|diem|jour|j|quotidien(?:ne)?", ("DAY", Decimal(1))),
    (r"hour(?:ly)?|hr|h|heure|horaire", ("HOUR", Decimal(1))),
)
_PERIOD = re.compile(
    r"(?:/ ?|(?<![^\W\d_])"
    r"(?:(?:p/|(?:an?|per|par|every|each|la|le|chaque|aux|toutes les)\b|(?:de |à )?l['’]) ?)?)"
    rf"(?:{'|'.join(f'({words})' for words, _unit in _PERIODS)})(?![^\W\d_])\.?"
)
#: The level of a job, which has its own scale of pay: ``IT-03``.
_LEVEL = r"\b[A-Z]{2,4}-\d{1,2}\b"
#: The level in front of a salary, which may be in parentheses.
_BEFORE = re.compile(
    rf"{_LEVEL}(?:(?: ?[:,–—] ?| - )(?P<after>.+)| (?P<bare>[$\d].+)| ?\((?P<within>[^()]+)\))$"
)
#: Units that are not a period after a number: ``35 h``.
_NOUN = re.compile(
    r"(?:an|annum|année|year|yr|month|mo|mth|mois|week|wk|sem|day|j|jour|h|hr|hour)\.?"
)
#: Words at the end that leave the amount as it is: a supplement, its conditions, the level, the
#: hours.
_ADDITION = re.compile(
    r"(?<! et)(?<! ou),? (?:plus|\+) .*"
    r"|(?:,|,? (?:and|with|et|avec|&)) (?:full |great |excellent )?"
    r"(?:benefits|bonus(?:es)?|equity|commissions?|tips|avantages|primes?|pourboires)\b\D*"
    r"|[,;]? \(?(?:depending|based|according|commensurate|selon|en fonction|suivant|DOE)\b.*"
    r"|[,;]? \((?:(?:salary )?(?:currently )?under review|negotiable|"
    r"(?:actuellement )?en cours de révision|négociable)\)"
    rf"|[,;]? \({_LEVEL}\)"
    r"|[,;]? ?\(?\d[\d.,]* ?(?:h|hours?|heures?) ?(?:/|an? |per |par ).*",
    re.IGNORECASE,
)
_NUMBER = (
    r"(?:¤ ?)*(?P<{0}>[1-9]\d{{0,2}}(?:\.\d{{3}})+(?:,\d\d?)?|"
    r"\d{{1,3}}(?:,\d{{3}})+(?:\.\d\d?)?|\d{{1,3}}(?:[ '’]\d{{3}})+(?:[.,]\d\d?)?|"
    r"\d+(?:[.,]\d\d?)?)(?: ?(?P<{0}_k>k))?(?: ?[¤§])*"
)
_LABEL = (
    r"(?:§ ?)*"
    r"(?:(?:base |starting )?(?:salary|pay|wages?|rate|compensation)(?: range)?"
    r"(?: ?§)*(?: (?:of|is))?"
    r"|(?:salaire|rémunération|traitement|taux|(?:échelle|fourchette) (?:salariale|de traitement))"
    r"(?: de (?:base|départ))?"
    r"(?: ?§)*(?: est)?(?: de(?= ))?)? ?:? ?"
)
_LIMIT = (
    r"(?:(?P<between>between|entre|de|from)"
    r"|(?P<most>up to|at most|maximum(?: of)?|jusqu['’]à|au plus)"
    r"|(?P<least>starting(?: at| from)?|at least|over|more than|minimum(?: of)?|"
    r"à (?:partir|compter) de|dès|au moins|plus de))? ?"
)
_SALARY = re.compile(
    rf"{_LABEL}{_LIMIT}{_NUMBER.format('low')}"
    rf"(?: ?(?:to|and|à|et|up to|jusqu['’]à|[-–—‑−]) ?{_NUMBER.format('high')})?"
    r"(?P<more> ?\+| (?:and|or) (?:up|more|above)| (?:et|ou) plus| minimum)?(?: ?§)*"
    r"(?: (?:gross|base|brute?s?|de base))?(?: ?§)*\.?"
)


def base_salary(text: str, currency: str | None) -> dict[str, Any] | None:
    """Read ``$62,300 to $73,450 a year`` or ``62 300 $ à 73 450 $ par an``.

    *currency* is that of ``$`` alone. A supplement does not count. Returns None if the text has any
    other words, because these may change its meaning.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return None
    if before := _BEFORE.match(text):
        text = before[before.lastgroup or 0]
    text, addition = _without_addition(text)
    text, currencies = _without_currencies(text)
    text, units = _without_periods(text.lower())
    text = re.sub(r"\((¤|§|¤ ?§)\)", r"\1", text)
    own = currencies - {"$"} or ({currency} if currency and currencies else set())
    match = _SALARY.fullmatch(text)
    limits = _limits(match) if match else {}
    if not limits or len(own) != 1 or ("$" in currencies and own & {"EUR", "GBP"}):
        return None
    (code,) = own
    if re.search(r"\.\d{3}", text) and code != "EUR":
        return None  # points between thousands are usual in Europe only
    # The only period may be that of a supplement.
    if not units and code in _COMMON and not re.search(r"\d", re.sub(_LEVEL, "", addition)):
        units = {("YEAR", Decimal(1))} if min(limits.values()) >= _SURELY_YEARLY else set()
    if len(units) != 1:
        return None
    ((unit, factor),) = units
    amounts = [limit * factor for limit in limits.values()]
    if amounts[0] < _LEAST.get(unit, 0) or amounts[-1] > _MOST.get(unit, amounts[-1]):
        return None
    return {
        "@type": "MonetaryAmount",
        "currency": code,
        "value": {
            "@type": "QuantitativeValue",
            **dict(zip(limits, map(_json, amounts), strict=True)),
            "unitText": unit,
        },
    }


def _without_addition(text: str) -> tuple[str, str]:
    """Return the salary in a text, and what follows it."""
    found = _ADDITION.search(text)
    start = found.start() if found else len(text)
    return text[:start], text[start:]


def _without_currencies(text: str) -> tuple[str, set[str]]:
    """Return a text with ``¤`` for each currency, and their codes, with ``$`` for that sign."""
    found: set[str] = set()

    def mark(match: re.Match[str]) -> str:
        code, sign = match["code"], match["sign"] or (match["word"] or "").lower()
        if code and code not in list_currencies() and code not in ("CDN", "CAN"):
            return match[0]
        names = (match[name] for name in ("before", "after", "name", "country", "pays"))
        country = next(filter(None, names), "C" if code in ("CDN", "CAN") else "")
        known = _COUNTRIES.get(country[:1].upper())
        found.add("USD" if country[:2].upper() == "AM" else known or code or _SIGNS[sign])
        return f"{match[0][: match[0].startswith(' ')]}¤"

    return _CURRENCY.sub(mark, text), found


def _without_periods(text: str) -> tuple[str, set[tuple[str, Decimal]]]:
    """Return a text with ``§`` for each period, and their units."""
    found: set[tuple[str, Decimal]] = set()

    def mark(match: re.Match[str]) -> str:
        is_counted = text[: match.start()].rstrip()[-1:].isdigit()
        if is_counted and _NOUN.fullmatch(match[0]):
            return match[0]
        found.add(_PERIODS[(match.lastindex or 1) - 1][1])
        return "§"

    return _PERIOD.sub(mark, text), found


def _limits(match: re.Match[str]) -> dict[str, Decimal]:
    """Return the amounts by the names of their properties; none if they are not meant so."""
    low, high = match["low"], match["high"]
    if max(len(low), len(high or "")) > _LONGEST_AMOUNT:
        return {}
    first = _number(low) * (1000 if match["low_k"] else 1)
    if (match["low_k"] and first >= _MOST_OF_K) or (match["high_k"] and _number(high) >= 1000):
        return {}
    is_least = bool(match["least"] or match["more"] or match["between"] == "from")
    if high is None:
        if not first or (match["between"] and not is_least) or (match["most"] and match["more"]):
            return {}  # $0 is a salary that nobody filled in
        return {"minValue" if is_least else "maxValue" if match["most"] else "value": first}
    second = _number(high) * (1000 if match["high_k"] else 1)
    if 10 <= first < 1000 <= first * 1000 <= second:
        first *= 1000  # $95-120,000, $62 to $73K
    if match["least"] or match["most"] or match["more"]:
        return {}
    return {"minValue": first, "maxValue": second} if first <= second <= first * _WIDEST else {}


def _number(text: str) -> Decimal:
    # A separator of thousands has three digits after it.
    marked = re.sub(r"[.,](?=\d\d?$)", "_", text)
    return Decimal(re.sub("[ .,'’]", "", marked).replace("_", "."))


def _json(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
