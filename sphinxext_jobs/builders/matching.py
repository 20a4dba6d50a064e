"""The pairs of a project: which texts belong together, and what their links propose."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relpath

from ..jobs.counterparts import folders_of
from ..pairing.alignment.align import CONFIDENT, Bead, align
from ..pairing.alignment.anchors import anchors, conflicts
from ..pairing.alignment.segments import Block
from ..pairing.catalog import Proposal
from ..pairing.message import is_paragraph, msgstr, words
from ..pairing.po import Catalog
from ..store.domain import JobDomain, job_domain
from ..text.languages import best
from .units import PLAIN, UNTRANSLATED, Text

#: Running text of so many words says something; in two languages, it is not the same.
RUNNING = 4

#: Of long names, so many letters are compared: the folders at the beginning are the same.
_NAME = 200


@dataclass(slots=True)
class Pair:
    """A posting, its text in another language if there is one, and what joins the two."""

    key: str
    lang: str
    source: Text
    target: Text | None
    links: list[Bead] = field(default_factory=list)
    catalog: Catalog | None = None
    error: str | None = None
    #: Messages with a second, different translation: (message, block of the target).
    rivals: list[tuple[str, int]] = field(default_factory=list)


def pairs_of(
    env: BuildEnvironment, languages: Sequence[str], texts: Mapping[tuple[str, str], Text]
) -> tuple[list[Pair], list[Text]]:
    """Pair the texts of each key: the first language it has with each other.

    The second result are texts that nothing was left to pair with: a key may have several files
    in one language.
    """
    pairs: list[Pair] = []
    left: list[Text] = []
    for key, by_language in sorted(job_domain(env).jobs.by_key.items()):
        tags = {lang: tag for lang in languages if (tag := best(by_language, lang))}
        if not tags:
            continue
        first = next(iter(tags))
        sources = [texts[r.docname, r.anchor] for r in by_language[tags[first]]]
        for lang in languages:
            if lang == first:
                continue
            targets = [texts[r.docname, r.anchor] for r in by_language.get(tags.get(lang, ""), ())]
            matched = _matched(sources, targets)
            pairs += [Pair(key, lang, source, target) for source, target in matched]
            used = {id(target) for _source, target in matched}
            left += [target for target in targets if id(target) not in used]
    return pairs, left


def _matched(sources: Sequence[Text], targets: Sequence[Text]) -> list[tuple[Text, Text | None]]:
    """Find each source's counterpart among several, by content first."""
    if not targets:
        return [(source, None) for source in sources]
    if len(sources) == len(targets) == 1:
        return [(sources[0], targets[0])]
    scores = {
        (s, t): _affinity(source, target)
        for s, source in enumerate(sources)
        for t, target in enumerate(targets)
    }
    found: dict[int, int] = {}
    for s, t in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        if s not in found and t not in found.values():
            found[s] = t
    for s in range(len(sources)):  # more sources than targets: several have the same counterpart
        found.setdefault(s, -max((scores[s, t], -t) for t in range(len(targets)))[1])
    return [(source, targets[found[s]]) for s, source in enumerate(sources)]


def _affinity(source: Text, target: Text) -> float:
    links = align(source.blocks, target.blocks)
    size = max(len(source.blocks), len(target.blocks), 1)
    content = sum(link.confidence for link in links if link.source and link.target) / size
    one, other = source.record, target.record
    same_folder = folders_of(one) == folders_of(other)
    names = one.docname[-_NAME:], other.docname[-_NAME:]
    same_name = SequenceMatcher(None, *names, autojunk=False).ratio()
    same_id = one.posting.lever_id == other.posting.lever_id
    return content + 0.3 * same_folder + 0.1 * same_id + 0.1 * same_name


class Destinations:
    """Where the links of a translated block lead, standing in the source's document."""

    def __init__(self, env: BuildEnvironment, domain: JobDomain, pair: Pair) -> None:
        assert pair.target is not None
        self.env, self.domain = env, domain
        self.source, self.target = pair.source, pair.target
        self.lost = False
        self.anchors: dict[str, str] = {}
        for link in pair.links:
            for theirs in link.target:
                for mine in link.source:
                    if theirs in self.target.slugs and mine in self.source.slugs:
                        self.anchors[self.target.slugs[theirs]] = self.source.slugs[mine]

    def __call__(self, href: str) -> str:
        """Return the destination to write for one that the target's document has."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return href
        if parts.scheme or parts.netloc or parts.path.startswith("/"):
            return href
        if not parts.path:
            return self._anchor(href) if parts.fragment else href
        if not (self.source.record.is_page and self.target.record.is_page):
            return href
        here = posixpath.dirname(self.source.record.docname)
        folder = posixpath.dirname(self.target.record.docname)
        written = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
        path = self._in_source_language(written)
        # What its headings are called in the other language is not known here.
        self.lost |= bool(parts.fragment) and path != written
        try:
            is_file = (Path(self.env.srcdir) / path).is_file()
        except OSError:  # a name too long
            is_file = False
        if not is_file:
            return href  # it led nowhere before
        relative = posixpath.relpath(path, here or ".").replace(" ", "%20")
        return parts._replace(path=relative).geturl()

    def _anchor(self, href: str) -> str:
        anchor = unquote(href[1:])
        if anchor in self.anchors:
            return f"#{self.anchors[anchor]}"
        self.lost |= anchor not in self.source.slugs.values()
        return href

    def _in_source_language(self, path: str) -> str:
        """Name the text of a job that the source, too, would link to."""
        docname = self.env.path2doc(str(Path(self.env.srcdir) / path))
        for record in self.domain.page(docname or "").postings.values():
            texts = self.domain.jobs.by_key[record.posting.translation_key]
            if (own := texts.get(self.source.record.posting.lang)) and own[0].is_page:
                return relpath(own[0].path, self.env.srcdir).replace(os.sep, "/")
        return path


def proposals_of(env: BuildEnvironment, domain: JobDomain, pair: Pair) -> dict[str, Proposal]:
    """Say for each message of a pair's source what the counterpart has for it."""
    found: dict[str, Proposal] = {}
    target = pair.target
    if target is None:
        return {
            message: Proposal(has_counterpart=False)
            for message, block in zip(pair.source.messages, pair.source.blocks, strict=True)
            if block.kind not in UNTRANSLATED
        }
    destinations = Destinations(env, domain, pair)
    for link in pair.links:
        proposal = _proposal(pair.source, target, link, destinations)
        for index in link.source:
            block = pair.source.blocks[index]
            if block.kind in UNTRANSLATED:
                continue
            message = pair.source.messages[index]
            old = found.get(message)
            if old is None or old.text is None or (old.text == proposal.text and old.doubts):
                found[message] = proposal
            elif proposal.text is not None and old.text != proposal.text:
                pair.rivals.append((message, link.target[0]))
    return found


def translation(text: Text, index: int, destination: Callable[[str], str] | None = None) -> str:
    """Write a block of a text as the translation of its counterpart: the one digest of it."""
    return msgstr(
        text.sources[index],
        plain=text.blocks[index].kind in PLAIN,
        references=text.references,
        destination=destination,
    )


def _proposal(source: Text, target: Text, link: Bead, destinations: Destinations) -> Proposal:
    mine = [source.blocks[index] for index in link.source]
    indices = [i for i in link.target if target.blocks[i].kind not in UNTRANSLATED]
    theirs = [target.blocks[index] for index in indices]
    if not mine or not theirs:
        return Proposal(None)
    destinations.lost = False
    text = " ".join(translation(target, index, destinations) for index in indices)
    doubts = [*_doubts(mine, theirs, link)]
    if destinations.lost:
        doubts.append("anchor")
    if not is_paragraph(text):
        doubts.append("markup")
    return Proposal(text, tuple(doubts), link.crossing)


def _doubts(mine: Sequence[Block], theirs: Sequence[Block], link: Bead) -> Iterator[str]:
    """Say why a link is not to be trusted without a look."""
    if len(link.source) != 1 or len(link.target) != 1:
        yield "merged"
    if link.crossing:
        yield "crossing"
    source, target = (" ".join(block.text for block in blocks) for blocks in (mine, theirs))
    yield from conflicts(anchors(source), anchors(target))
    if source == target and mine[0].kind not in PLAIN and len(words(source)) >= RUNNING:
        yield "same"
    if link.confidence < CONFIDENT:
        yield "unsure"
