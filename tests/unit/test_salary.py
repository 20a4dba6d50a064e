"""Salaries as people write them, in English and French, and what is read."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from sphinxext_jobs.formats.salary import base_salary

#: The amount, or the least and the most (None: unknown), and the unit; the currency if it is not
#: that of the organization. None: the salary is not read.
Expected = tuple[Any, ...] | None
SALARIES: dict[str, Expected] = {
    # A year
    "$62,300 a year": (62300, "YEAR"),
    "$62,300 per year": (62300, "YEAR"),
    "$62,300 per annum": (62300, "YEAR"),
    "$62,300 annually": (62300, "YEAR"),
    "$62,300/yr": (62300, "YEAR"),
    "$62,300 / year": (62300, "YEAR"),
    "$62,300 p.a.": (62300, "YEAR"),
    "62 300 $ par an": (62300, "YEAR"),
    "62 300 $/an": (62300, "YEAR"),
    "62 300 $ l’an": (62300, "YEAR"),
    "62 300 $ par année": (62300, "YEAR"),
    "62 300 $ annuellement": (62300, "YEAR"),
    "62,300 $ par an": (62300, "YEAR"),
    "$62 300 a year": (62300, "YEAR"),
    "62\u202f300,50\u00a0$ par an": (62300.5, "YEAR"),
    "62\u2009300 $ par an": (62300, "YEAR"),
    "$62,300.50 a year": (62300.5, "YEAR"),
    "Annual salary of $62,300": (62300, "YEAR"),
    "Salaire annuel : 62 300 $": (62300, "YEAR"),
    "Salaire de 62 300 $ par an": (62300, "YEAR"),
    "Salary range: $62,300 - $73,450": ((62300, 73450), "YEAR"),
    "Rémunération : de 62 300 $ à 73 450 $": ((62300, 73450), "YEAR"),
    # An amount that can only be that of a year
    "$95K": (95000, "YEAR"),
    "$95k": (95000, "YEAR"),
    "95 k$": (95000, "YEAR"),
    "95K$": (95000, "YEAR"),
    "$62.5K": (62500, "YEAR"),
    "62,5 k$": (62500, "YEAR"),
    "$95,000": (95000, "YEAR"),
    "80 000 $ CA": (80000, "YEAR"),
    "$95,000K": None,
    "$95,000 – $120,000K": None,
    "95 000 k$": None,
    "$9,500": None,
    "27,10 $": None,
    "9 500 000 ¥": None,
    "JPY 9,500,000": None,
    "JPY 9,500,000 a year": (9500000, "YEAR", "JPY"),
    # Ranges
    "$62,300 to $73,450": ((62300, 73450), "YEAR"),
    "$62,300–73,450 a year": ((62300, 73450), "YEAR"),
    "Between $62,300 and $73,450": ((62300, 73450), "YEAR"),
    "Entre 62 300 $ et 73 450 $": ((62300, 73450), "YEAR"),
    "De 62 300 à 73 450 $": ((62300, 73450), "YEAR"),
    "62 300 $ – 73 450 $ / an": ((62300, 73450), "YEAR"),
    "$95,000.00 - $120,000.00": ((95000, 120000), "YEAR"),
    "95,000 – 120,000 CAD": ((95000, 120000), "YEAR"),
    "$95-120,000": ((95000, 120000), "YEAR"),
    "95 à 120 000 $": ((95000, 120000), "YEAR"),
    "95 à 120 000 $ par an": ((95000, 120000), "YEAR"),
    "$95-120K": ((95000, 120000), "YEAR"),
    "95 à 120 k$": ((95000, 120000), "YEAR"),
    "$95K–$120K": ((95000, 120000), "YEAR"),
    "100–150k USD": ((100000, 150000), "YEAR", "USD"),
    "$62K to $73": None,
    "$73,450 to $62,300": None,
    "$9 to $120,000": None,
    "$62,300 to €73,450": None,
    "CA$62,300 to US$73,450": None,
    # One end
    "From $62,300 a year": ((62300, None), "YEAR"),
    "à partir de 62 300 $ par an": ((62300, None), "YEAR"),
    "à compter de 62 300 $ par an": ((62300, None), "YEAR"),
    "Starting at $27.10/h": ((27.1, None), "HOUR"),
    "$62,300+": ((62300, None), "YEAR"),
    "$62,300 and up": ((62300, None), "YEAR"),
    "62 300 $ et plus": ((62300, None), "YEAR"),
    "Up to $73,450 a year": ((None, 73450), "YEAR"),
    "Jusqu’à 73 450 $ par an": ((None, 73450), "YEAR"),
    "Over $62,300": ((62300, None), "YEAR"),
    "Plus de 62 300 $ par an": ((62300, None), "YEAR"),
    "Starting $27.10/hour": ((27.1, None), "HOUR"),
    "Between $62,300 a year": None,
    "Up to $73,450 and up": None,
    # Hours
    "$50–60/hour": ((50, 60), "HOUR"),
    "$27.10/h": (27.1, "HOUR"),
    "$27.10/hr": (27.1, "HOUR"),
    "$27.10 an hour": (27.1, "HOUR"),
    "$27.10 hourly": (27.1, "HOUR"),
    "Hourly rate: $27.10": (27.1, "HOUR"),
    "27,10 $ l'heure": (27.1, "HOUR"),
    "27,10 $ de l’heure": (27.1, "HOUR"),
    "27,10 $/h": (27.1, "HOUR"),
    "27,10 $ par heure": (27.1, "HOUR"),
    "Taux horaire : 27,10 $": (27.1, "HOUR"),
    "27,10 $ à 30 $ l’heure": ((27.1, 30), "HOUR"),
    "$95,000 an hour": None,
    # A number of hours or months is not an amount.
    "20 $/h - 40 h": None,
    "$25 – 40 h": None,
    "$900/h – 950 mois": None,
    # Days, weeks, months
    "$200 a day": (200, "DAY"),
    "200 $ par jour": (200, "DAY"),
    "$200/day": (200, "DAY"),
    "$1,500 weekly": (1500, "WEEK"),
    "1 500 $ par semaine": (1500, "WEEK"),
    "700 $/sem.": (700, "WEEK"),
    "$5,000 per month": (5000, "MONTH"),
    "5 000 $ par mois": (5000, "MONTH"),
    "2 800 € bruts mensuels": (2800, "MONTH", "EUR"),
    # Every two weeks is twice a week's pay; twice a month is half a month's.
    "$3,000 biweekly": (1500, "WEEK"),
    "$2,501 every two weeks": (1250.5, "WEEK"),
    "2 500 $ aux deux semaines": (1250, "WEEK"),
    "2 500 $ toutes les 2 semaines": (1250, "WEEK"),
    "$3,000 semi-monthly": (6000, "MONTH"),
    # Currencies
    "US$62,300": (62300, "YEAR", "USD"),
    "62 300 $ US par an": (62300, "YEAR", "USD"),
    "62 300 $CAN": (62300, "YEAR"),
    "C$62,300": (62300, "YEAR"),
    "CAD$62,300": (62300, "YEAR"),
    "CAD 62,300 a year": (62300, "YEAR"),
    "70,000 US dollars": (70000, "YEAR", "USD"),
    "70 000 dollars canadiens par an": (70000, "YEAR"),
    "50 à 60 k€": ((50000, 60000), "YEAR", "EUR"),
    "€50,000": (50000, "YEAR", "EUR"),
    "60.000 € par an": (60000, "YEAR", "EUR"),
    "€50.000 - €60.000 gross per year": ((50000, 60000), "YEAR", "EUR"),
    "2.800,50 € par mois": (2800.5, "MONTH", "EUR"),
    "0.500 €/h": None,
    "£35k": (35000, "YEAR", "GBP"),
    "CHF 95’000": (95000, "YEAR", "CHF"),
    "62,300 to 73,450 a year": None,
    "62300": None,
    "$62,300 EUR": None,
    "XYZ 62,300": None,
    # More words
    "$62,300 to $73,450, depending on experience": ((62300, 73450), "YEAR"),
    "62 300 $ à 73 450 $ selon l’expérience": ((62300, 73450), "YEAR"),
    "$27 an hour (35 hours a week)": (27, "HOUR"),
    "27 $/h, 35 h/semaine": (27, "HOUR"),
    "$100k-$150k USD + equity": ((100000, 150000), "YEAR", "USD"),
    "45 k€ brut/an": (45000, "YEAR", "EUR"),
    "$62,300 a year plus $5,000": (62300, "YEAR"),
    "$62,300 plus $5,000 a year": None,
    "62 300 $ net par an": None,
    "$62,300 a year, or $30 an hour": None,
    "$62,300 to $73,450 and benefits": ((62300, 73450), "YEAR"),
    "62 300 $ à 73 450 $ avec avantages sociaux": ((62300, 73450), "YEAR"),
    "$62,300, benefits": (62300, "YEAR"),
    "$62,300 and a bonus of $5,000": None,
    "Starting salary: $62,300": (62300, "YEAR"),
    "Échelle de traitement : 62 300 $ à 73 450 $": ((62300, 73450), "YEAR"),
    "$85,000 base + bonus": (85000, "YEAR"),
    "$85,000-$95,000 DOE": ((85000, 95000), "YEAR"),
    "$25-$30 hourly (DOE)": ((25, 30), "HOUR"),
    "$78,216 to $101,712 (under review)": ((78216, 101712), "YEAR"),
    "101 541 $ à 126 390 $ (en cours de révision)": ((101541, 126390), "YEAR"),
    "$62,300 (CAD) per year": (62300, "YEAR"),
    "62 300 $ (par année)": (62300, "YEAR"),
    "$62,300 (CAD/year)": (62300, "YEAR"),
    # The level
    "IT-03: $92,000 and up": ((92000, None), "YEAR"),
    "IT-03 ($101,541 to $126,390)": ((101541, 126390), "YEAR"),
    "CS-2 – 101 541 $ à 126 390 $": ((101541, 126390), "YEAR"),
    "$101,541 to $126,390 (IT-03)": ((101541, 126390), "YEAR"),
    "CAD 62,300": (62300, "YEAR"),
    "IT-03 $101,541 to $126,390": ((101541, 126390), "YEAR"),
    "IT-03 - 101 541 $ à 126 390 $": ((101541, 126390), "YEAR"),
    "IT-03 to IT-04: $92,000": None,
    "$80,000 annually (prorated)": None,
    "environ 80 000 $ par an": None,
    "40 000 $ par année pour 35 heures par semaine": None,
    # Not a salary
    "": None,
    "Competitive": None,
    "À discuter": None,
    "CS-02": None,
    "$0": None,
    "$62 a year": None,
    "$62,30 a year": None,
    "$62.300 a year": None,
    "$27.105 an hour": None,
    "$1,234,567,890,123 a year": None,
    "$62,300 a year" + " " * 300 + "or so": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SALARIES.items())
def test_salaries_as_people_write_them(text: str, expected: Expected) -> None:
    found = base_salary(text, "CAD")
    if expected is None:
        assert found is None
        return
    amount, unit, currency = (*expected, "CAD")[:3]
    low, high = amount if isinstance(amount, tuple) else (None, None)
    limits = {"minValue": low, "maxValue": high, "value": None if low or high else amount}
    assert found == {
        "@type": "MonetaryAmount",
        "currency": currency,
        "value": {
            "@type": "QuantitativeValue",
            **{name: limit for name, limit in limits.items() if limit is not None},
            "unitText": unit,
        },
    }


@pytest.mark.parametrize(
    ("piece", "times"),
    list(product(["$", " ", "1 ", "§", "¤ ", "a", "1,000 ", "- ", "l’", "plus "], [50, 5000])),
)
def test_no_text_takes_long_to_read(piece: str, times: int) -> None:
    assert base_salary("$1,000" + piece * times + "!", "CAD") is None
