"""A posting as schema.org's JobPosting, the JSON-LD by which search engines find jobs.

A property whose value is neither in the front matter nor in ``jobs_organization`` is left out.
Google says which properties are required, and how they are written: see ``GUIDE``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, time, tzinfo
from typing import Any

from ..model.closing import closing
from ..model.fields import FIELDS, Posting
from ..model.values import Moment, day_of
from ..model.vocabularies import EmploymentType, Workplace
from ..settings.confval import Organization
from ..text.plain import plain_text
from ..text.wording import message as _
from .areas import area, country_code
from .fragment import Part
from .places import Whereabouts, places_in, whereabouts
from .salary import base_salary

CONTEXT = "https://schema.org/"
#: Google's rules.
GUIDE = "https://developers.google.com/search/docs/appearance/structured-data/job-posting"
#: The properties that Google recommends, and the fields that they are read from.
RECOMMENDED = {
    "validThrough": "expiryDate",
    "employmentType": "employmentType",
    "baseSalary": "salary",
}
#: The properties of an area that are texts.
_OF_AREAS = ("@type", "@id", "name", "alternateName", "description", "identifier", "sameAs", "url")
#: The text of a posting in its page: without its title, its facts and links.
TEXT = Part(without=("job-notice", "job-facts", "job-calendar", "job-apply"))


def job_posting(
    posting: Posting,
    organization: Organization | None,
    *,
    title: str,
    description: str,
    url: str,
    image: str = "",
    zone: tzinfo,
    closes: bool = True,
) -> tuple[dict[str, Any], list[str]]:
    """Return the JobPosting, and the names of the required values that are missing.

    *title* and *description* are the texts that the page shows. *url* is its absolute address;
    empty if unknown, as is that of its *image*. A job that never closes (*closes*) has no end.
    """
    if organization is None:
        return {}, [_("an organization in its language")]
    days = [day_of(m, zone) for m in (posting.date, posting.publish_date) if m]
    posted = max(days, default=None)
    expiry = posting.expiry_date if closes else None
    place, missing = _place_of_work(posting, organization)
    data = {
        "@context": CONTEXT,
        "@type": "JobPosting",
        "title": title,
        "description": description,
        "datePosted": posted and posted.isoformat(),
        "validThrough": expiry and _end_of(closing(expiry, zone), zone),
        "hiringOrganization": {
            "@type": "Organization",
            "name": organization.name,
            **organization.links,
        },
        **place,
        "employmentType": _one_or_more(employment_types(posting)),
        "baseSalary": base_salary(posting.salary or "", organization.currency),
        "identifier": {
            "@type": "PropertyValue",
            "name": organization.name,
            "value": posting.lever_id or posting.translation_key,
        },
        # The organization's word needs a link on the page.
        "directApply": None if posting.form_hidden else organization.direct_apply,
        "image": image,
        "url": url,
        **_as_they_are(posting),
    }
    required = {"title": title, _("a text"): plain_text(description), "date": posted}
    lacking = [name for name, value in required.items() if not value]
    return {name: value for name, value in data.items() if value not in (None, "")}, [
        *lacking,
        *missing,
    ]


def _place_of_work(
    posting: Posting, organization: Organization
) -> tuple[dict[str, Any], list[str]]:
    """Return the properties of the place of work, and the names of the missing values."""
    home = _home(organization)
    names = (
        part
        for name in posting.location
        for part in ([name] if name in organization.locations else places_in(name, home))
    )
    found = {name: whereabouts(name, home) for name in names}
    remote = is_remote(posting)
    if remote and posting.workplace:
        # The location of a remote job may not be a town, but the seat of a team.
        known = organization.locations
        found = {name: at for name, at in found.items() if name in known or at.town in known}
    elif remote:
        found = {name: at for name, at in found.items() if at.town}
    places, unknown = _places(found, organization)
    properties = {"jobLocation": None if unknown else _one_or_more(places)}
    if not remote:
        missing = [] if places else ["location"]
        return properties, missing + [
            _("the country of “{name}”").format(name=name) for name in unknown
        ]
    areas = _applicants(posting, organization)
    properties["jobLocationType"] = "TELECOMMUTE"
    properties["applicantLocationRequirements"] = _one_or_more(areas)
    return properties, [] if areas else ["applicantLocationRequirements"]


def is_remote(posting: Posting) -> bool:
    """Whether people may do the whole job from anywhere, by its workplace or else its location."""
    sources = [posting.workplace] if posting.workplace else posting.location
    found = map(whereabouts, sources)
    return any(at.workplace == (Workplace.REMOTE,) or at.is_anywhere for at in found)


def _home(organization: Organization) -> str:
    """Return the code of the organization's country, or its name if it is not known."""
    country = organization.address.get("addressCountry", "")
    return country_code(country) or country


def _applicants(posting: Posting, organization: Organization) -> list[dict[str, str]]:
    """Return the areas that applicants may live in, from the first source that names any.

    All places of work are in the country of the organization's address, if it has one.
    """
    home = _home(organization)
    texts = (*filter(None, [posting.workplace]), *posting.location)
    found = [whereabouts(text, home) for text in texts]
    # People may live outside of a town, and of its region.
    named = (code for at in found for code in (at.countries if at.town else at.areas))
    sources = (
        posting.applicant_location_requirements,
        [*map(area, dict.fromkeys(named))],
        organization.applicants,
        home and area(home),
    )
    return next(filter(None, map(_areas, sources)), [])


def breadcrumbs(trail: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the BreadcrumbList of a page: the names and addresses of those above it, and its own.

    Source: https://developers.google.com/search/docs/appearance/structured-data/breadcrumb.
    """
    items = (
        {"@type": "ListItem", "position": n, "name": name, "item": url}
        for n, (name, url) in enumerate(trail, 1)
    )
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": [*items]}


def item_list(urls: Iterable[str]) -> dict[str, Any]:
    """Return the ItemList of a page that lists postings: the address of each.

    Source: https://developers.google.com/search/docs/appearance/structured-data/carousel.
    """
    items = ({"@type": "ListItem", "position": n, "url": url} for n, url in enumerate(urls, 1))
    return {"@context": CONTEXT, "@type": "ItemList", "itemListElement": [*items]}


def script(data: Mapping[str, Any]) -> str:
    """Write JSON-LD as an element of HTML, which nothing within can end.

    ``<`` may begin ``</script>`` or ``<!--``
    (https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements);
    U+2028 and U+2029 end lines for some readers of JSON.
    """
    text = json.dumps(data, ensure_ascii=False)
    for char in "<\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return f'<script type="application/ld+json">{text}</script>\n'


def _one_or_more(items: list[Any]) -> Any:
    """Return a property's values as schema.org writes them: one alone, or a list, or None."""
    return items if len(items) > 1 else items[0] if items else None


def _end_of(end: Moment, zone: tzinfo) -> str:
    """Return the instant of a closing; of a day, its last second with the zone's offset then.

    If clocks go back at midnight, this second occurs twice. The later one is used (``fold``).
    """
    if isinstance(end, datetime):
        return end.isoformat(timespec="seconds")
    return datetime.combine(end, time(23, 59, 59, fold=1), zone).isoformat()


def _places(
    found: Mapping[str, Whereabouts], organization: Organization
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the places, and the names of those whose country, which is required, is unknown."""
    known = organization.locations
    # “Various locations” adds nothing to a place that is named.
    named = {n: at for n, at in found.items() if at.town or at.areas or n in known}
    addresses = {
        name: {
            "@type": "PostalAddress",
            **_address(at, organization),
            **known.get(name, known.get(at.town, {})),
        }
        for name, at in (named or found).items()
    }
    unknown = [name for name, address in addresses.items() if not address.get("addressCountry")]
    places = [{"@type": "Place", "address": address} for address in addresses.values()]
    return [place for n, place in enumerate(places) if place not in places[:n]], unknown


def _address(at: Whereabouts, organization: Organization) -> dict[str, str]:
    """Return the address of a place: the part that all places share, and what its name says."""
    own = {
        "addressCountry": at.countries[0] if len(at.countries) == 1 else "",
        "addressRegion": at.region,
        "addressLocality": at.town,
        "streetAddress": at.street,
        "postalCode": at.postcode,
    }
    shared = dict(organization.address)
    if at.is_unclear or (at.areas and not at.countries):  # a continent
        shared.pop("addressCountry", None)
    return {**shared, **{name: value for name, value in own.items() if value}}


def _areas(value: Any) -> list[dict[str, str]]:
    """Return the areas that applicants may live in: a text is a country, a mapping any area."""
    found = []
    for item in value if isinstance(value, list | tuple) else [value]:
        if isinstance(item, Mapping):
            known = {k: v for k, v in item.items() if k in _OF_AREAS and isinstance(v, str)}
            if known.get("name", "").strip():
                found.append({"@type": "Country", **known})
        elif isinstance(item, str) and item.strip():
            found.append({"@type": "Country", "name": item})
    return found


def employment_types(posting: Posting) -> list[str]:
    """Return the words of schema.org among a posting's; others are left out."""
    words = (word for text in posting.employment_type for word in EmploymentType.words_in(text))
    return [word.value for word in dict.fromkeys(words)]


def _as_they_are(posting: Posting) -> dict[str, Any]:
    """Return the properties that are values of front matter, as they are."""
    values = {f.schema_org: posting.value(f.name) for f in FIELDS.values() if f.schema_org}
    return {name: value for name, value in values.items() if value not in (None, ())}
