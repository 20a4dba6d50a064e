"""Made-up postings in two languages, for the benchmarks: always the same ones."""

from __future__ import annotations

import random
from itertools import accumulate
from pathlib import Path

#: Syllables to make words of, with endings for a stemmer to cut.
SYLLABLES = {
    "en": (
        "fer cap tain har bour sea son tea ser vi plan ti mo pa crew en gi lis des wri bu",
        "s ing ed ly er ment ness ful able ation",
    ),
    "fr": (
        "tra ver sier ca pi taine équi pa mo sai son ser vi ho rai di ré vé na bâ con lé",
        "s er ez ant ée ement tion eur euse able",
    ),
}
VOCABULARY = 3000


def _words(language: str) -> list[str]:
    """Make a vocabulary, the most frequent words first."""
    chance = random.Random(language)
    syllables, endings = (part.split() for part in SYLLABLES[language])
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        stem = "".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3))))
        words[stem + chance.choice(["", *endings])] = None
    return list(words)


WORDS = {language: _words(language) for language in SYLLABLES}
#: How often each is drawn, by Zipf's law.
WEIGHTS = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))


def _draw(chance: random.Random, words: list[str], count: int) -> str:
    return " ".join(chance.choices(words, cum_weights=WEIGHTS, k=count))


def _sentence(chance: random.Random, words: list[str]) -> str:
    return _draw(chance, words, chance.randint(8, 22)).capitalize() + "."


def _posting(chance: random.Random, words: list[str], number: int, body: bool) -> str:
    title = _draw(chance, words, 3).capitalize()
    parts = [
        f"---\nlayout: job-posting\ntitle: '{title} {number}'\n"
        f"description: {_sentence(chance, words)}\narchived: false\n"
        f"leverId: id-{number}\ntranslationKey: job-{number}\n---\n"
    ]
    for _section in range(4 if body else 0):
        parts.append(f"## {_draw(chance, words, 4).capitalize()}\n")
        sentences = [_sentence(chance, words) for _ in range(14)]
        parts += [" ".join(sentences[n : n + 3]) + "\n" for n in (0, 3, 6)]
        parts.append("".join(f"- {sentence}\n" for sentence in sentences[9:]))
        parts.append(f"See [{words[3]}](https://example.org/{words[4]}) and **{words[5]}**.\n")
    return "\n".join(parts) if body else parts[0] + _sentence(chance, words) + "\n"


def write(folder: Path, count: int, *, body: bool = True) -> None:
    """Write *count* postings into ``en`` and ``fr``, half each; short ones without *body*."""
    chance = random.Random(count)
    for number in range(count):
        language = "fr" if number % 2 else "en"
        path = folder / language / f"job-{number // 2}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_posting(chance, WORDS[language], number // 2, body), encoding="utf-8")
