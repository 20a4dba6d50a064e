"""``sphinx-jobs new``: the files of a new job, one in each language."""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
from pathlib import Path, PurePath

from ..jobs.drafts import Draft, drafts
from ..text.languages import is_tag, normalize
from ..text.wording import message as _
from .arguments import Commands
from .project import Project, ProjectError, add_options, open_project, shown, write_new


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "new",
        help=_("write the files of a new job, one in each language"),
        description=_(
            "Write a file in each language for a new job, next to the postings that exist. The "
            "files are drafts until you remove their line `draft: true`."
        ),
    )
    parser.add_argument("key", metavar=_("KEY"), help=_("the key, translationKey"))
    parser.add_argument(
        "--title",
        action="append",
        type=_title,
        default=[],
        metavar=_("LANGUAGE=TITLE"),
        help=_('the title in a language, such as fr="Chef de cuisine"; one for each language'),
    )
    add_options(parser)
    parser.set_defaults(run=run)


def _title(written: str) -> tuple[str, str]:
    lang, sign, title = written.partition("=")
    if not sign or not is_tag(lang.strip()) or not title.strip():
        raise argparse.ArgumentTypeError(
            _("“{text}” is not LANGUAGE=TITLE, such as fr=Titre.").format(text=written)
        )
    return normalize(lang), " ".join(title.split())


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    project = open_project(conf_dir=found.conf_dir, strict=found.strict_config)
    # Drafts count: their keys are taken.
    project = dataclasses.replace(
        project, settings=dataclasses.replace(project.settings, drafts=True)
    )
    key, titles = " ".join(found.key.split()), dict(found.title)
    _check(key, titles, project)
    known = [PurePath(record.path).relative_to(project.root) for record in project.records]
    made = [*drafts(key, titles, known, project.settings)]
    _write(project.root, made)
    for draft in made:
        print(shown(project.root / draft.path))
    print(
        _(
            "Fill in the empty fields and write the texts. Then remove the line `draft: true` from "
            "each file, and run `sphinx-jobs check`."
        ),
        file=sys.stderr,
    )
    return 0


def _check(key: str, titles: dict[str, str], project: Project) -> None:
    """Raise :class:`ProjectError` if the job cannot be made."""
    if not key:
        raise ProjectError(_("The key is empty. Write a word, such as night-cook."))
    wanted = project.settings.languages or (project.settings.language,)
    if missing := [lang for lang in wanted if lang not in titles]:
        problem = _("There is no title in {languages}.").format(languages=", ".join(missing))
        example = f'--title {missing[0]}="…"'
        raise ProjectError(" ".join((problem, _("Add {option}.").format(option=example))))
    if texts := project.jobs.everywhere.get(key):
        path = next(iter(texts.values()))[0].path
        problem = _("The key {key} is used already, in {path}.").format(key=key, path=shown(path))
        raise ProjectError(" ".join((problem, _("Choose another key."))))


def _write(root: Path, made: list[Draft]) -> None:
    """Write the files; raises :class:`ProjectError` if one exists, and then writes none."""
    for draft in made:
        if os.path.lexists(root / draft.path):  # pathlib raises for a name that is too long
            problem = _("{path} exists already.").format(path=shown(root / draft.path))
            raise ProjectError(" ".join((problem, _("Choose another key."))))
    for draft in made:
        write_new(root / draft.path, draft.text)
