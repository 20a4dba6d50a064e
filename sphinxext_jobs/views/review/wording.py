"""The words of the review page in a language of the interface."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from types import SimpleNamespace
from typing import Any

from babel.numbers import format_percent
from markupsafe import Markup

from ...model.fields import FIELDS
from ...model.values import flag
from ...pairing.points import Group, PointKind, names
from ...pairing.results import Result, UnequalField
from ...text.languages import locale
from ...text.wording import N_, language_name, long_date, message_language, translations
from .cards import Card

#: A probability from here on is not shown: it says nothing that the label does not.
_SHOWN_BELOW = 0.9

#: The texts without a number, by their names in the templates.
_TEXTS = {
    "title": N_("Languages side by side"),
    "skip": N_("Skip to the content"),
    "only": N_("{values} only in {language}."),
    "not_set": N_("not set"),
    "yes": N_("yes"),
    "no": N_("no"),
    "open": N_("open"),
    "closed": N_("closed"),
    "upcoming": N_("upcoming"),
    "empty": N_("There are no jobs to compare."),
    "start": N_("Decide one by one"),
    "filter": N_("Filter jobs"),
    "open_only": N_("Open jobs only"),
    "all": N_("Any state"),
    "job": N_("Job"),
    "jobs": N_("Jobs"),
    "state": N_("State"),
    "to_do": N_("What to do"),
    "points": N_("Points"),
    "agreed": N_("In agreement"),
    "in_order": N_("In order"),
    "shown": N_("{shown} of {all} jobs shown"),
    "sort": N_("Sort by {column}"),
    "up": N_("All jobs"),
    "points_title": N_("Points to decide"),
    "position": N_("Point {number} of {count}"),
    "legend": N_("Marks in the texts"),
    "legend_deleted": N_("deleted since both last agreed"),
    "legend_inserted": N_("added since then"),
    "legend_marked": N_("not the same on both sides"),
    "in_closed": N_("In closed jobs"),
    "before": N_("Before"),
    "deleted_since": N_("Deleted since both agreed"),
    "in_catalog": N_("In the catalogue. Readers do not see this"),
    "earlier": N_("The other translation"),
    "known": N_("Known translation"),
    "gap": N_("No text in {language} here"),
    "to_translate": N_("Not translated yet"),
    "deleted": N_("deleted: "),
    "inserted": N_("inserted: "),
    "open_line": N_("{language}, line {line}"),
    "catalog": N_("catalogue"),
    "confirm": N_("Confirm: {claim}"),
    "apply": N_("Write it into the file"),
    "draft": N_("Start the file"),
    "command": N_("Command"),
    "commands": N_("Chosen decisions"),
    "copy": N_("Copy"),
    "clear": N_("Clear choices"),
    "copied": N_("Copied. Run it in the folder where you ran jobs-pair. Then run jobs-pair again."),
    "not_copied": N_("The browser does not allow copying. Select the command instead."),
    "last": N_("That was the last point. Press y to copy the command."),
    "previous": N_("Previous job"),
    "next": N_("Next job"),
    "nothing": N_("Nothing to decide."),
    "keyboard": N_("Keyboard"),
    "shortcuts": N_("Use single keys as shortcuts"),
    "close": N_("Close"),
    "key_next": N_("next point, or next job in a list"),
    "key_previous": N_("previous point, or previous job in a list"),
    "key_choose": N_("choose the decision, and go on"),
    "key_other": N_("with Shift: choose the other decision, and go on"),
    "key_start": N_("decide one by one"),
    "key_edit": N_("open the text to correct"),
    "key_left": N_("open the text on the left"),
    "key_right": N_("open the text on the right"),
    "key_place": N_("show the point in its job"),
    "key_next_job": N_("next job"),
    "key_previous_job": N_("previous job"),
    "key_up": N_("all jobs"),
    "key_copy": N_("copy the command"),
    "key_fold": N_("unfold or fold everything"),
    "key_filter": N_("filter"),
    "key_help": N_("this help"),
    "block_title": N_("Title"),
    "block_description": N_("Description"),
    "block_heading": N_("Heading"),
    "block_item": N_("List item"),
    "block_cell": N_("Cell"),
    "block_code": N_("Code"),
    "block_html": N_("HTML"),
    "block_image": N_("Image"),
    "block_paragraph": "",
    "certain": N_("The match is about {percent} certain."),
    "lead": N_("{points} in {jobs}."),
    "direction": N_("{source} to {target}"),
    "label": N_("{label}:"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A kind of point in words, as one point needs them."""

    kind: PointKind
    label: str
    reason: Markup
    instruction: str
    claim: str

    @property
    def group(self) -> Group:
        """The group of the kind."""
        return self.kind.group


class Words:
    """The words in one language; *languages* are those of all texts. ``t`` has the simple ones."""

    def __init__(self, lang: str, languages: Collection[str]) -> None:
        self.lang = lang
        self._languages = languages
        self._ = translations(lang).gettext
        self.ngettext = translations(lang).ngettext
        self.t = SimpleNamespace(
            **{name: self._(text) if text else "" for name, text in _TEXTS.items()}
        )
        self.groups = {group: self._(group.label) for group in Group}
        #: The names of languages, as they are written after “in”.
        self.language = cache(partial(language_name, lang=lang, others=languages))
        #: Those names, capitalized.
        self.heading = cache(self._heading)

    def _heading(self, tag: str) -> str:
        name = self.language(tag)
        return name[:1].upper() + name[1:]

    # Numbers.

    def points(self, count: int) -> str:
        """Count points."""
        return self.ngettext("{count} point", "{count} points", count).format(count=count)

    def urgent_first(self, count: int) -> str:
        """Say what the list of points has."""
        text = self.ngettext(
            "{count} point on one page", "{count} points on one page, most urgent first", count
        )
        return text.format(count=count)

    def lead(self, points: int, jobs: int, fine: int, closed: int) -> str:
        """Say how much there is to decide."""
        ngettext = self.ngettext
        if not points:
            if not fine:
                return str(self.t.empty)
            return ngettext(
                "The only job is in order. There is nothing to decide.",
                "All {count} jobs are in order. There is nothing to decide.",
                fine,
            ).format(count=fine)
        to_decide = ngettext("{count} point to decide", "{count} points to decide", points)
        in_jobs = ngettext("{count} job", "{count} jobs", jobs)
        sentences = [
            self.t.lead.format(
                points=to_decide.format(count=points), jobs=in_jobs.format(count=jobs)
            )
        ]
        if fine:
            text = ngettext("{count} job is in order.", "{count} jobs are in order.", fine)
            sentences.append(text.format(count=fine))
        if closed:
            text = ngettext(
                "{count} of the points is in a closed job, and comes last.",
                "{count} of the points are in closed jobs, and come last.",
                closed,
            )
            sentences.append(text.format(count=closed))
        return " ".join(sentences)

    def in_order(self, count: int) -> str:
        """Count the jobs in order."""
        return self.ngettext("{count} job in order", "{count} jobs in order", count).format(
            count=count
        )

    def agree(self, count: int) -> str:
        """Count blocks that agree."""
        return self.ngettext("{count} block agrees", "{count} blocks agree", count).format(
            count=count
        )

    def others(self, count: int) -> str:
        """Introduce the other places of a point."""
        text = self.ngettext(
            "The same in another place:", "The same in {count} other places:", count
        )
        return text.format(count=count)

    def more(self, count: int) -> str:
        """Say how many points are not in the list."""
        return self.ngettext(
            "{count} more point is on the page of its job.",
            "{count} more points are on the pages of their jobs.",
            count,
        ).format(count=count)

    def chosen(self) -> str:
        """Return the text on the number of decisions, which the page itself fills in."""
        return self._("Chosen: {count}")

    # Points.

    def _names(self, result: Result) -> dict[str, str]:
        target = result.pair.target.lang if result.pair.target else result.pair.lang
        return names(result.pair.source.lang, target, self.lang, self._languages)

    def _say(
        self, kind: PointKind, values: Mapping[str, str | int], more: str = "", reason: str = ""
    ) -> Said:
        """Put a point into words; *reason* is used instead of that of its kind."""
        label, todo, claim = (
            self._(text).format(**values) if text else ""
            for text in (kind.label, kind.instruction, kind.claim)
        )
        # Its values are escaped.
        said = Markup(reason or self._(kind.reason)).format(**values)
        return Said(kind, label, said + Markup(" ") + more if more else said, todo, claim)

    def of_card(self, result: Result, card: Card) -> list[Said]:
        """Return the kinds of a point of a block in words, the most urgent one first."""
        finding = card.finding
        if finding is None:
            return []
        values: dict[str, Any] = {
            **self._names(result),
            "source_count": len(card.sides[0].blocks),
            "target_count": len(card.sides[1].blocks),
        }
        evidence = {each.kind: each for each in finding.evidence}
        found = []
        for kind in finding.kinds:
            shown = evidence.get(kind)
            more = reason = ""
            if shown and kind is not PointKind.LINKS:
                here, there = ", ".join(shown.source), ", ".join(shown.target)
                values |= {"source_value": here, "target_value": there, "values": here or there}
                values["language"] = values["source" if here else "target"]
                reason = "" if here and there else self.t.only
            if kind is PointKind.UNSURE and card.confidence < _SHOWN_BELOW:
                percent = format_percent(int(card.confidence * 100) / 100, locale=self._locale())
                more = self.t.certain.format(percent=percent)
            found.append(self._say(kind, values, more, reason))
        return found

    def of_job(self, result: Result, kind: PointKind, field: UnequalField | None) -> Said:
        """Return the point of a whole job in words."""
        values: dict[str, Any] = {**self._names(result), "catalog": result.catalog}
        more = ""
        if result.fault is not None:
            values["error"] = Markup('<span lang="{}">{}</span>').format(
                message_language(), result.fault.text
            )
        if field is not None:
            values["field"] = field.name
            values["source_value"], values["target_value"] = self._values(result, kind, field)
        if kind is PointKind.NO_FILE and result.known:
            known, total = result.known, len(result.rows)
            more = self.ngettext(
                "{known} of its {total} blocks is already translated.",
                "{known} of its {total} blocks are already translated.",
                known,
            ).format(known=known, total=total)
        if result.torn is not None:
            values["file"] = result.torn.unit.path
        if result.better is not None and result.target is not None:
            values |= {"file": result.target.unit.path, "better": result.better.path}
        draft = next((text.unit for text in result.texts if text.unit.is_draft), None)
        if draft is not None:
            values["language"] = self.language(draft.lang)
        return self._say(kind, values, more)

    def of_left_over(self, key: str) -> Said:
        """Return the point of a file without a counterpart in words."""
        return self._say(PointKind.LEFT_OVER, {"key": key})

    def _values(self, result: Result, kind: PointKind, field: UnequalField) -> Sequence[str]:
        if kind is PointKind.STATUS:
            return [getattr(self.t, text.status.value) for text in result.texts]
        both = [self._value(field.name, value) for value in (field.source, field.target)]
        if both[0] == both[1]:  # an explicit false, and no value at all
            both = [self._written(value) for value in (field.source, field.target)]
        return both

    def _value(self, name: str, value: Any) -> str:
        if name in FIELDS and FIELDS[name].read is flag:
            return str(self.t.yes if value else self.t.no)
        return self._written(value)

    def _written(self, value: Any) -> str:
        if value in (None, ()):
            return str(self.t.not_set)
        if isinstance(value, date):
            return long_date(value, self.lang)
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        return str(value).lower() if isinstance(value, bool) else str(value)

    def _locale(self) -> Any:
        return locale(self.lang) or "en"
