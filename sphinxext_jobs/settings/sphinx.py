"""The values of Sphinx that choose documents and messages, read as Sphinx reads them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

#: The kinds of files that MyST-Parser and MyST-NB read, by which our parser takes their place.
_MARKDOWN = frozenset({"md", "markdown", "myst", "myst-nb"})
#: The extensions with which a project reads all its Markdown, and not our postings alone.
_READERS = frozenset({"myst_parser", "myst_nb"})
#: What Sphinx excludes from every project.
_NEVER = ("**/_sources", ".#*", "**/.#*", "*.lproj/**")


@dataclass(frozen=True, kw_only=True)
class SphinxValues:
    """The values of ``conf.py`` that say which files are documents, and which messages are shown.

    *suffixes* gives the kind of each suffix. *assets* are the folders that an HTML build copies.
    *names_markdown* says that the project reads all its Markdown, as far as ``conf.py`` can say
    it: another extension may set up MyST-Parser, too.
    """

    suffixes: Mapping[str, str]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    templates: tuple[str, ...]
    assets: tuple[str, ...]
    root_doc: str
    names_markdown: bool
    suppressed: frozenset[str]
    page_suffix: str
    #: The pages of an HTML build that no document makes.
    generated: tuple[str, ...]
    has_index: bool

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Read the values of a ``conf.py``; those that are missing have Sphinx's defaults."""
        extensions = set(_strings(values.get("extensions")))
        own = values.get("source_suffix")
        kinds = set(own.values()) if isinstance(own, Mapping) else set()
        pages = values.get("html_additional_pages")
        indices = values.get("html_domain_indices", True)
        return cls(
            suffixes=_suffixes(own, extensions),
            include=_strings(values.get("include_patterns", ["**"])),
            exclude=(*_strings(values.get("exclude_patterns")), *_NEVER),
            templates=_strings(values.get("templates_path")),
            assets=_strings(values.get("html_extra_path"))
            + _strings(values.get("html_static_path")),
            root_doc=str(values.get("root_doc") or values.get("master_doc") or "index"),
            names_markdown=not _READERS.isdisjoint(extensions)
            or any(name.startswith("myst_") for name in values)
            or (own is not None and (".md" in own or not kinds <= {None, "restructuredtext"})),
            suppressed=frozenset(_strings(values.get("suppress_warnings"))),
            page_suffix=str(values.get("html_file_suffix") or ".html"),
            generated=(
                "search",
                *(["genindex"] if values.get("html_use_index", True) else []),
                *(map(str, pages) if isinstance(pages, Mapping) else []),
            ),
            has_index="job-index" in indices
            if isinstance(indices, list | tuple)
            else bool(indices),
        )

    def reads_postings(self, name: str) -> bool:
        """Whether the parser of a file reads postings."""
        kind = next((kind for suffix, kind in self.suffixes.items() if name.endswith(suffix)), "")
        return kind in _MARKDOWN

    def shows(self, kind: str) -> bool:
        """Whether messages ``jobs.<kind>`` are shown: ``suppress_warnings`` may name them."""
        return not is_suppressed(kind, self.suppressed)


def is_suppressed(kind: str, names: Collection[str]) -> bool:
    """Whether ``suppress_warnings`` names the messages ``jobs.<kind>``."""
    return not {"jobs", "jobs.*", f"jobs.{kind}"}.isdisjoint(names)


def _strings(value: Any) -> tuple[str, ...]:
    """Return a list of strings; a lone string is a list of one."""
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else ()


def _suffixes(own: Any, extensions: set[str]) -> dict[str, str]:
    """Return the kind of each suffix: those of ``conf.py``, then those of MyST."""
    if isinstance(own, Mapping):
        found = {str(suffix): str(kind or "restructuredtext") for suffix, kind in own.items()}
    else:
        found = dict.fromkeys(_strings(own) or (".rst",), "restructuredtext")
    added = {".md": "markdown"}
    if "myst_nb" in extensions:
        added = {".md": "myst-nb", ".ipynb": "myst-nb"}
    for suffix, kind in added.items():
        if found.get(suffix, "restructuredtext") == "restructuredtext":
            found[suffix] = kind
    return found
