"""Counterparts: which texts of one job belong together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.jobs.counterparts import closest, likeness, paired
from sphinxext_jobs.jobs.records import Record
from sphinxext_jobs.model.fields import Posting


def text(docname: str, lang: str, lever_id: str | None = None) -> Record:
    posting = Posting(title="A", translation_key="a", lang=lang, lever_id=lever_id)
    return Record(
        posting=posting, title="A", lead=None, docname=docname, anchor="a",
        path=f"{docname}.md", lines={}, is_page=True, page_lang=lang, title_lang=lang,
        lead_lang=lang,
    )  # fmt: skip


def test_the_same_folder_comes_first() -> None:
    record = text("hotel/en/cook", "en", "1")
    near, far = text("hotel/fr/chef", "fr"), text("ferry/fr/cook", "fr", "1")
    assert closest(record, [far, near]) is near


def test_then_the_same_id() -> None:
    record = text("en/cook", "en", "1")
    near, far = text("fr/chef", "fr", "1"), text("fr/cook", "fr", "2")
    assert closest(record, [far, near]) is near


def test_then_the_most_similar_name() -> None:
    record = text("en/cook-2", "en")
    near, far = text("fr/cuisine-2", "fr"), text("fr/cuisine-1", "fr")
    assert closest(record, [far, near]) is near


def test_the_order_of_the_words_in_a_name_does_not_count() -> None:
    record = text("en/port-security-officer", "en")
    near, far = text("fr/agent-de-sécurité-du-port", "fr"), text("fr/premier-officier", "fr")
    assert closest(record, [far, near]) is near
    record = text("en/senior-ferry-captain", "en")
    near, far = text("fr/capitaine-sénior", "fr"), text("fr/serveur-à-la-cafétéria", "fr")
    assert closest(record, [far, near]) is near


def test_of_equals_the_first_by_path() -> None:
    record = text("en/x", "en")
    first, second = text("fr/a", "fr"), text("fr/b", "fr")
    assert closest(record, [second, first]) is closest(record, [first, second]) is first


def test_each_text_is_in_a_pair() -> None:
    english = [text("en/a", "en"), text("en/b", "en")]
    french = [text("fr/a", "fr"), text("fr/b", "fr"), text("fr/b-2", "fr")]
    a, b = english
    assert paired(english, french) == [(a, french[0]), (b, french[1]), (b, french[2])]


names = st.text("abc", min_size=1, max_size=4)
places = st.builds("{}/{}/{}".format, st.sampled_from(["m", "n"]), st.just("fr"), names)
french = st.lists(
    st.builds(text, places, st.just("fr"), st.sampled_from([None, "1", "2"])),
    min_size=2, max_size=6, unique_by=lambda r: r.docname,
)  # fmt: skip
english = st.builds(
    text, st.builds("{}/en/{}".format, st.sampled_from(["m", "n"]), names), st.just("en"),
    st.sampled_from([None, "1", "2"]),
)  # fmt: skip


@given(english, french, st.data())
def test_removing_a_file_pairs_no_other_anew(record: Record, texts: list[Record], data) -> None:
    chosen = closest(record, texts)
    removed = data.draw(st.sampled_from([other for other in texts if other is not chosen]))
    assert closest(record, [other for other in texts if other is not removed]) is chosen


@given(english, french)
def test_likeness_has_no_direction(record: Record, texts: list[Record]) -> None:
    for other in texts:
        assert likeness(record, other) == likeness(other, record)
