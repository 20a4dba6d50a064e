"""The typography of bodies, and the edits that correct it."""

from __future__ import annotations

import pytest

from sphinxext_jobs.sources.typography import check_typography

from .support import settings

N, T = "\u00a0", "\u202f"  # no-break, and narrow


def corrected(body: str, lang: str) -> str:
    """Return a body with all corrections, which leave nothing to correct."""
    lines = body.split("\n")
    for each in check_typography(body, 1, "a.md", lang):
        assert each.fix
        for edit in reversed(each.fix):
            row = lines[edit.line - 1]
            lines[edit.line - 1] = row[: edit.start] + edit.text + row[edit.end :]
    after = "\n".join(lines)
    assert list(check_typography(after, 1, "a.md", lang)) == []
    return after


@pytest.mark.parametrize(
    ("body", "france", "canada"),
    [
        ("Lieu : Ottawa", f"Lieu{N}: Ottawa", f"Lieu{N}: Ottawa"),
        ("Lieu: Ottawa", f"Lieu{N}: Ottawa", f"Lieu{N}: Ottawa"),
        ("**Lieu :** Ottawa", f"**Lieu{N}:** Ottawa", f"**Lieu{N}:** Ottawa"),
        ("**Lieu**: Ottawa", f"**Lieu**{N}: Ottawa", f"**Lieu**{N}: Ottawa"),
        ("Vite ! Qui ? Moi ; toi.", f"Vite{T}! Qui{T}? Moi{T}; toi.", "Vite! Qui? Moi; toi."),
        ("Vite! Qui? Moi; toi.", f"Vite{T}! Qui{T}? Moi{T}; toi.", "Vite! Qui? Moi; toi."),
        (f"Vite{N}!", f"Vite{N}!", "Vite!"),
        ("Quoi ?!", f"Quoi{T}?!", "Quoi?!"),
        ("Le « cap » et «le port».", f"Le «{N}cap{N}» et «{N}le port{N}».", f"Le «{N}cap{N}» et «{N}le port{N}»."),
        ('Le "cap" de l\'"équipe".', f"Le «{N}cap{N}» de l'«{N}équipe{N}».", f"Le «{N}cap{N}» de l'«{N}équipe{N}»."),
        ("- [Ici](https://x.org) : là", f"- [Ici](https://x.org){N}: là", f"- [Ici](https://x.org){N}: là"),
        ("Éd. `a` : b", f"Éd. `a`{N}: b", f"Éd. `a`{N}: b"),
    ],
)  # fmt: skip
def test_french(body: str, france: str, canada: str) -> None:
    assert corrected(body, "fr") == corrected(body, "fr-FR") == france
    assert corrected(body, "fr-CA") == canada


@pytest.mark.parametrize(
    "body",
    [
        "De 10:30 à 11:00, 3:1, https://example.org/?a=1; www.example.org/a?b!",
        '`a: b !` <a href="x" title="y : z"> et <span class="a">b</span>',
        "```\nLieu: ici !\n```\n\n    Lieu: ici !\n",
        "```{note}\n:class: tip\n```",
        "~~~\nLieu: ici\n~~~\n\n:::{tip}\n:::",
        "[Ici](https://x.org/a:b \"Un titre : là\") ![Image](a.png)",
        "[ref]: https://x.org/ \"Titre: oui\"\n\n[^1]\n\n[^1]: Une note",
        "l&rsquo;équipe &eacute; {job}`cap: x` :smile:",
        "<!-- Lieu: ici !\nLà ! -->\n| a |\n|:--|\n| b |",
        "Un écran de 27\" et un autre de 24\".",
        "{% include \"a\" %} {{ \"b: c\" }}",
        "C'est bien.",
        "Le lieu&nbsp;: ici&nbsp;; là&nbsp;! «&nbsp;Oui&#160;»&nbsp;?",
        "Écrivez [ici] (mailto:a@x.org).",
    ],
)  # fmt: skip
def test_what_is_not_text(body: str) -> None:
    for lang in ("fr", "fr-CA"):
        assert list(check_typography(body, 1, "a.md", lang)) == []


def test_one_message_for_each_line() -> None:
    first, second = check_typography('Un "cap" !\n\nDeux: ! trois ?', 5, "a.md", "fr")
    assert (str(first.at), first.kind.value) == ("a.md:5", "typography")
    assert str(first) == (
        "The typography of this line is not that of fr: a no-break space is missing before ; ! or "
        "?; straight quotes are used instead of « ». Correct the line, or run `sphinx-jobs check "
        "--fix`."
    )
    assert second.at is not None
    assert second.at.line == 7


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The “cap” and\nthe “long\nport”.", []),
        ("The “cap and the port.\n\nThe end.", [(1, "“")]),
        ("The cap” and\nthe port.", [(1, "”")]),
        ("Two\n\n- “one”\n- “two\n- three", [(4, "“")]),
        ("A `“` and <b title='“'>.", []),
        ("The &ldquo;cap&#8221; and “the port&rdquo;.", []),
        ("“One.\n\n“Two.”", []),
    ],
)
def test_quotes_are_in_pairs(body: str, expected: list[tuple[int, str]]) -> None:
    found = list(check_typography(body, 1, "a.md", "en"))
    assert [(d.at.line, d.problem) for d in found if d.at] == [
        (line, f"The quotation mark {sign} is not one of a pair.") for line, sign in expected
    ]
    assert all(d.fix == () for d in found)


@pytest.mark.parametrize(
    ("value", "lang", "rules"),
    [
        (False, "fr", ""),
        ([], "fr", ""),
        (True, "fr", "fr"),
        (True, "fr-CA", "fr-CA"),
        (["fr-CA"], "fr", "fr-CA"),
        (["fr-CA"], "fr-FR", "fr-FR"),
        (["fr-CA"], "en", "en"),
    ],
)
def test_the_country_of_a_language(value: object, lang: str, rules: str) -> None:
    assert settings(typography=value).typography_of(lang) == rules
