"""The built sites as a crawler meets them: on a server, under a base path, link by link."""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import feedparser
import pytest
from babel import Locale
from bs4 import BeautifulSoup, NavigableString, Tag

from .support import Project, entries, matrix, posting

DOCS = Path(__file__).parents[1] / "docs"
#: Pages that Sphinx makes of no document; the last is the extension's index.
GENERATED = {"genindex", "search", "py-modindex", "job-index"}
#: The commonest words of one language that the other has not.
WORDS = {
    "en": frozenset(["the", "and", "of", "to", "you", "we", "our", "for", "with", "is", "are", "your", "not", "that", "by", "it", "who"]),
    "fr": frozenset(["le", "la", "les", "des", "et", "du", "vous", "nous", "nos", "une", "pour", "avec", "est", "sont", "votre", "que", "qui"]),
}  # fmt: skip


class Handler(SimpleHTTPRequestHandler):
    """Serves files: no lists of folders, and no words."""

    def list_directory(self, path: Any) -> None:
        self.send_error(404)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server: its address, and the folder that it serves."""
    root = tmp_path_factory.mktemp("www")
    handler = functools.partial(Handler, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as found:
        thread = threading.Thread(target=found.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{found.server_address[1]}", root
        found.shutdown()
        thread.join()


class Page:
    """A page as the server gives it."""

    def __init__(self, url: str, text: str) -> None:
        self.url, self.text = url, text
        self.soup = BeautifulSoup(text, "lxml")

    def __repr__(self) -> str:
        return self.url

    @cached_property
    def ids(self) -> set[str]:
        return {str(e.get("id") or e.get("name")) for e in self.soup.select("[id], a[name]")}

    @cached_property
    def lang(self) -> str:
        assert self.soup.html is not None
        return str(self.soup.html["lang"])

    @cached_property
    def languages(self) -> set[str]:
        """The language of the posting that the page is; else the page's, and its postings'."""
        if own := self.soup.select_one("section.job-posting:has(> h1)"):
            return {str(own.get("lang", self.lang))}
        return {self.lang, *(str(e["lang"]) for e in self.soup.select("section[lang]"))}

    @cached_property
    def alternates(self) -> dict[str, str]:
        links = self.soup.select("head link[rel=alternate][hreflang]")
        found = {str(link["hreflang"]): str(link["href"]) for link in links}
        assert len(found) == len(links), self
        return found

    @cached_property
    def canonical(self) -> str | None:
        links = self.soup.select("head link[rel=canonical]")
        assert len(links) < 2, self
        return str(links[0]["href"]) if links else None

    @cached_property
    def noindex(self) -> bool:
        return bool(self.soup.select('meta[name=robots][content*="noindex"]'))

    @cached_property
    def refresh(self) -> str | None:
        """Where the page leads to at once."""
        tag = self.soup.select_one('meta[http-equiv="refresh"]')
        return None if tag is None else str(tag["content"]).partition("url=")[2]

    def links(self) -> Iterator[str]:
        """Yield all addresses in it, as they are written."""
        for name in ("href", "src", "action", "poster"):
            yield from (str(e[name]) for e in self.soup.select(f"[{name}]"))
        for element in self.soup.select("[srcset]"):
            yield from (part.split()[0] for part in str(element["srcset"]).split(","))


@dataclass
class Crawl:
    """A walk over what a server has; *faults* are those that it met."""

    host: str
    faults: list[str] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    files: dict[str, bytes | None] = field(default_factory=dict)

    def get(self, url: str) -> bytes | None:
        """Fetch a file; None if it is not there."""
        if url not in self.files:
            try:
                with urlopen(quote(url, safe="/:?=&%#+,;@~()!*'$")) as answer:
                    self.files[url] = answer.read()
                    if "html" in answer.headers["Content-Type"]:
                        self.pages[url] = Page(answer.url, self.files[url].decode())
            except HTTPError:
                self.files[url] = None
        return self.files[url]

    def page(self, url: str) -> Page:
        assert self.get(url) is not None, url
        return self.pages[url]

    def lands(self, url: str, origin: object) -> str | None:
        """Check that an address leads somewhere; return its page if that is one of the host."""
        address, fragment = urldefrag(url)
        if not address.startswith(self.host):
            return None
        if self.get(address) is None:
            self.faults.append(f"{origin}: {url} is not there")
        elif address in self.pages:
            known = self.pages[address].ids
            if fragment and fragment not in known and unquote(fragment) not in known:
                self.faults.append(f"{origin}: {url} has no such place")
            return address
        return None

    def walk(self, *starts: str) -> set[str]:
        """Follow every link from some pages on; return the pages that were met."""
        seen: set[str] = set()
        waiting = list(starts)
        while waiting:
            url = waiting.pop()
            if url not in seen:
                seen.add(url)
                page = self.page(url)
                for link in page.links():
                    found = self.lands(urljoin(page.url, link), page)
                    waiting += [found] if found else []
        return seen


def same(crawl: Crawl, one: str, other: str) -> bool:
    """Whether two addresses are of one page."""
    return crawl.get(one) is not None and crawl.get(one) == crawl.get(other)


def surrounding(element: Tag | NavigableString) -> str:
    """Return the language that is in force around an element."""
    parent = element.find_parent(lang=True)
    return str(parent["lang"]) if parent else ""


def check_page(crawl: Crawl, page: Page) -> Iterator[str]:
    """Yield what is wrong with a page's addresses and languages."""
    if page.canonical is not None and not same(crawl, page.canonical, page.url):
        yield f"canonical is {page.canonical}"
    if page.alternates:
        yield from check_alternates(crawl, page)
    for link in page.soup.select("a[hreflang]"):
        target = urldefrag(urljoin(page.url, str(link["href"])))[0]
        there = crawl.page(target)
        if link["hreflang"] not in there.languages:
            yield f"hreflang {link['hreflang']}, but {target} is in {there.languages}"
        if there.refresh:
            yield f"the switch leads to the redirect {target}"
    for element in page.soup.select("body [lang]"):
        lang = str(element["lang"])
        Locale.parse(lang, sep="-")  # raises for what is no tag
        # A switch names each language; a posting in a page is read before its page's is known;
        # what the docs' authors say for both sites is right in both.
        always = (
            element.name == "section"
            or "container" in element.get_attribute_list("class")
            or element.find_parent(class_="job-switch")
        )
        if lang == surrounding(element) and not always:
            yield f"lang={lang} says what is known: {element}"[:300]
    for script in page.soup.select('script[type="application/ld+json"]'):
        data = json.loads(script.get_text())
        for item in data.get("itemListElement", ()):
            crawl.lands(item.get("item") or item["url"], f"{data['@type']} of {page}")
        if data["@type"] != "JobPosting":
            continue
        if data.get("url") != page.canonical:
            yield f"structured data is of {data.get('url')}"
        for link in BeautifulSoup(data["description"], "lxml").select("[href], [src]"):
            crawl.lands(str(link.get("href") or link.get("src")), f"structured data of {page}")


def check_alternates(crawl: Crawl, page: Page) -> Iterator[str]:
    if "x-default" not in page.alternates:
        yield "no x-default"
    if page.canonical not in page.alternates.values():
        yield f"the alternates {page.alternates} lack the page itself"
    for lang, url in page.alternates.items():
        if not url.startswith(crawl.host):
            yield f"{url} is not absolute"
            continue
        other = crawl.page(url)
        if other.alternates != page.alternates:
            yield f"{url} has other alternates: {other.alternates}"
        if lang != "x-default" and lang not in other.languages:
            yield f"the alternate in {lang}, {url}, is in {other.languages}"


def check_redirects(crawl: Crawl, base: str, out: Path) -> Iterator[str]:
    """Yield what is wrong with the redirects of a site."""
    for path in json.loads((out / ".jobs-redirects").read_text(encoding="utf-8"))["redirects"]:
        page = crawl.page(base + quote(path))
        assert page.refresh is not None, page
        assert page.canonical is not None
        target = urljoin(page.url, page.refresh)
        crawl.lands(target, page)
        there = crawl.page(urldefrag(target)[0])
        links = {str(a["href"]) for a in page.soup.select("a")}
        if urlsplit(page.refresh).netloc or links != {page.refresh}:
            yield f"{page} leads to {page.refresh} and {links}"
        if there.refresh:
            yield f"{page} leads to the redirect {there}"
        absolute = page.canonical.startswith(crawl.host)
        if not absolute or not same(crawl, urldefrag(page.canonical)[0], there.url):
            yield f"the canonical page of {page} is {page.canonical}, not {there}"
        if page.lang not in there.languages:
            yield f"{page} is in {page.lang}, {there} in {there.languages}"


def check_sitemap(crawl: Crawl, base: str, out: Path, met: set[str]) -> Iterator[str]:
    """Yield the pages that only one has of sitemap and crawler, and what differs."""
    found = entries(out / "sitemap.xml")
    assert crawl.get(f"{base}sitemap.xml") == (out / "sitemap.xml").read_bytes()
    pages = {
        crawl.pages[url].text: url
        for url in met
        if url.startswith(base)
        and not crawl.pages[url].noindex
        and not crawl.pages[url].refresh
        and url.removeprefix(base).strip("/").removesuffix(".html") not in GENERATED
    }
    listed = {crawl.page(url).text: url for url in found}
    yield from (f"{pages[text]} is not in the sitemap" for text in pages.keys() - listed.keys())
    yield from (f"no link leads to {listed[text]}" for text in listed.keys() - pages.keys())
    for url, (_date, alternates) in found.items():
        if alternates != crawl.page(url).alternates:
            yield f"the sitemap has other alternates of {url}: {alternates}"
        if crawl.page(url).canonical not in (None, url):
            yield f"{url} in the sitemap, but canonical is {crawl.page(url).canonical}"


def check_feeds(crawl: Crawl, base: str, out: Path) -> Iterator[str]:
    """Yield what is wrong with feeds; their links are followed."""
    feeds = sorted(out.glob("jobs.*.atom"))
    assert feeds
    for path in feeds:
        feed = feedparser.parse(path.read_bytes())
        items = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["items"]
        assert [entry.link for entry in feed.entries] == [item["url"] for item in items]
        for entry in feed.entries:
            content = entry.content[0]
            page = crawl.lands(entry.link, path.name)
            if page is None or content.language not in crawl.pages[page].languages:
                yield f"{path.name}: {entry.link} is not in {content.language}"
            for element in BeautifulSoup(content.value, "lxml").select("[href], [src]"):
                link = str(element.get("href") or element.get("src"))
                assert urlsplit(link).scheme, link
                crawl.lands(link, f"{path.name}: {entry.title}")
        for link in feed.feed.links:
            crawl.lands(link.href, path.name)
    for row in json.loads((out / "jobs.json").read_text(encoding="utf-8"))["postings"]:
        for lang, url in {row["language"]: row["url"], **row["counterparts"]}.items():
            page = crawl.lands(urljoin(base, url), "jobs.json")
            if page is None or f'lang="{lang}"' not in crawl.pages[page].text:
                yield f"jobs.json: {url} is not in {lang}"


def check_text(page: Page, guess: Callable[[str], str | None], root: str) -> Iterator[str]:
    """Yield the texts of a page that are marked as another language than they are in."""
    for text in (text for part in page.soup.select(root) for text in part.find_all(string=True)):
        inside = {parent.name for parent in text.parents}
        if inside.isdisjoint({"script", "style", "svg", "template", "noscript"}):
            lang = guess(" ".join(text.split()))
            if lang is not None and surrounding(text).split("-")[0] != lang:
                yield f"{lang} in {surrounding(text)}: {text}"


def by_words(text: str) -> str | None:
    """Tell the language of a sentence by its commonest words."""
    words = re.findall(r"\w+", text.lower())
    counts = {lang: sum(word in known for word in words) for lang, known in WORDS.items()}
    low, high = sorted(counts, key=lambda lang: counts[lang])
    return high if counts[high] >= 2 and counts[high] >= 3 * counts[low] else None


def crawl_sites(host: str, sites: dict[str, tuple[str, Path]]) -> tuple[Crawl, list[Page]]:
    """Crawl sites, given by language with address and folder; fail with all that is wrong."""
    crawl = Crawl(host)
    met = crawl.walk(*(base for base, _out in sites.values()))
    pages = [crawl.pages[url] for url in sorted(met)]
    faults = [f"{page}: {fault}" for page in pages for fault in check_page(crawl, page)]
    for lang, (base, out) in sites.items():
        faults += check_redirects(crawl, base, out)
        faults += check_sitemap(crawl, base, out, met)
        faults += check_feeds(crawl, base, out)
        faults += [
            f"{p} is in {p.lang}" for p in pages if p.url.startswith(base) and p.lang != lang
        ]
    assert sorted({*faults, *crawl.faults}) == []
    return crawl, pages


@pytest.mark.slow
@pytest.mark.parametrize(("builder", "stock"), [("html", False), ("dirhtml", True)])
def test_the_example_handbook(server, tmp_path, builder, stock):
    host, root = server
    source = tmp_path / "docs"
    shutil.copytree(DOCS, source, ignore=shutil.ignore_patterns("*.mo", "_build"))
    shutil.copy(DOCS.parent / "CHANGELOG.md", tmp_path)
    sites = {lang: f"{host}/{builder}/careers/{lang}/" for lang in ("en", "fr")}
    out = root / builder / "careers"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", builder]
    for lang, base in sites.items():
        settings = [f"language={lang}", *(f"jobs_sites.{tag}={url}" for tag, url in sites.items())]
        settings += [f"html_baseurl={base}"] if stock else []
        options = [f"-D{setting}" for setting in settings]
        folders = ["-d", str(tmp_path / lang), str(source), str(out / lang)]
        subprocess.run([*command, *options, *folders], check=True, capture_output=True)
    found = {lang: (base, out / lang) for lang, base in sites.items()}
    _crawl, pages = crawl_sites(host, found)
    postings = [page for page in pages if page.soup.select_one(".job-posting h1")]
    assert len(postings) > 20
    assert all(page.canonical and len(page.alternates) >= 2 for page in postings)
    assert not stock or all(page.canonical for page in pages if not page.noindex)
    handbook = [page for page in pages if "/handbook/" in page.url]
    assert [f"{p}: {fault}" for p in handbook for fault in check_text(p, by_words, "body")] == []


#: Sentences, and whole labels, of which everyone knows the language.
KNOWN = {
    "en": """Careers|Our open jobs|Deckhand|Lead of the deckhand.|Tie the lines|Duties|Dock team|
        ropes|Port of Hull|Painter|Lead of the painter.|Paint the hull|Old cook|Lead of the cook.|
        Boil the soup|Secret pilot|Lead of the pilot.|Steer by night|Open|Closed|Team|Tags|
        Location|Closing date|Opens on|Upcoming|Apply for this job|Applications open on|
        This posting closed on|Read about the deckhand|Next mate|Lead of the mate.|Salary|
        $20 an hour|Watch the crew""",
    "fr": """Emplois à bord|Matelot|Résumé du matelot.|Amarrez le bateau|Tâches|Équipe du quai|
        cordages|Port de Hull|Cuisinière d’été|Résumé de la cuisinière.|Faites la soupe|
        Ouverte|Fermée|Équipe|Mots-clés|Lieu|Date limite|Date d’ouverture|À venir|Postuler|
        Cette offre a été fermée le|Lisez aussi l’offre du matelot|Second à venir|
        Résumé du second.|Salaire|20 $ l’heure|Surveillez l’équipage""",
}  # fmt: skip
SENTENCES = {
    " ".join(text.split()): lang for lang, texts in KNOWN.items() for text in texts.split("|")
}
FILES: dict[str, str | bytes] = {
    "index.md": "# Careers\n\nOur open jobs\n\n```{job-index}\n:status: all\n:group-by: team\n```\n\n"
    "Read about the deckhand: {job}`deckhand`, {job}`deckhand@fr`, {job}`pilot`.\n\n"
    "```{toctree}\nfr/index\ninside\nplain\n```\n",
    "fr/index.md": "# Emplois à bord\n\n```{job-index}\n:style: cards\n:status: all\n```\n\n"
    "Lisez aussi l’offre du matelot : {job}`deckhand`, {job}`painter`.\n",
    "inside.md": "# Painter\n\n```{job-posting}\n:title: Painter\n:description: Lead of the painter.\n"
    ":translationKey: painter\n:date: 2026-11-01\n:aliases: /paint/\n\nPaint the hull\n```\n",
    "plain.md": "# Careers\n\n```{job-index}\n:language: all\n:style: list\n```\n",
    "en/deckhand.md": posting(
        "Deckhand", "deckhand", "Tie the lines\n\n## Duties\n\n[Careers](../index.md), "
        "[the other text](../fr/matelot.md#tâches)\n", description="Lead of the deckhand.",
        team="Dock team", tags="[ropes]", location="Port of Hull", aliases="[/a/, /b/deck.html]",
        expiryDate="2030-06-01", salary="$20 an hour", date="2030-01-02",
    ),
    "fr/matelot.md": posting(
        "Matelot", "deckhand", "Amarrez le bateau\n\n## Tâches\n\nAmarrez le bateau\n",
        description="Résumé du matelot.", team="Équipe du quai", tags="[cordages]",
        location="Port de Hull", aliases="[/carrières/matelot/]", expiryDate="2030-06-01",
        salary="20 $ l’heure", date="2030-01-02", lastmod="2030-01-09",
    ),
    "en/old.md": posting(
        "Old cook", "cook", "Boil the soup\n", description="Lead of the cook.",
        expiryDate="2029-01-01",
    ),
    "fr/été.md": posting(
        "Cuisinière d’été", "cook", "Faites la soupe\n", lang="fr-CA",
        description="Résumé de la cuisinière.", expiryDate="2029-01-01", url="/soupe/",
    ),
    "en/pilot.md": posting(
        "Secret pilot", "pilot", "Steer by night\n", description="Lead of the pilot.",
        linkHidden="true",
    ),
    "en/mate.md": posting(
        "Next mate", "mate", "Watch the crew\n", description="Lead of the mate.",
        publishDate="2030-02-01",
    ),
    "fr/second.md": posting(
        "Second à venir", "mate", "Surveillez l’équipage\n", description="Résumé du second.",
        publishDate="2030-02-01",
    ),
}  # fmt: skip


def by_sentence(text: str) -> str | None:
    """Tell the language of a text that is known, or begins as one."""
    text = " ".join(text.split())  # amounts are held together by no-break spaces
    found = (
        lang for known, lang in SENTENCES.items() if text == known or text.startswith(f"{known} ")
    )
    return next(found, None)


@pytest.mark.parametrize("builder", matrix("html", "dirhtml"))
@pytest.mark.parametrize("theme", matrix("alabaster", "furo"))
def test_one_site_for_all_languages(server, make, builder, theme):
    host, root = server
    base = f"{host}/{builder}-{theme}/jobs/"
    conf = (
        f"html_baseurl = '{base}'\nhtml_theme = '{theme}'\njobs_languages = ['en', 'fr']\n"
        "jobs_today = '2030-01-15'\njobs_apply_url = 'https://x.example/{key}'\n"
        "jobs_organization = {'name': 'F', 'address': {'addressCountry': 'CA'}}\n"
        "suppress_warnings = ['jobs.pair', 'jobs.structured']\n"
    )
    project: Project = make(FILES, conf=conf)
    build = project.build(builder)
    assert build.warnings == []
    out = root / f"{builder}-{theme}" / "jobs"
    shutil.copytree(build.app.outdir, out)
    _crawl, pages = crawl_sites(host, {"en": (base, out)})
    # Menus are Sphinx's, and the site's: they name French pages as they are.
    for toctree in (found for page in pages for found in page.soup.select(".toctree-wrapper")):
        toctree.decompose()
    own = [page for page in pages if page.soup.select_one("table.indextable") is None]
    faults = [f"{p}: {f}" for p in own for f in check_text(p, by_sentence, "div.body, article")]
    assert faults == []
    shown = " ".join(" ".join(page.soup.get_text() for page in pages).split())
    assert [known for known in SENTENCES if known not in shown] == []
