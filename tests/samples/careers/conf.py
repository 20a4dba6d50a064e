project = "Careers at Lakeshore Ferries"
language = "en"
extensions = ["sphinxext_jobs"]
exclude_patterns = ["_build", "_index*.md", "**/_index*.md"]

jobs_languages = ["en", "fr"]  # the first is the source: French catalogues for English texts
locale_dirs = ["locale"]  # where the catalogues go
gettext_compact = False  # one catalogue for each page
