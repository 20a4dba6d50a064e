"""The page at a former address: it leads readers and search engines to a posting."""

from __future__ import annotations

import html

#: The mark by which an earlier build's redirect is known.
MARK = '<meta name="generator" content="sphinxext-jobs">'

_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
{mark}
<meta http-equiv="refresh" content="0; url={url}">
<link rel="canonical" href="{canonical}">
<title>{title}</title>
</head>
<body>
<p><a href="{url}"{title_lang}>{title}</a></p>
</body>
</html>
"""


def redirect_page(
    url: str, title: str, lang: str, title_lang: str = "", canonical: str = ""
) -> str:
    """Return the page that leads to *url*, a posting's with *title*; *lang* is its language.

    *title_lang* is the language of the title if it is another, *canonical* the absolute address.
    """
    foreign = title_lang not in ("", lang)
    return _PAGE.format(
        mark=MARK,
        lang=html.escape(lang),
        url=html.escape(url),
        canonical=html.escape(canonical or url),
        title=html.escape(title),
        title_lang=f' lang="{html.escape(title_lang)}"' if foreign else "",
    )
