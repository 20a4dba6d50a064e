"""``sphinx-jobs summary``: the Markdown that it writes about a change."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from ..diagnostics import printable
from ..jobs.gate import written
from ..pairing.cards import Card, Point
from ..pairing.catalogs.words import MAX_COMPARED, changes, words
from ..sources.git import changes_since
from ..text.languages import best
from ..text.plain import cut
from ..text.wording import N_, and_more, message_language, ngettext
from ..text.wording import message as _
from .change import Change, compare
from .markdown import code, escaped, link
from .pairs import not_exact
from .project import ProjectError, open_project, pair_command
from .revision import Revision, before
from .states import Blocks, Looker

#: The first line, by which a program finds its own comment.
MARKER = "<!-- sphinx-jobs summary -->"
#: GitHub's limit is 65,536 characters; others may count bytes.
LIMIT = 60_000
#: The numbers of rows, of settled points, and of jobs in a sentence.
_ROWS, _SETTLED, _NAMED = 10, 20, 5
#: The lengths of texts in a cell, and the number of words around a difference.
_TITLE, _TEXT, _AROUND = 80, 120, 4

#: Returns the address of a line of a file, relative to the root of the repository, or None.
Address = Callable[[str, int], str | None]


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status. Raises ``GitError`` if git cannot compare."""
    project = open_project(conf_dir=found.conf_dir, strict=found.strict_config)
    address = address_of(found.link, os.environ)
    changes = changes_since(found.since, project.root)
    now = Looker(Revision(project, changes))
    with before(project, changes) as base:
        then = Looker(base)
        (texts, catalogs), (old_texts, old_catalogs) = now.touched(), then.touched()
        keys = texts | catalogs | old_texts | old_catalogs
        blocks = then.blocks(), now.blocks()
        change = compare(then.state(keys), now.state(keys), texts | old_texts, blocks)
    places = Places(project.root, changes.root, address)
    print(write(change, places, pair_command(project.root)), end="")
    for record in change.unread:
        print(f"sphinx-jobs: {printable(not_exact(record))}", file=sys.stderr)
    return 3 if change.unread else 0


def address_of(template: str | None, environ: Mapping[str, str]) -> Address:
    """Return the addresses of lines, by a template; without one, by the variables of CI.

    Raises ``ProjectError`` for a template without a path.
    """
    if template is None:
        template = _of_ci(environ)
    elif template and "{path}" not in template:
        problem = _("--link has no {path}: write an address such as {example}.")
        example = "'https://github.com/OWNER/NAME/blob/main/{path}#L{line}'"
        raise ProjectError(problem.format(path="{path}", example=example))

    def address(path: str, line: int) -> str | None:
        # Not by ``format``, because the template may have other braces.
        found = template.replace("{line}", str(line)).replace("{path}", quote(path))
        return found or None

    return address


def _of_ci(environ: Mapping[str, str]) -> str:
    if environ.get("GITHUB_ACTIONS") and environ.get("GITHUB_REPOSITORY"):
        server = environ.get("GITHUB_SERVER_URL", "https://github.com")
        sha = environ.get("GITHUB_SHA", "HEAD")
        return f"{server}/{environ['GITHUB_REPOSITORY']}/blob/{sha}/{{path}}#L{{line}}"
    if environ.get("GITLAB_CI") and environ.get("CI_PROJECT_URL"):
        sha = environ.get("CI_COMMIT_SHA", "HEAD")
        return f"{environ['CI_PROJECT_URL']}/-/blob/{sha}/{{path}}#L{{line}}"
    return ""


class Places:
    """Writes the places of a project, with the addresses of its lines in the *repository*."""

    def __init__(self, root: Path, repository: Path, address: Address) -> None:
        self._root, self._address = Path(os.path.realpath(root)), address
        self._repository = repository

    def link(self, path: str, line: int, label: str = "") -> str:
        """Write a place as a link, or without an address as ``FILE:LINE``.

        *path* is absolute, or relative to the source folder.
        """
        name = os.path.relpath(self._root / path, self._repository).replace(os.sep, "/")
        address = self._address(name, line)
        return link(label or f"{name}:{line}", address) if address else code(f"{name}:{line}")


def write(change: Change, places: Places, command: str) -> str:
    """Write the summary, shorter than ``LIMIT``; *command* runs ``jobs-pair``."""
    text = ""
    for rows in range(_ROWS, -1, -1):
        lines = [
            MARKER,
            f"### {_heading(change)}",
            *_notices(change, places, command),
            *_added(change, places, rows),
            *_settled(change, _SETTLED * rows // _ROWS),
            *_end(change),
        ]
        text = "\n".join(lines) + "\n"
        if len(text.encode()) <= LIMIT:
            break
    return text


def _heading(change: Change) -> str:
    added, settled = len(change.added), len(change.settled)
    if added:
        text = ngettext("{count} point out of step", "{count} points out of step", added)
        found = "⚠️ " + text.format(count=added)
    else:
        found = "✅ " + _("nothing out of step")
    if settled:
        text = ngettext("{count} back in step", "{count} back in step", settled)
        found = f"{found}, {text.format(count=settled)}"
    return _("Job postings: {state}").format(state=found)


def _notices(change: Change, places: Places, command: str) -> Iterator[str]:
    """Yield paragraphs on whatever makes the summary incomplete."""
    if change.stale:
        text = _(
            "jobs-pair was not run after the last edit of {jobs}, so points may be missing here. "
            "Run {command}, and commit the catalogues."
        )
        yield from ("", f"> {text.format(jobs=_listed(change.stale), command=code(command))}")
    for record in change.unread[:_NAMED]:
        text = _("{path} cannot be read, so its job is left out. Run {command}.")
        path = places.link(record.path, 1)
        yield from ("", f"> {text.format(path=path, command=code('sphinx-jobs check'))}")
    if count := len(change.unread[_NAMED:]):
        text = ngettext(
            "{count} more file cannot be read.", "{count} more files cannot be read.", count
        )
        yield from ("", f"> {text.format(count=count)}")


def _listed(keys: Sequence[str]) -> str:
    """Name some jobs, and count the others."""
    named = ", ".join(code(cut(key, _TITLE)) for key in keys[:_NAMED])
    return and_more(named, len(keys) - _NAMED)


def _added(change: Change, places: Places, rows: int) -> Iterator[str]:
    """Yield a table of the points that a change adds."""
    if not change.added:
        return
    if rows:
        heads = (_("Job"), _("Point"), _("Text"), _("Lines"))
        yield from ("", f"| {' | '.join(heads)} |", "|---|---|---|---|")
    for card in change.added[:rows]:
        point = card.points[0]
        cells = (_jobs(card), escaped(card.label), _text(point), _lines(point, places))
        yield f"| {' | '.join(cells)} |"
    if count := len(change.added[rows:]):
        text = ngettext("{count} more point.", "{count} more points.", count)
        yield from ("", text.format(count=count))
    if any(card.kind.claim for card in change.added):
        text = _("If a text is right as it is, type {command}, and commit the catalogue.")
        yield from ("", text.format(command=code("sphinx-jobs confirm FILE:LINE")))


def _jobs(card: Card) -> str:
    keys = {point.key for point in card.points}
    return and_more(_title(card.points[0]), len(keys) - 1)


def _title(point: Point) -> str:
    """Return the title of a job, in the language of the reader if it has one."""
    titles = {text.unit.lang: text.title for text in reversed(point.texts)}
    found = titles.get(best(titles, message_language()) or "", point.texts[0].title)
    return escaped(cut(found, _TITLE))


def _text(point: Point) -> str:
    """Return the words of a point: those that changed or differ, or the beginning of the text."""
    field = point.field
    if field is not None:
        values = map(written, (field.source, field.target))
        return code(cut(f"{field.name}: {' / '.join(values)}", _TEXT))
    if point.row is None:
        result = point.result
        if result and result.better:
            return code(cut(result.better.path, _TEXT))
        return escaped(cut(result.fault.text, _TEXT)) if result and result.fault else ""
    finding = point.row.finding
    now = [" ".join(block.text for block in side) for side in point.blocks]
    if finding is not None:
        for evidence in finding.evidence:
            if evidence.kind is finding.kind:
                sides = (", ".join(side) or "–" for side in (evidence.source, evidence.target))
                return escaped(cut(" / ".join(sides), _TEXT))
        changes = [
            _difference(old, new)
            for old, new in zip(finding.before, now, strict=True)
            if old is not None
        ]
        if finding.catalog is not None and now[1]:
            changes.append(_difference(now[1], finding.catalog))
        if any(changes):
            return "<br>".join(filter(None, changes))
    return escaped(cut(" ".join(words(now[0] or now[1])), _TEXT))


def _difference(old: str, new: str) -> str:
    """Write the first words that changed, between those around them."""
    mine, theirs = words(old), words(new)
    if len(mine) * len(theirs) > MAX_COMPARED:
        start = next((n for n, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), 0)
        found = (start, len(mine), start, len(theirs))
    else:
        matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
        codes = (found[1:] for found in matcher.get_opcodes() if found[0] != "equal")
        found = next(codes, (0, 0, 0, 0))
    i, j, k, m = found
    if (i, k) == (j, m):
        # Only an address changed, or the markup.
        return " ".join(
            _marked(name, each)
            for change in islice(changes(old, new), 1)
            for name, each in zip(("del", "ins"), change, strict=True)
        )
    parts = [
        "…" if k > _AROUND else "",
        escaped(" ".join(theirs[max(0, k - _AROUND) : k])),
        _marked("del", mine[i:j]),
        _marked("ins", theirs[k:m]),
        escaped(" ".join(theirs[m : m + _AROUND])),
        "…" if m + _AROUND < len(theirs) else "",
    ]
    return " ".join(filter(None, parts))


def _marked(name: str, texts: Sequence[str]) -> str:
    return f"<{name}>{escaped(cut(' '.join(texts), _TEXT))}</{name}>" if texts else ""


def _lines(point: Point, places: Places) -> str:
    langs = {text.unit.path: text.unit.lang for text in point.texts}
    found = (
        places.link(path, line, f"{langs[path]} {line}" if path in langs else "")
        for path, line in point.places
    )
    return " · ".join(found)


def _settled(change: Change, rows: int) -> Iterator[str]:
    """Yield a folded list of the points that a change settles."""
    count = len(change.settled)
    if not count:
        return
    text = ngettext("{count} back in step", "{count} back in step", count).format(count=count)
    yield from ("", f"<details><summary>{text}</summary>", "")
    for card in change.settled[:rows]:
        text = _text(card.points[0])
        yield _("- {job}: {point}").format(job=_jobs(card), point=escaped(card.label)) + (
            f" – {text}" if text else ""
        )
    if left := len(change.settled[rows:]):
        text = ngettext("{count} more point.", "{count} more points.", left)
        yield f"- {text.format(count=left)}"
    yield from ("", "</details>")


def _end(change: Change) -> Iterator[str]:
    """Yield sentences on all jobs."""
    if change.earlier:
        text = ngettext(
            "{count} point that was there before was only found by the catalogues of this change.",
            "{count} points that were there before were only found by the catalogues of this "
            "change.",
            change.earlier,
        )
        yield from ("", text.format(count=change.earlier))
    before, now = change.blocks
    if not now.total:
        return
    text = _("{agreed} of {total} blocks agree ({percent}%{before}).").format(
        agreed=now.agreed,
        total=now.total,
        percent=now.agreed * 100 // now.total,  # rounded down: 100% is all
        before=_before(N_("; {count} before"), now.agreed, before.agreed),
    )
    yield from ("", " ".join([text, *_states(before, now)]))


def _states(before: Blocks, now: Blocks) -> Iterator[str]:
    counted = (
        (N_("Drifted: {count}{before}."), "drifted"),
        (N_("To check: {count}{before}."), "doubtful"),
        (N_("Untranslated: {count}{before}, {words} words."), "untranslated"),
        (N_("Without an original: {count}{before}."), "unmatched"),
        (N_("Only in the catalogue: {count}{before}."), "unapplied"),
    )
    for text, name in counted:
        count, was = getattr(now, name), getattr(before, name)
        if count or was:
            then = _before(N_(" ({count} before)"), count, was)
            yield _(text).format(count=count, before=then, words=now.words)


def _before(text: str, now: int, before: int) -> str:
    """Return the number before, if it was another one."""
    return _(text).format(count=before) if now != before else ""
