"""The documentation, and in ``handbook/`` the example of a bilingual handbook."""

import sys
from pathlib import Path

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sphinxext-jobs"
author = "The sphinxext-jobs developers"
copyright = "2026, " + author
version = release = "0.1"

extensions = ["sphinxext_jobs", "sphinx.ext.autodoc", "samples", "tables"]
exclude_patterns = ["_build", "_ext"]
html_theme = "furo"
html_title = "sphinxext-jobs"
templates_path = ["_templates"]
locale_dirs = ["locale"]
gettext_compact = False
autodoc_member_order = "bysource"
myst_heading_anchors = 3  # MyST 4 knows no heading by its words unless asked

# The example handbook.
jobs_languages = ["en", "fr"]
jobs_publish = "language"
jobs_apply_url = "https://example.org/apply/{leverId}"
jobs_timezone = "America/Toronto"
jobs_organization = {
    "en": {
        "name": "Lakeshore Ferries Authority",
        "sameAs": "https://example.org/",
        "address": {"addressCountry": "CA"},
        "applicantLocationRequirements": "Canada",
        "currency": "CAD",
    },
    "fr": {
        "name": "Régie des traversiers du littoral",
        "sameAs": "https://example.org/fr/",
        "address": {"addressCountry": "CA"},
        "applicantLocationRequirements": "Canada",
        "currency": "CAD",
    },
}
jobs_today = "2026-11-16"  # so that the example stays as its text describes it
jobs_always_open = ["general-application"]
# One posting of the example has no French text on purpose; a real handbook wants to know.
suppress_warnings = ["jobs.pair"]
linkcheck_ignore = [r"https://example\.org/.*"]


def setup(app: Sphinx) -> None:
    """Configure the site in the language of this build."""
    if app.config.language == "fr":
        app.config.author = "Les auteurs de sphinxext-jobs"
        app.config.copyright = f"2026, {app.config.author}"
    # The handbook's pages in the other language are left to the other site.
    other = "en" if app.config.language == "fr" else "fr"
    app.config.exclude_patterns.append(f"handbook/{other}/*.*")  # not those in postings/
