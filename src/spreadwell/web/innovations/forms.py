"""Forms of an innovation."""

from typing import Any

from django import forms

from spreadwell.domain.decisions.models import DecidingBody
from spreadwell.domain.innovations.actions import ComponentGiven
from spreadwell.domain.innovations.gates import Criterion
from spreadwell.domain.innovations.models import Innovation, Link
from spreadwell.domain.innovations.states import STAGE
from spreadwell.domain.innovations.tidier import TIDIER, item_words
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.networks.models import Network
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, offer
from ..formkit import DayField, LongText, PageForm, Pick

OVERRIDE = "Only when the mission's limit of live innovations is reached."


class FromShortlistForm(PageForm):
    """An innovation from the shortlist."""

    name = forms.CharField(label="What is it called?", max_length=160)
    sentence = LongText(
        label="What is it, in one sentence?", rows=2, help_text="As you would tell a patient."
    )
    network = Choose(label="Which network takes it on?", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "network", Network.objects.visible_to(viewer).exclude(state="closed"))


class StartForm(FromShortlistForm):
    """An innovation that ran already and enters at its true stage."""

    stage = Pick(
        label="Where does it stand today?",
        choices=[c for c in STAGE.choices() if c[0] != "stopped"],
        initial=STAGE.first(),
    )
    known_so_far = LongText(
        label="What is known of it so far?", rows=3,
        help_text="Where it ran, for how many, what was seen, and what was not looked at.",
    )  # fmt: skip
    source = LongText(
        label="Where can that be read?", rows=2, required=False,
        help_text="A report, a paper, an address. Blank where nothing was written.",
    )  # fmt: skip
    entered_because = LongText(
        label="Why does it enter here, and not from a shortlist?", rows=2,
        help_text="It is not sent back through discovery; the reason stays on its page.",
    )  # fmt: skip
    on = DayField(
        label="Since when has it stood there?", required=False,
        help_text="The real day, so that its time in this stage is true. Blank means today.",
    )  # fmt: skip
    override = LongText(
        label="Why one more than the limit?", rows=2, required=False, help_text=OVERRIDE
    )


class StageForm(PageForm):
    """The next stage."""

    to = Pick(label="What happens to it?")
    reason = LongText(label="Why?", rows=2)
    learnt = LongText(label="What was learnt?", rows=3, required=False, help_text="Needed to stop.")
    on = DayField(label="From which day?", required=False, help_text="Blank means today.")
    override = LongText(
        label="Why one more than the limit?", rows=2, required=False, help_text=OVERRIDE
    )

    def __init__(self, *args: Any, innovation: Innovation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [(key, STAGE.label(key)) for key in STAGE.exits(innovation.stage)]


class VersionForm(PageForm):
    """A version: what changed, its parts, and the twelve items of TIDieR."""

    what_changed = LongText(label="What changed since the last version?", rows=2, required=False)
    core = LongText(
        label="What must stay?", rows=4, required=False,
        help_text="One part a line; after a colon, a few words about it.",
    )  # fmt: skip
    adaptable = LongText(
        label="What may be adapted?", rows=4, required=False, help_text="One part a line."
    )
    on = DayField(label="From which day?", required=False, help_text="Blank means today.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item, question in TIDIER.items():
            self.fields[f"tidier_{item}"] = LongText(
                label=question, rows=2, required=False, help_text=f"{item_words(item)}."
            )

    def clean(self) -> dict[str, Any]:
        """Gather the parts and the items as the action takes them."""
        given = super().clean() or {}
        tidier = {item: given.pop(f"tidier_{item}", "") for item in TIDIER}
        core, adaptable = given.pop("core", ""), given.pop("adaptable", "")
        parts = _parts(core, "core") + _parts(adaptable, "adaptable")
        return {**given, "tidier": tidier, "components": parts}


def _parts(text: str, kind: str) -> list[ComponentGiven]:
    """Read one component a line, with its description after a colon."""
    parts = []
    for line in text.splitlines():
        name, _, about = line.partition(":")
        if name.strip():
            parts.append(ComponentGiven(name.strip()[:160], kind, about.strip()))
    return parts


def parts_text(parts: list[Any], kind: str) -> str:
    """Write the components of a kind as the form shows them."""
    return "\n".join(
        f"{one.name}: {one.description}" if one.description else one.name
        for one in parts
        if one.kind == kind
    )


class MeasureForm(PageForm):
    """A measure, and how it stands to the aim."""

    measure = Choose(label="Which measure?")
    primary = forms.BooleanField(label="It is judged on this one", required=False)
    smallest_worthwhile = forms.FloatField(
        label="Smallest change worth having", required=False,
        help_text="In the unit that is shown, such as people in 100.",
    )  # fmt: skip
    link = Pick(
        label="How does it stand to the mission's aim?", choices=Link.choices, initial=Link.NONE
    )
    conversion_low = forms.FloatField(
        label="Conversion: at the least", required=False,
        help_text="Units of the aim for one unit of this measure.",
    )  # fmt: skip
    conversion = forms.FloatField(label="Conversion: most likely", required=False)
    conversion_high = forms.FloatField(label="Conversion: at the most", required=False)
    conversion_source = LongText(label="Where is the conversion from?", rows=2, required=False)
    conversion_owner = Choose(label="Who answers for it?", required=False)

    def __init__(self, *args: Any, viewer: Viewer, innovation: Innovation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Measure.objects.visible_to(viewer).exclude(innovations__innovation=innovation)
        offer(self, "measure", rows)
        offer(self, "conversion_owner", Person.objects.visible_to(viewer))


NEEDED = "One a line; after a colon, what is needed."


class GateForm(PageForm):
    """What a body is asked to decide, by when, and what has to be met."""

    question = forms.CharField(
        label="What is to be decided?", max_length=240,
        help_text="A question with an answer, such as: does it spread to the other half?",
    )  # fmt: skip
    body = forms.CharField(label="Which body decides?", max_length=160)
    due = DayField(label="By which day?")
    recommendation = LongText(label="What do you recommend, and why?", rows=3, required=False)
    met = LongText(label="What is met?", rows=2, required=False, help_text=NEEDED)
    not_met = LongText(label="What is not met?", rows=2, required=False, help_text="One a line.")
    unknown = LongText(label="What is not known yet?", rows=2, required=False,
                       help_text="One a line.")  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = DecidingBody.objects.visible_to(viewer).values_list("name", flat=True)
        if bodies:
            self.fields["body"].help_text = f"Known here: {', '.join(bodies)}."

    def clean(self) -> dict[str, Any]:
        """Gather the criteria as the action takes them."""
        given = super().clean() or {}
        answers = (("met", True), ("not_met", False), ("unknown", None))
        criteria = [
            Criterion(one.name, one.description, met)
            for name, met in answers
            for one in _parts(given.pop(name, ""), name)
        ]
        return {**given, "criteria": criteria}
