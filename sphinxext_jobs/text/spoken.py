"""The language of a text, by its most frequent words, and whether it copies another text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from .digest import digest

#: Words that are frequent in one language, and rare or unknown in the others.
_FREQUENT = {
    "en": """the and of to with for you your our are is will this that have be as or by from at it
        their who can about they an has we work which these all more if not through into how""",
    "fr": """le les et des du est pour vous nous dans avec votre notre vos nos sur par qui aux au
        une ce cette ces sont être ou plus leur leurs ainsi afin pas d l à il elle ont comme""",
    "de": """der die das und ist mit von zu den dem für ein eine einen wir du sie ihr dich dir uns
        unser unsere auf im bei als auch nicht sich oder zum zur wie hast bist werden dein deine""",
    "es": """el los las y del con para por es una un su sus más tu que se como en al nuestro
        nuestra nuestros nuestras lo son ser sobre este esta años también trabajo o usted si""",
    "pt": """o os as e do da dos das em uma um com para por não no na nos nas ao mais você sua seu
        que se como são ser à nossa nosso também trabalho ou pelo pela sobre anos está""",
}
_LANGUAGES = {lang: frozenset(words.split()) for lang, words in _FREQUENT.items()}
#: The languages that a text can be found to be in.
KNOWN = frozenset(_LANGUAGES)
#: The share of frequent words in a text that is in their language.
_SHARE = 0.12
#: The share of another language's, compared with that, in a text that is in both languages.
_OTHER = 0.5
#: Each begins with a certain character, so that most of a text is passed over fast.
_NOT_TEXT = re.compile(
    r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]*`|<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>|\]\([^()\s]*\)"
    r"|https?://\S+|\{[%{].{0,500}?[%}]\}|&#?\w+;",
    re.DOTALL,
)
#: Keeps letters and digits, and all characters that are not ASCII.
_WORDS_ALONE = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a text: its number of words, its language, and a digest of the words.

    The language is empty if it is not certain. Texts with the same digest have the same words.
    """

    words: int = 0
    language: str = ""
    digest: str = ""

    @classmethod
    def of(cls, text: str) -> Traits:
        """Look at a text in Markdown or HTML; its code and addresses do not count."""
        written = _NOT_TEXT.sub(" ", text).replace("’", " ").lower()
        # Several times faster than a regular expression.
        words = written.encode("utf-8", "replace").translate(_WORDS_ALONE).decode().split()
        return cls(len(words), _language(words), digest(" ".join(words), 8) if words else "")


def _language(words: list[str]) -> str:
    counts = Counter(words)
    shares = sorted(
        (sum(counts[word] for word in counts.keys() & frequent) / (len(words) or 1), lang)
        for lang, frequent in _LANGUAGES.items()
    )
    (second, _lang), (best, lang) = shares[-2:]
    return lang if best >= _SHARE and second <= best * _OTHER else ""
