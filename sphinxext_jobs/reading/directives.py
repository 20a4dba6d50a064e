"""The directives ``job-posting``, ``job-index``, ``job-pairs``, in MyST and reStructuredText."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.transforms import Transform
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.directives.other import TocTree
from sphinx.util import docname_join
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import explicit_title_re
from sphinx.util.osutil import relpath

from .._compat import KEEPS_FOOTNOTES, is_in_markdown, project_config
from ..diagnostics import Diagnostic, Kind, Location
from ..jobs.records import IndexSpec, PairsSpec
from ..model import query
from ..model.fields import FIELDS
from ..model.values import flag
from ..sources.frontmatter import FrontMatter, clean, option, read
from ..sources.posting import Source, check_fields, front_matter_of, read_posting
from ..store import order
from ..store.config import settings_of
from ..store.domain import job_domain
from ..store.log import report
from ..text.wording import message as _
from ..views.lists import STYLES
from .parser import posting_section
from .placeholders import job_index, job_pairs
from .renderer import render_body


def _text(argument: str | None) -> str:
    return (argument or "").strip()


def _flag(argument: str | None) -> str:
    """Take a flag as it is written; without a value, it is set."""
    return _text(argument) or "true"


#: Each way to write a field as an option (reST lowers them), and its name.
_SPELLINGS = {
    spelling: name
    for name, declared in FIELDS.items()
    for spelling in (name, name.lower(), declared.attribute.replace("_", "-"))
}


def _place_of(directive: SphinxDirective) -> Location:
    """Return the location of a directive, as far as docutils knows it."""
    source, line = directive.get_source_info()
    path = source or str(directive.env.doc2path(directive.env.docname))
    return Location(path, line or directive.lineno)


class _Insert(Transform):
    """Puts a posting into a page once its text is parsed."""

    default_priority = order.INSERT_POSTING
    startnode: nodes.pending

    def apply(self) -> None:
        """Apply (see ``docutils.transforms.Transform``)."""
        self.startnode.replace_self(self.startnode.details["section"])


class JobPosting(SphinxDirective):
    """A posting inside any page, from a Markdown file or inline.

    The argument is the path of a file, relative to the page (or to the source folder, with
    a leading ``/``) or absolute. Without one, the options are the front matter and the
    content is the body. With a file, options replace its fields.
    """

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        spelling: _flag if FIELDS[name].read is flag else _text
        for spelling, name in _SPELLINGS.items()
    }

    def run(self) -> list[nodes.Node]:
        """Return the posting's section."""
        if self.arguments:
            return self._from_file(self.arguments[0].strip())
        path = self.env.doc2path(self.env.docname)
        front = self._front_matter()
        front.body, front.body_line = "\n".join(self.content), front.line + self.content_offset + 1
        source = self._read(front, path)
        report(source.diagnostics)
        if self._is_left_out(source):
            return []
        section = self._section(source)
        if is_in_markdown(self.state):
            self._render(source, section)
        else:
            section += self.parse_content_to_nodes(allow_section_headings=True)
        return self._placed(section)

    def _from_file(self, argument: str) -> list[nodes.Node]:
        path = None
        try:
            path = self._find(argument)
            file = job_domain(self.env).scan.read(path)
        except (OSError, RuntimeError, ValueError) as error:  # pathlib's, of loops and odd names
            if path is not None:
                self.env.note_dependency(str(path))
            reason = getattr(error, "strerror", None) or _("it cannot be found")
            problem = _("{path} cannot be read: {reason}.").format(path=argument, reason=reason)
            report([Diagnostic(Kind.FILE, _place_of(self), problem, _("Check the path."))])
            return []
        self.env.note_dependency(str(path))
        if file.fault:
            report([file.fault])
        # Not ``file.front``, because its fields are replaced here.
        front = front_matter_of(file.text, str(path)) or read(clean(file.text)[0], str(path))
        self._replace_fields(front)
        if self.content:
            problem = _("A posting from a file cannot have content of its own.")
            report([Diagnostic(Kind.QUERY, _place_of(self), problem, _("Remove the content."))])
        source = self._read(front, path)
        report(source.diagnostics)
        if self._is_left_out(source):
            return []
        section = self._section(source)
        self._render(source, section, str(path))
        return self._placed(section)

    def _placed(self, section: nodes.section) -> list[nodes.Node]:
        if KEEPS_FOOTNOTES or not is_in_markdown(self.state):
            return [section]
        # MyST-Parser 3 would look for its footnotes among the page's.
        pending = nodes.pending(_Insert, {"section": section})
        self.state.document.note_pending(pending)
        return [pending]

    def _find(self, argument: str) -> Path:
        """Return the path of a file; raises as pathlib does for a name that no file can have."""
        path = Path(argument)
        if not (path.is_absolute() and path.is_file()):
            path = Path(self.env.relfn2path(argument)[1])
        path.is_file()  # as Sphinx will ask in the next build
        return path

    def _front_matter(self) -> FrontMatter:
        """Read the options as front matter, all on the line of the directive."""
        at = _place_of(self)
        line = at.line or 1
        front = FrontMatter(at.path, line)
        for spelling, value in self.options.items():
            front.nodes[_SPELLINGS[spelling]] = option(value)
            front.lines[_SPELLINGS[spelling]] = line
        return front

    def _replace_fields(self, front: FrontMatter) -> None:
        """Replace the fields of a file by the options, and report options that are not valid."""
        given = self._front_matter()
        faults = check_fields(given)
        report(faults.values())
        for name, node in given.nodes.items():
            if name not in faults:
                front.nodes[name] = node
                front.lines.setdefault(name, 1)

    def _render(self, source: Source, section: nodes.section, path: str | None = None) -> None:
        config = project_config(self.env)
        render_body(config, self.state.document, section, source, path=path)

    def _is_left_out(self, source: Source) -> bool:
        return bool(source.posting.draft) and not job_domain(self.env).settings.drafts

    def _read(self, front: FrontMatter, path: Path) -> Source:
        settings = job_domain(self.env).settings
        return read_posting(
            front,
            # The folders above the project do not name a posting's language.
            path=PurePath(relpath(path, self.env.srcdir)),
            languages=settings.known_languages,
            default_lang=settings.language,
        )

    def _section(self, source: Source) -> nodes.section:
        return posting_section(self.env, self.state.document, source, is_page=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Option:
    """An option of ``job-index``: how it is read, and its help."""

    read: Callable[[str], Any]
    help: str


def _style(argument: str) -> str:
    return directives.choice(argument, tuple(STYLES))


def _yes(argument: str) -> bool:
    return _flag(argument).lower() not in ("false", "no", "off")


INDEX_OPTIONS = {
    "status": Option(
        query.parse_statuses,
        "`open` (the default), `upcoming`, `closed`, several of them, or `all`",
    ),
    "language": Option(
        query.parse_language,
        "a language tag: the texts in that language; `all`: every text; by default, each key once, "
        "in the page's language if possible",
    ),
    "where": Option(
        query.parse_where,
        "conditions on fields, with `;` between them: `team = Design | Research`, "
        "`team != Design`, `salary` (has one), `!salary` (has none)",
    ),
    "group-by": Option(query.parse_group_by, "a field: one list for each of its values"),
    "sort": Option(
        query.parse_sort,
        "fields, with `-` for descending order: `-expiryDate, title`; by default, `title`",
    ),
    "limit": Option(directives.positive_int, "the most postings to show"),
    "style": Option(_style, "`list` (the default), `table` or `cards`"),
    "filter": Option(
        query.parse_filter,
        "whether readers can filter and sort the list in a browser: `yes`, `no`, or the fields "
        "to filter by, such as `team, tags`; by default, in tables and cards of five postings or "
        "more",
    ),
    "feed": Option(
        _yes, "whether a link below the list leads to the feed of open postings in its language"
    ),
    "toctree": Option(
        _yes,
        "whether the postings are under this page in the navigation; by default, they are under "
        "the fullest list in their language",
    ),
}


class JobIndex(SphinxDirective):
    """A list of postings; its content is shown if the list is empty."""

    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        name: declared.read for name, declared in INDEX_OPTIONS.items()
    }

    def run(self) -> list[nodes.Node]:
        """Note the query, and leave a placeholder."""
        domain = job_domain(self.env)
        docname = self.env.docname
        options = dict(self.options)
        style = options.pop("style", "list")
        toctree, filter_ = options.pop("toctree", None), options.pop("filter", None)
        feed = options.pop("feed", False)
        names = {"status": "statuses", "group-by": "group_by"}
        chosen = {names.get(name, name): value for name, value in options.items()}
        index = IndexSpec(query.Query(**chosen), _place_of(self), style, toctree, filter_, feed)
        placeholder = job_index("", docname=docname, number=len(domain.page(docname).indexes))
        self.set_source_info(placeholder)
        domain.note(docname).indexes.append(index)
        placeholder += self.parse_content_to_nodes()
        return [placeholder]


PAIRS_OPTIONS = {
    "status": INDEX_OPTIONS["status"],
    "problems": Option(_yes, "show only the jobs with something to do"),
}


class JobPairs(SphinxDirective):
    """The state of the pairing: each job in each language, and the open tasks."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        name: declared.read for name, declared in PAIRS_OPTIONS.items()
    }

    def run(self) -> list[nodes.Node]:
        """Note the query, and leave a placeholder."""
        domain = job_domain(self.env)
        docname = self.env.docname
        placeholder = job_pairs("", docname=docname, number=len(domain.page(docname).pairs))
        self.set_source_info(placeholder)
        statuses = self.options.get("status", query.Query().statuses)
        spec = PairsSpec(statuses, self.options.get("problems", False))
        domain.note(docname).pairs.append(spec)
        return [placeholder]


class SiteToctree(TocTree):
    """``toctree``, with this site's posting instead of one that is left to another site."""

    def run(self) -> list[nodes.Node]:
        """Replace the entries (see ``sphinx.directives.other.TocTree``)."""
        domain = job_domain(self.env)
        names = [self._docname(entry) for entry in self.content]
        for number, name in enumerate(names):
            if domain.files.get(name, (None, None))[1] is None:
                continue  # not a posting, or there is one site for all languages
            instead = domain.instead.get(name)
            domain.note(self.env.docname).toctrees[name] = instead
            if instead is not None:
                self.content[number] = "" if instead in names else f"/{instead}"
                names[number] = instead
        return super().run()

    def _docname(self, entry: str) -> str:
        """Return the document that an entry means for Sphinx."""
        explicit = explicit_title_re.match(entry)
        name = explicit[2] if explicit else entry
        for suffix in self.config.source_suffix:
            if name.endswith(suffix):
                name = name.removesuffix(suffix)
                break
        return docname_join(self.env.docname, name)


def take_toctree(app: Sphinx, config: Config) -> None:
    """Replace Sphinx's ``toctree`` by ours if there are several sites."""
    if settings_of(config).has_site_per_language:
        app.add_directive("toctree", SiteToctree, override=True)


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("job-posting", JobPosting)
    app.add_directive("job-index", JobIndex)
    app.add_directive("job-pairs", JobPairs)
    app.connect("config-inited", take_toctree, priority=order.TAKE_TOCTREE)
