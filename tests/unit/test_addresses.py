"""Former addresses into files: as Hugo does, and never outside the site."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.formats.addresses import (
    AddressError,
    Claims,
    file_of,
    innermost,
    one_name,
)


@pytest.mark.parametrize(
    ("address", "folder", "file"),
    [
        ("/en/careers/x/", "", "en/careers/x/index.html"),
        ("/en/careers/x", "", "en/careers/x/index.html"),
        (" /x/ ", "", "x/index.html"),
        ("/x.html", "", "x.html"),
        ("/x.html/", "", "x.html"),
        ("/x.htm", "", "x.htm/index.html"),
        ("/x/index.html", "", "x/index.html"),
        ("x", "en/jobs", "en/jobs/x/index.html"),
        ("../x/", "en/jobs", "en/x/index.html"),
        ("./x//y/", "", "x/y/index.html"),
        ("/chef-d%E2%80%99%C3%A9quipe/", "", "chef-d’équipe/index.html"),
        ("/e\u0301quipe/", "", "équipe/index.html"),
        ("/a%20b/", "", "a b/index.html"),
        ("/x%2525/", "", "x%25/index.html"),
        ("/x/?id=3#apply", "", "x/index.html"),
        ("/a%23b/", "", "a#b/index.html"),
        ("https://old.example:80/x/?q", "en", "x/index.html"),
        ("HTTP://old.example/x.html#a", "", "x.html"),
    ],
)
def test_files_are_named_as_hugo_does(address, folder, file):
    assert file_of(address, folder) == file


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("..", "outside"),
        ("../..", "outside"),
        ("/../x", "outside"),
        ("/x/../../y", "outside"),
        ("%2e%2e/%2e%2e/etc", "outside"),
        ("/", "first page"),
        ("https://example.org", "first page"),
        ("https://example.org/?p=1", "first page"),
        ("?x", "no path"),
        (" #f", "no path"),
        ("", "no path"),
        ("C:\\x", "not every system allows"),
        ("C:/x", "not every system allows"),
        ("\\\\server\\x", "not every system allows"),
        ("mailto:me", "not every system allows"),
        ("/a\0b", "not every system allows '\\x00' in"),
        ("/a%00", "not every system allows '\\x00' in"),
        ("/a%0ab", "not every system allows '\\n' in"),
        ("/a%3Fb", "not every system allows '?' in"),
        ("/NUL", "Windows"),
        ("/x/com1.html", "Windows"),
        ("/x./y", "Windows"),
        ("/" + "é" * 128, "longer"),
        ("/_static/x", "reserved for the builder"),
        ("/%5Fsources/x", "reserved for the builder"),
        ("/.jobs-redirects", "reserved for the builder"),
        ("/searchindex.js", "reserved for the builder"),
        ("/objects.inv/x", "reserved for the builder"),
        ("/Jobs.JSON", "reserved for the builder"),
        ("/%ff", "UTF-8"),
        ("/\ud800", "UTF-8"),
    ],
)
def test_an_address_that_no_page_can_have_is_refused(address, reason):
    with pytest.raises(AddressError, match=reason.replace("\\", "\\\\").replace("?", "\\?")):
        file_of(address)


@pytest.mark.parametrize("address", ["/en/jobs.json", "/jobs.html", "/jobs", "/jobs.jsonx"])
def test_only_what_builds_write_is_reserved(address):
    assert file_of(address)


@pytest.mark.parametrize("site", ["https://x.org/h/", "http://X.org/h", "https://x.org:443/h/"])
@pytest.mark.parametrize(
    "address",
    [
        "https://x.org/h/full/",
        "http://x.org/h/full/",
        "HTTP://X.ORG:80/h/full",
        "//x.org/h/full",
        "https://x.org:443/%68/./full/?q=1#f",
    ],
)
def test_a_full_address_of_the_site_is_taken_from_its_root(address, site):
    assert file_of(address, "en/jobs", site) == "full/index.html"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://y.org/h/full/", "outside the site https://x.org/h/, "),
        ("https://x.org:8080/h/full/", "outside the site"),
        ("ftp://x.org/h/full/", "outside the site"),
        ("https://x.org/full/", "outside the site"),
        ("https://x.org/hh/full/", "outside the site"),
        ("https://x.org/H/full/", "outside the site"),
        ("https://x.org/h/../full/", "outside the site"),
        ("https:///h/full/", "outside the site"),
        ("https://x.org/h", "first page"),
        ("https://x.org:port/h/full/", "it is not valid"),
        ("https://[::1/h/full/", "it is not valid"),
    ],
)
def test_a_full_address_of_another_site_is_refused(address, reason):
    with pytest.raises(AddressError, match=reason):
        file_of(address, site="https://x.org/h/")


def test_the_innermost_site_has_an_address():
    sites = ["https://x.org/", "https://x.org/fr/", "../de/"]
    assert innermost("http://x.org/fr/a", sites) == "https://x.org/fr/"
    assert innermost("http://x.org/frais", sites) == "https://x.org/"
    assert innermost("https://y.org/fr/a", sites) == ""
    assert innermost("/fr/a", sites) == ""


def test_names_that_some_system_takes_for_one():
    same = ["caf\u00e9/\u1e9e", "CAFE\u0301/SS", "Caf\u00c9/\u00df"]
    assert len(set(map(one_name, same))) == 1
    assert len(set(map(one_name, ["a/b", "a-b", "\u00e1/b"]))) == 3


@given(st.text(), st.sampled_from(["", "en/jobs"]))
def test_no_address_leads_outside(address, folder):
    try:
        file = file_of(address, folder)
    except AddressError:
        return
    for path in (PurePosixPath(file), PureWindowsPath(file)):
        assert not path.is_absolute()
        assert not path.drive
        assert ".." not in path.parts
    assert file.endswith(".html")
    assert "\0" not in file


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("a/b.html", "first"),
        ("A/B.html", "first"),
        ("a/b.html/c", "first"),
        ("a", "first"),
        ("e\u0301/index.html", "accent"),
        ("a/c.html", None),
        ("b.html", None),
    ],
)
def test_the_owner_of_a_file_excludes_files_that_cannot_exist_with_it(path, owner) -> None:
    claims: Claims[str] = Claims()
    claims.take("a/b.html", "first")
    claims.take("A/b.html", "second")
    claims.take("é/index.html", "accent")
    found = claims.owner_of(path)
    assert (found and found.owner) == owner
