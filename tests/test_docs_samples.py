"""The samples of the documentation: they are used as written, and the messages are the printed ones."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from sphinxext_jobs.cli import main as command
from sphinxext_jobs.cli.formats import SCHEMA
from sphinxext_jobs.model.fields import FIELDS
from sphinxext_jobs.settings.settings import Settings
from sphinxext_jobs.sources.frontmatter import read
from sphinxext_jobs.sources.posting import check_fields, read_posting
from sphinxext_jobs.text import wording

from .support import CONF, Project, posting
from .unit.repositories import ENVIRON, commit, git

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
CATALOGUES = DOCS / "locale" / "fr" / "LC_MESSAGES"
#: The postings of the guides to jobs-pair. ``later`` is the one that they add.
CAREERS = Path(__file__).parent / "samples" / "careers"
PAGES = [
    *sorted(DOCS.glob("*.md")),
    *sorted(DOCS.glob("how-to/*.md")),
    *DOCS.glob("reference/*.md"),
]
BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?:\{code-block\} )?(?P<lang>\w+)\n"
    r"(?::caption: (?P<caption>[^\n]*)\n|:\w+:[^\n]*\n)*(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Sample:
    """A code block of a page."""

    page: str
    lang: str
    caption: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}: {' '.join(self.text.split())[:40]}"


def samples(*langs: str) -> Iterator[Sample]:
    """Yield the code blocks in some languages."""
    for path in PAGES:
        for found in BLOCK.finditer(path.read_text(encoding="utf-8")):
            if found["lang"] in langs:
                page = path.relative_to(DOCS).as_posix()
                yield Sample(page, found["lang"], found["caption"] or "", found["text"].strip("\n"))


def tutorial() -> dict[str, str]:
    """Return the files of the tutorial."""
    found = {sample.caption: sample.text for sample in samples("text", "md", "python")}
    return {name.removeprefix("careers/"): text + "\n" for name, text in found.items() if name}


# Samples to copy.


def configurations() -> list[Sample]:
    """Return the parts of ``conf.py``."""
    return [s for s in samples("python") if re.search("^jobs_", s.text, re.MULTILINE)]


@pytest.mark.parametrize("sample", configurations(), ids=str)
def test_configurations_have_no_faults(sample: Sample) -> None:
    values: dict[str, object] = {}
    exec(sample.text, values)  # a conf.py is a program
    names = {name for name in values if name.startswith("jobs_")}
    assert names <= {name for name, _option in Settings.options()}
    assert Settings.from_values(values, {})[1] == []


def front_matter() -> list[Sample]:
    """Return whole postings, and fields of postings; the invalid title of the tutorial is not one."""
    begins = re.compile("---\n|(" + "|".join(FIELDS) + "):(?! 'Préposée)")
    found = [sample for sample in samples("text", "yaml") if begins.match(sample.text)]
    return [part for sample in found for part in alternatives(sample)]


def alternatives(sample: Sample) -> list[Sample]:
    """Return the lines of a sample if they are the same field in several forms."""
    lines = sample.text.split("\n")
    if len({line.partition(":")[0] for line in lines}) > 1:
        return [sample]
    return [replace(sample, text=line) for line in lines]


@pytest.mark.parametrize("sample", front_matter(), ids=str)
def test_front_matter_samples_have_no_faults(sample: Sample) -> None:
    whole = sample.text.startswith("---")
    front = read(sample.text if whole else f"---\n{sample.text}\n---\n")
    assert front.diagnostics == []
    assert check_fields(front) == {}
    if whole:
        file = read_posting(front, path=Path("en/a.md"), default_lang="en", languages=["en", "fr"])
        assert file.diagnostics == ()


def test_directives_in_samples_are_built_without_warnings(make: Callable[..., Project]) -> None:
    project = careers(make)
    pages = [s for s in samples("md", "rst") if re.search(r"job-(index|pairs)\b", s.text)]
    pages = [sample for sample in pages if not sample.caption]
    assert len(pages) > 10
    for number, sample in enumerate(pages):
        title = "" if sample.text.startswith("#") else "Sample\n======\n\n"
        project.write({f"samples/{number}.{sample.lang}": f"{title}{sample.text}\n"})
    project.write({"samples/index.md": "# Samples\n\n```{toctree}\n:glob:\n\n*\n```\n"})
    index = (project.root / "index.md").read_text(encoding="utf-8")
    project.write({"index.md": f"{index}\n```{{toctree}}\nsamples/index\n```\n"})
    assert project.build().warnings == []


def test_the_program_in_the_reference_runs(tmp_path: Path) -> None:
    (program,) = (s.text for s in samples("python") if s.page == "reference/api.md")
    for name, text in tutorial().items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            text.replace("salary: 24", "archived: perhaps\nsalary: 24"), encoding="utf-8"
        )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=True,
        encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert "evening-guide en Evening guide" in result.stdout
    path = Path("docs") / "fr" / "guide-de-soiree.md"
    problem = "archived is “perhaps”, which is not true or false, so it is ignored."
    assert f"{path}:10: {problem}" in result.stdout


# The command.


def corrections() -> list[tuple[str, str]]:
    """Return the mistakes and corrections of a table in the guide; a value alone is a date's."""
    text = (DOCS / "how-to" / "check-postings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*`) \| `(.*)` \|$", text, re.MULTILINE)
    return [
        (mistake if re.match(r"[\w ]+:", mistake) else f"expiryDate: {mistake}", correction)
        for mistakes, correction in rows
        for mistake in re.findall("`(.*?)`", mistakes)
    ]


@pytest.mark.parametrize(("mistake", "correction"), corrections())
def test_mistakes_are_corrected(tmp_path: Path, mistake: str, correction: str) -> None:
    text = posting("Cook", "cook", lang="fr")
    old = "title: Cook" if mistake.startswith("title") else "lang: fr"
    path = tmp_path / "cook.md"
    path.write_text(text.replace(old, mistake), encoding="utf-8")
    (tmp_path / "conf.py").write_text("", encoding="utf-8")
    assert command.main(["check", "-c", str(tmp_path), "--fix"]) == 0
    found = path.read_text(encoding="utf-8").replace(" :", ":")
    assert found == text.replace(old, correction)


def test_each_option_and_field_of_the_command_is_described() -> None:
    text = (DOCS / "reference" / "command.md").read_text(encoding="utf-8")
    parts = SCHEMA["properties"], SCHEMA["properties"]["problems"]["items"]["properties"]
    assert [name for part in parts for name in part if f"`{name}`" not in text] == []
    commands = argparse.ArgumentParser().add_subparsers()
    for module in command.COMMANDS:
        module.add_parser(commands)
    for name, parser in commands.choices.items():
        assert f"| [`{name}`](" in text
        options = {option for action in parser._actions for option in action.option_strings}
        assert [option for option in options - {"-h"} if f"`{option}" not in text] == []


# Messages.


@dataclass
class Printed:
    """What builds and commands print and write.

    *lines* are those of builds, *reports* the paragraphs that commands print, and *catalogues* the
    text of all catalogues at each moment.
    """

    lines: list[str] = field(default_factory=list)
    catalogues: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)

    def build(
        self, project: Project, builder: str = "html", folder: str = "", **values: object
    ) -> None:
        """Build, and add what it printed; *folder* comes before the names of files."""
        # Commands are as they are typed in the current folder.
        with contextlib.chdir(project.root.parent if folder else project.root):
            build = project.build(
                builder,
                confoverrides={"show_warning_types": True, **values},
                verbosity=int(builder == "jobs-pair"),  # prints a line for each pair
            )
        warnings = [line.replace("_build/jobs-pair", "_build/pairs") for line in build.warnings]
        self.lines += [squeeze(folder + line) for line in warnings]
        status = build.app.status.getvalue()
        # The path of a command is that from the current folder.
        status = re.sub(r"(?<=check --fix)[^`]*", f" {folder.rstrip('/') or 'docs'}", status)
        self.lines += status.splitlines()
        found = sorted(project.root.rglob("*.po"))
        self.catalogues.append("\n".join(path.read_text(encoding="utf-8") for path in found))

    def run(self, folder: Path, *arguments: str) -> None:
        """Run ``sphinx-jobs`` in a folder, and add the paragraphs that it prints."""
        output = io.StringIO()
        streams = contextlib.redirect_stdout(output), contextlib.redirect_stderr(output)
        with contextlib.chdir(folder), streams[0], streams[1]:
            command.main(arguments)
        text = re.sub(r"(?m)^(sphinx-jobs: |.* WARNING: ).*\n", "", output.getvalue())
        self.reports += map(squeeze, text.split("\n\n"))


def squeeze(text: str) -> str:
    """Join the lines of a message that is wrapped; no-break spaces remain."""
    return " ".join(re.split(r"[ \n]+", text)).strip()


def careers(make: Callable[..., Project], name: str = "careers") -> Project:
    """Make the project of the guides to jobs-pair and to the command."""
    project = make({}, name=name)
    shutil.copytree(CAREERS, project.root, dirs_exist_ok=True)
    shutil.rmtree(project.root / "later")
    return project


def edit(project: Project, name: str, old: str, new: str) -> None:
    """Replace a text in a file of a project."""
    path = project.root / "content" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def pairing(make: Callable[..., Project], printed: Printed) -> None:
    """Do what the guides to jobs-pair do."""
    project = careers(make)
    printed.build(project, "jobs-pair")
    cook = (CAREERS / "later" / "cook.md").read_text(encoding="utf-8")
    project.write({"content/en/jobs/cook.md": cook})
    printed.build(project, "jobs-pair")
    (project.root / "content/en/jobs/cook.md").unlink()
    edit(project, "en/jobs/deckhand.md", "crew of eight", "crew of nine")
    edit(project, "fr/jobs/matelot.md", "tous les temps.", "tous les temps et de nuit.")
    edit(project, "fr/jobs/matelot.md", "50 véhicules", "60 véhicules")
    edit(project, "en/jobs/mechanic.md", "the 2 engines", "the 3 engines")
    edit(project, "fr/jobs/mecanique.md", "les 2 moteurs", "les 4 moteurs")
    certificate, licence = (
        "- Un certificat de mécanique marine, ou 6 ans d’expérience des moteurs diesel.\n",
        "- Un permis de conduire de classe 5.\n",
    )
    edit(project, "fr/jobs/mecanique.md", certificate + licence, licence + certificate)
    printed.build(project, "jobs-pair")


def translating(make: Callable[..., Project], printed: Printed) -> None:
    """Do what the guide to translation does."""
    project = careers(make, "translated")
    project.build("jobs-pair")
    printed.run(project.root, "status", "--problems")
    printed.run(project.root, "confirm", "content/en/jobs/deckhand.md:21")
    catalogue = project.root / "locale/fr/LC_MESSAGES/content/en/jobs/deckhand.po"
    text = catalogue.read_text(encoding="utf-8")
    course = "We pay for your first-aid course, and for the ferry to it."
    for old, new in (
        ("Aider les passagers", "Aider les passagères et les passagers"),
        (
            f'msgid "{course}"\nmsgstr ""',
            f'msgid "{course}"\nmsgstr '
            '"Nous payons votre cours de secourisme, et le traversier pour vous y rendre."',
        ),
    ):
        assert old in text
        text = text.replace(old, new)
    catalogue.write_text(text, encoding="utf-8")
    printed.build(project, "jobs-pair")
    printed.run(project.root, "apply")
    edit(project, "fr/jobs/matelot.md", "50 véhicules", "60 véhicules")
    project.build("jobs-pair")
    printed.run(project.root, "confirm", "deckhand")
    cook = (CAREERS / "later" / "cook.md").read_text(encoding="utf-8")
    project.write({"content/en/jobs/cook.md": cook})
    project.build("jobs-pair")
    printed.run(project.root, "draft", "cook", "--to", "fr")
    (draft,) = (project.root / "content/fr/jobs").glob("galley*")
    draft.unlink()
    printed.run(project.root, "update")


def changing(make: Callable[..., Project], printed: Printed) -> None:
    """Do what the guide to the gate does in a pull request."""
    project = careers(make, "changed")
    project.write({".gitignore": "_build/\n*.mo\n"})
    project.build("jobs-pair")
    git(project.root, "init", "-q", "-b", "main")
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "branch")
    edit(project, "en/jobs/mechanic.md", "the 2 engines", "the 3 engines")
    commit(project.root)
    printed.build(project, "jobs-pair", jobs_since="origin/main")
    git(project.root, "update-ref", "refs/remotes/origin/main", "main")
    printed.build(project, "jobs-pair", jobs_since="origin/main")
    edit(project, "fr/jobs/mecanique.md", "les 2 moteurs", "les 3 moteurs")
    printed.build(project, "jobs-pair", jobs_since="origin/main")


def in_french(text: str, page: str) -> str:
    """Return the translation of a sample."""
    with (CATALOGUES / page).with_suffix(".po").open("rb") as file:
        message = read_po(file).get(text)
    return str(message.string) if message else ""


def checking(make: Callable[..., Project], printed: Printed, lang: str) -> None:
    """Do what the guides to the command do, for an author who writes in a language first."""
    (english,) = (s.text for s in samples("md") if "translationKey: night-cook" in s.text)
    texts = {"en": english, "fr": in_french(english, "how-to/first-posting")}
    texts = {name: text.replace("draft: true\n", "") + "\n" for name, text in texts.items()}
    paths = {name: f"content/{name}/jobs/night-cook.md" for name in texts}
    other = "fr" if lang == "en" else "en"
    project = careers(make, "checked")
    found = {name: re.findall("title: (.*)", texts[name])[0] for name in (lang, other)}
    titles = [f"--title={name}={title}" for name, title in found.items()]
    printed.run(project.root, "new", "night-cook", *titles)
    date, team = "expiryDate: 2027-03-31", re.compile("team: ")
    words = "March 31, 2027" if lang == "en" else "31 mars 2027"
    mistakes = {
        lang: texts[lang].replace(date, f"expiryDate: {words}"),
        other: re.sub("description: .*", "description: ''", texts[other]),
    }
    project.write({paths[name]: text for name, text in mistakes.items()})
    printed.run(project.root, "check")
    project.write({paths[name]: text for name, text in texts.items()})
    printed.run(project.root, "check")
    glossary = {s.caption: f"{s.text}\n" for s in samples("text") if s.caption == "glossary.csv"}
    line = "- Notre devise : personne n’a faim à bord !\n"
    conf = (project.root / "conf.py").read_text(encoding="utf-8")
    rules = "jobs_glossary = ['glossary.csv']\njobs_typography = ['fr-CA']\n"
    project.write({**glossary, "conf.py": conf + rules, paths["fr"]: texts["fr"] + line})
    printed.run(project.root, "check")
    (project.root / paths[other]).unlink()
    text = team.sub("team:", texts[lang]).replace(date, "closingDate: 2027-03-31")
    project.write({"conf.py": conf, paths[lang]: text})
    printed.run(project.root, "check")
    files = tutorial()
    del files["fr/guide-de-soiree.md"]
    printed.run(make(files, name="guides/careers").root.parent, "check", "careers")
    printed.run(ROOT, "list", "-c", "docs", "--status=open", "--closing-within=21")


def faults(make: Callable[..., Project], printed: Printed) -> None:
    """Make the mistakes of the other guides."""
    files = tutorial()
    del files["fr/guide-de-soiree.md"]
    desk = files["fr/accueil.md"]
    right, wrong = "Préposée ou préposé à l’accueil\n", "'Préposée ou préposé à l'accueil'\n"
    assert right in desk
    files["fr/accueil.md"] = desk.replace(right, wrong)
    printed.build(make(files, name="tutorial/careers"), folder="careers/")
    conf = "jobs_languages = ['en', 'fr']\n"
    pilot = posting("Pilot", "pilot", "[About](/about/)\n\n![](a.png)\n", expiryDate="tomorrow")
    mistakes = {
        "index.md": "# Careers\n\n```{job-index}\n```\n\n{job}`bakr` {job}`baker@de`\n",
        "en/baker.md": posting("Baker", "baker", expiryDate="2026-12-01"),
        "fr/boulanger.md": posting("Boulangerie", "baker", expiryDate="2026-12-02"),
        "en/clerk.md": posting("Clerk", "clerk"),
        "fr/commis.md": posting("Commis", "clerk", archived="true"),
        "en/pilot.md": pilot,
        "en/cook.md": posting("Cook", "cook", description=None, linkHidden='"false"'),
        "fr/chef.md": posting("Chef", "cook").replace("translationKey", "translationkey"),
        "en/minutes.md": "---\narchived: true\n---\n# Minutes\n",
    }
    printed.build(make(mistakes, conf, name="mistakes"))
    printed.build(make({"en/baker.md": posting("Baker", "baker")}, conf, name="missing"))
    checks = {
        "index.md": "# Careers\n\n```{job-index}\n:where: departement = Deck\n```\n",
        "en/cook.md": posting("Cook", "cook", publishDate="2027-02-01", expiryDate="2027-01-29"),
        "en/dean.md": posting("Dean", "dean", expiryDate="03/04/2027"),
        "en/keeper.md": posting("Keeper", "keeper", "You keep the light in all weather.\n"),
        "fr/gardien.md": posting("Gardien", "keeper", "You keep the light in all weather.\n"),
    }
    printed.build(make(checks, conf, name="checks"))
    cook = posting("Cook", "cook", date="2026-01-01", location="Gull Harbour", salary="$27.50")
    employer = "jobs_organization = {'name': 'Ferries', 'address': {'addressCountry': 'CA'}}\n"
    printed.build(make({"en/cook.md": cook}, employer, name="salary"))
    twice = {"index.rst": "Home\n====\n", "baker.rst": "Baker\n=====\n"}
    printed.build(make({**twice, "baker.md": posting("Baker", "baker")}, name="twice"))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Printed:
    """Return what the builds of the guides print in a language."""
    root = tmp_path_factory.mktemp("guides")

    def make(files: Mapping[str, str], conf: str = "", name: str = "source") -> Project:
        project = Project(root / name)
        project.write({"conf.py": CONF + conf, **files})
        return project

    found = Printed()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANGUAGE", request.param)
        patch.setenv("COLUMNS", "80")
        for name, value in ENVIRON.items():
            patch.setenv(name, value)
        wording._console.cache_clear()
        pairing(make, found)
        translating(make, found)
        changing(make, found)
        checking(make, found, request.param)
        faults(make, found)
    wording._console.cache_clear()
    return found


def quoted(text: str) -> Iterator[str]:
    """Yield the warnings in a block, the lines on pairs and points, and the count of problems."""
    for found in re.split(r"(?<=\])\n+", text):
        if "WARNING: " in found or found.startswith("ERROR: "):
            yield squeeze(found)
    if text.startswith("jobs: "):
        yield squeeze(text)
    begins = re.compile(r"[\w-]+\u00a0?: content/|\d+ (warnings|avertissements|points?) ")
    yield from (line for line in text.split("\n") if begins.match(line))
    if re.match(r"\d+ points? ", text):
        yield from re.findall(r"^ +\d+  .*|^  .*:\d+\)$", text, re.MULTILINE)


def reports(text: str) -> Iterator[str]:
    """Yield the paragraphs of a block that are the output of a command."""
    begins = re.compile(
        r"[\w./-]+\.(md|po)\n|[\w./-]+\.md:\d+\u00a0?: (?!WARNING)|Français \(fr\)\n"
        r"|\d+ (probl|of \d+ blocks)|Blocs traduits|No problems|Aucun problème|Closes |Date limite "
        r"|(Title|Titre) +English "
    )
    yield from (squeeze(part) for part in text.split("\n\n") if begins.match(part))


def warning_cells(page: str) -> Iterator[str]:
    """Yield the first cells of the tables of warnings in a page."""
    text = (DOCS / page).read_text(encoding="utf-8")
    for table in re.findall(r"^\| Warning \| Fix \|\n\|---\|---\|\n((?:\|.*\n)+)", text, re.M):
        yield from (row.split(" | ")[0].removeprefix("| ") for row in table.splitlines())


def is_printed(cell: str, printed: Printed) -> bool:
    """Whether a warning has the words of a cell, in which ``…`` is any text."""
    words = re.escape(re.sub("^`+ ?| ?`+$", "", cell)).replace("…", ".*")
    return any(re.search(f"WARNING: {words}", line) for line in printed.lines)


@pytest.mark.parametrize("printed", ["en"], indirect=True)
def test_quoted_messages_are_those_printed(printed: Printed) -> None:
    found = [line for sample in samples("text") for line in quoted(sample.text)]
    assert len(found) > 15
    assert [line for line in found if line not in printed.lines] == []
    found = [part for sample in samples("text") for part in reports(sample.text)]
    assert len(found) > 9
    assert [part for part in found if part not in printed.reports] == []
    cells = [
        *warning_cells("how-to/warnings-and-ci.md"),
        *warning_cells("how-to/move-from-hugo.md"),
    ]
    assert len(cells) > 8
    assert [cell for cell in cells if not is_printed(cell, printed)] == []


@pytest.mark.parametrize("printed", ["en"], indirect=True)
def test_quoted_catalogues_are_those_written(printed: Printed) -> None:
    entries = [part for sample in samples("po") for part in sample.text.split("\n\n")]
    entries = [entry for entry in entries if "jobs-pair" in entry and "..." not in entry]
    assert len(entries) > 6
    written = "\n".join(printed.catalogues)
    assert [entry for entry in entries if entry not in written] == []
    first, _later, last = (text.split("\n") for text in printed.catalogues[:3])
    for sample in samples("diff"):
        for line in sample.text.split("\n"):
            assert line[1:] in (first if line[0] == "-" else last), sample


@pytest.mark.parametrize("printed", ["fr"], indirect=True)
def test_messages_quoted_in_french_are_those_printed(printed: Printed) -> None:
    found: list[str] = []
    parts: list[str] = []
    cells: list[str] = []
    for path in sorted(CATALOGUES.rglob("*.po")):
        page = path.relative_to(CATALOGUES).with_suffix(".md").as_posix()
        with path.open("rb") as file:
            catalogue = read_po(file)
        found += (line for message in catalogue for line in quoted(str(message.string)))
        parts += (part for message in catalogue for part in reports(str(message.string)))
        if page.startswith("how-to/"):
            cells += (str(catalogue[cell].string) for cell in warning_cells(page))
    assert len(found) > 15
    assert [line for line in found if line not in printed.lines] == []
    assert len(parts) > 9
    assert [part for part in parts if part not in printed.reports] == []
    cells = [cell for cell in cells if "fichier image" not in cell]  # Sphinx's own words
    assert len(cells) > 8
    assert [cell for cell in cells if not is_printed(cell, printed)] == []


def test_the_summary_in_the_guide_is_the_printed_one(
    make: Callable[..., Project], capsys: pytest.CaptureFixture[str]
) -> None:
    project = careers(make)
    project.build("jobs-pair")
    git(project.root, "init", "-q", "-b", "main")
    commit(project.root)
    edit(project, "en/jobs/mechanic.md", "with one other mechanic", "with two other mechanics")
    project.build("jobs-pair")
    capsys.readouterr()
    with contextlib.chdir(project.root):
        command.main(["summary", "--since", "main", "--link", "{path}:{line}"])
    printed = capsys.readouterr().out
    printed = re.sub(r"^<!--.*\n### (.*)", r"**\1**", printed)  # a quotation has no heading
    printed = re.sub(r"\[(.*?)\]\(.*?\)", r"\1", printed)
    guide = (DOCS / "how-to" / "gate-in-ci.md").read_text(encoding="utf-8")
    (quoted,) = re.findall(r"(?m)^> \*\*Job postings:(?:.*\n>)+.*\n", guide)
    assert squeeze(re.sub(r"(?m)^> ?", "", quoted)) == squeeze(printed)


# Translations.


@pytest.mark.slow
def test_every_text_is_translated(tmp_path: Path) -> None:
    """Tables are made from the code, so a new field or option needs its French text here, too."""
    out = tmp_path / "pot"
    options = ["-q", "-b", "gettext", "-d", str(tmp_path / "doctrees"), str(DOCS), str(out)]
    subprocess.run([sys.executable, "-m", "sphinx", *options], check=True)
    for path in sorted(out.rglob("*.pot")):
        page = path.relative_to(out)
        # The handbook has French files, and docstrings are English.
        if page.parts[0] == "handbook" or page.parts == ("reference", "api.pot"):
            continue
        with path.open("rb") as file:
            wanted = {message.id for message in read_po(file) if message.id}
        with (CATALOGUES / page).with_suffix(".po").open("rb") as file:
            messages = [message for message in read_po(file) if message.id]
        assert {m.id for m in messages if m.string and not m.fuzzy} == wanted, page
