"""The postings that the tests of pairing share: a captain and a cook, in English and in French."""

from __future__ import annotations

from .support import posting

CONF = "jobs_languages = ['en', 'fr']\nlocale_dirs = ['locale']\ngettext_compact = False\n"
QUIET = CONF + "suppress_warnings = ['jobs.pair', 'jobs.duplicate']\n"

ENGLISH = """\
The captain commands the ferry *Aurora* between Port Nord and Anse Bleue.

## Responsibilities

- Navigate the ferry in winter, with 120 passengers
- Inspect the 4 motors with the mechanics

## Conditions

Our office pays $1,250.50 each week.

Present your application to <crew@ferries.example> before 30 June 2026.
"""
FRENCH = """\
Le capitaine commande le traversier *Aurora* entre Port Nord et Anse Bleue.

## Responsabilités

- Naviguer le traversier en hiver, avec 120\u00a0passagers
- Inspecter les 4\u00a0moteurs avec les mécaniciens

## Conditions de travail

Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine.

Présentez votre candidature à <crew@ferries.example> avant le 30\u00a0juin\u00a02026.
"""
CAPTAIN = posting("Ferry captain", "captain", ENGLISH, description="Command the ferry Aurora.")
CAPITAINE = posting(
    "Capitaine de traversier", "captain", FRENCH, description="Commandez le traversier Aurora."
)
FILES = {"en/captain.md": CAPTAIN, "fr/capitaine.md": CAPITAINE}
PO = "locale/fr/LC_MESSAGES/en/captain.po"

COOK = posting(
    "Cook",
    "cook",
    "The cook prepares 4 meals for the passengers.\n\n## Conditions\n\n"
    "Our office pays $1,250.50 each week.\n",
    description="Prepare meals.",
)
CUISINIER = posting(
    "Cuisinier",
    "cook",
    "Le cuisinier prépare 4\u00a0repas pour les passagers.\n\n## Conditions de travail\n\n"
    "Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine.\n",
    description="Préparez des repas.",
)
COOKS = {"en/cook.md": COOK, "fr/cuisinier.md": CUISINIER}
