"""Former addresses into files: as Hugo does, and never outside the site."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.addresses import AddressError, file_of


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
        ("?x", "first page"),
        ("C:\\x", "cannot hold"),
        ("C:/x", "cannot hold"),
        ("\\\\server\\x", "cannot hold"),
        ("mailto:me", "cannot hold"),
        ("/a\0b", "cannot hold '\\x00'"),
        ("/a%00", "cannot hold '\\x00'"),
        ("/a%0ab", "cannot hold '\\n'"),
        ("/a%3Fb", "cannot hold '?'"),
        ("/NUL", "Windows"),
        ("/x/com1.html", "Windows"),
        ("/x./y", "Windows"),
        ("/" + "é" * 128, "longer"),
        ("/_static/x", "builder's own"),
        ("/%5Fsources/x", "builder's own"),
        ("/.jobs-redirects", "builder's own"),
        ("/%ff", "UTF-8"),
        ("/\ud800", "UTF-8"),
    ],
)
def test_what_can_be_no_page_is_refused(address, reason):
    with pytest.raises(AddressError, match=reason.replace("\\", "\\\\").replace("?", "\\?")):
        file_of(address)


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
