"""The page at the root of several sites: a link to each language, and a script that chooses."""

from __future__ import annotations

import html
from collections.abc import Mapping

from ..text.languages import normalize
from ..text.wording import autonym

_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>body {{ font: 1.25rem/2 sans-serif; text-align: center; }}</style>
</head>
<body>
<main><p>{links}</p></main>
<script>
// The first language of the browser that has a site: fr-CA, otherwise any French one.
const known = [...document.links].map((link) => [link.hreflang.toLowerCase(), link.href]);
const primary = (tag) => tag.split("-")[0];
for (const wanted of navigator.languages.map((tag) => tag.toLowerCase())) {{
  const found =
    known.find(([tag]) => tag === wanted) ??
    known.find(([tag]) => primary(tag) === primary(wanted));
  if (found) {{
    location.replace(found[1]);
    break;
  }}
}}
</script>
</body>
</html>
"""
_LINK = '<a href="{url}" hreflang="{lang}" lang="{lang}">{name}</a>'


def root_page(sites: Mapping[str, str]) -> str:
    """Write the page that offers *sites*: their addresses by language tag, in order."""
    tags = {tag: html.escape(normalize(tag)) for tag in sites}
    names = {tag: html.escape(autonym(tag)) for tag in sites}
    links = [
        _LINK.format(url=html.escape(url), lang=tags[tag], name=names[tag])
        for tag, url in sites.items()
    ]
    return _PAGE.format(
        lang=next(iter(tags.values())), title=" | ".join(names.values()), links=" |\n".join(links)
    )
