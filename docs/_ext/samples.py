"""Code samples that contain prose: whole blocks are messages of the page's catalogue.

The builder ``gettext`` extracts each ``code-block`` with ``:class: translated``. Sphinx would parse
its translation as Markdown, so this extension inserts the translation as it is.
"""

from __future__ import annotations

import gettext
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import docname_to_domain
from sphinx.util.typing import ExtensionMetadata


class TranslateSamples(SphinxTransform):
    """Replaces marked code blocks with their translation."""

    default_priority = 15  # before Locale (20), which must not see them

    def apply(self, **kwargs: Any) -> None:
        """Apply (see ``docutils.transforms.Transform``)."""
        domain = docname_to_domain(self.env.docname, self.config.gettext_compact)
        folder = self.env.srcdir / self.config.locale_dirs[0]
        catalogue = gettext.translation(domain, folder, [self.config.language], fallback=True)
        for block in self.document.findall(nodes.literal_block):
            if "translated" not in block["classes"]:
                continue
            text = catalogue.gettext(block.astext())
            if text == block.astext():
                block["translatable"] = True
            else:
                block.rawsource = text
                block[:] = [nodes.Text(text)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform."""
    app.add_transform(TranslateSamples)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
