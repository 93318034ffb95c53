"""The lines of the decision table in sentences, and the measures that follow from them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from shouwang.policy import words
from shouwang.policy.choices import CountFrom, MeasurePlace, Starts
from shouwang.policy.explanations import condition_phrase
from shouwang.policy.packs import ArrivalClass, Condition, Measure, Pack, Slot, Step, Titles
from shouwang.policy.places_words import name_of
from shouwang.ui import formats


def class_title(line: ArrivalClass) -> str:
    """The name of a line; its id where it has none."""
    return words.titled(line.titles) if line.titles else line.id


def class_sentence(line: ArrivalClass, pack: Pack) -> str:
    """Who falls under a line and what follows, in one sentence."""
    return _("%(who)s: %(what)s.") % {"who": who(line, pack), "what": what(line, pack)}


def who(line: ArrivalClass, pack: Pack) -> str:
    """The conditions of a line, and the proofs it asks for."""
    phrases = [phrase(condition, pack) for condition in line.when]
    phrases += [_("can show %(proofs)s") % {"proofs": words.proofs(line.needs)}] if line.needs else []
    joined = pgettext("between conditions that must all hold", " and ").join(phrases)
    return joined or pgettext("no condition was set", "the rule for everybody")


def what(line: ArrivalClass, pack: Pack) -> str:
    """The measures of a line with their days and tests, one after the other."""
    steps = [step_words(step, pack, first=number == 0) for number, step in enumerate(line.steps)]
    told = pgettext("between measures that follow each other", ", then ").join(steps)
    more = [told]
    if line.then:
        more.append(_("afterwards %(what)s") % {"what": words.all_named(words.THEN, line.then)})
    if line.transfer_required:
        more.append(_("brought point to point, never by themselves"))
    return pgettext("between the parts of a sentence", "; ").join(more)


def step_words(step: Step, pack: Pack, first: bool) -> str:
    """One measure: its name, how long, samples on which days."""
    said = words.titled(step.measure.titles)
    if step.measure.days is not None:
        filled = {"measure": said, "days": days(step.measure.days), "from": counted_from(pack)}
        said = (_("%(measure)s, %(days)s from the %(from)s") if first else _("%(measure)s, %(days)s")) % filled
    if step.tests:
        said = _("%(measure)s (samples on day %(tests)s)") % {"measure": said, "tests": words.joined(step.tests)}
    return said


def days(number: int) -> str:
    """A number of days."""
    return ngettext("%(days)s day", "%(days)s days", number) % {"days": number}


def counted_from(pack: Pack) -> str:
    """From which day the days of a measure count."""
    return str(CountFrom(pack.exposure.count_from).label)


def measure_lines(measure: Measure) -> list[tuple[str, str, str]]:
    """What is to be said of one measure, by key and title: length, begin, place, checks, team, legal basis."""
    told = [
        ("days", _("Length"), days(measure.days) if measure.days is not None else _("no length of its own")),
        ("starts", _("Begins"), str(Starts(measure.starts).label)),
        ("place", _("Place"), str(MeasurePlace(measure.place).label)),
        ("leave", _("Leaving home"), _("allowed") if measure.leave_home else _("not allowed")),
        ("slots", _("Checks"), slots_words(measure.slots)),
    ]
    if measure.team:
        told.append(("team", _("Team"), words.titled(measure.team.titles)))
    if measure.assessment:
        told.append(("before", _("Before it"), words.named(words.ASSESSMENTS, measure.assessment)))
    if measure.legal_basis.zh:
        told.append(("basis", _("Legal basis"), words.titled(measure.legal_basis)))
    return told


def slots_words(slots: Sequence[Slot]) -> str:
    """The checks of a day, or that there are none."""
    if not slots:
        return _("none")
    return words.joined(
        f"{words.named(words.SLOTS, slot.id)} {formats.clock(slot.starts)}–{formats.clock(slot.ends)}"
        for slot in slots
    )


def phrase(condition: Condition, pack: Pack) -> str:
    """One condition in words, with the places and signs it names."""
    if condition.key in _LISTED:
        return _LISTED[condition.key](condition.value)
    place = ""
    if condition.key in ("from_area_in", "from_area_not_in"):
        place = formats.in_parentheses(places(condition.value))
    return condition_phrase(condition, pack, words.language(), place)


def places(codes: tuple[str, ...]) -> str:
    """Areas by name, as far as the tables know them."""
    return words.joined(Titles(name, name).inside(words.language()) for name in map(name_of, codes))


_LISTED: dict[str, Callable[[Any], str]] = {
    "via_area_in": lambda value: _("passed through %(places)s") % {"places": places(value)},
    "symptoms_any": lambda value: _("with %(symptoms)s") % {"symptoms": words.all_named(words.SYMPTOMS, value)},
    "transport": lambda value: _("came by %(transport)s") % {"transport": words.all_named(words.TRANSPORT, value)},
    "declared_by": lambda value: _("declared by %(who)s") % {"who": words.all_named(words.DECLARED_BY, value)},
}
