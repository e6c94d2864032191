"""What hangs on an innovation: how much of it there is, and what is done with it."""

from django.db.models import QuerySet

from ..audit.actions import record
from ..claims.models import Claim, Protocol
from ..innovations.models import Gate, Innovation
from ..innovations.states import GATE
from ..joining.call_actions import withdraw_with_reason
from ..joining.models import SiteApplication, SiteCall
from ..networks.models import NetworkAction
from ..spread.models import Wave
from ..spread.states import WAVE
from .shapes import Moving
from .words import one_or_many


def of(moving: Moving) -> Innovation:
    """Return the innovation that moves."""
    assert moving.innovation is not None
    return moving.innovation


def gates(moving: Moving) -> QuerySet[Gate]:
    """Return the questions that wait for a body; the one being decided no longer waits."""
    return Gate.objects.filter(innovation=of(moving), state="open")


def gates_end(moving: Moving) -> str:
    """Say how many questions are taken back."""
    return one_or_many(
        gates(moving).count(),
        "1 question at a gate is taken back.",
        "{} questions at gates are taken back.",
    )


def gates_stay(moving: Moving) -> str:
    """Say how many questions can still be decided."""
    return one_or_many(
        gates(moving).count(),
        "1 question at a gate can still be decided.",
        "{} questions at gates can still be decided.",
    )


def withdraw_gates(moving: Moving) -> None:
    """Take open questions back."""
    for gate in gates(moving):
        GATE.check_move(gate.state, "withdrawn")
        gate.state = "withdrawn"
        gate.save(update_fields=["state"])
        record(
            by=moving.by,
            verb="lifecycle.gate_withdrawn",
            thing=gate,
            summary=f"The question was taken back, since {of(moving)} stopped: {moving.reason}",
        )


def protocols(moving: Moving) -> str:
    """Say how many protocols wait to be opened."""
    rows = Protocol.objects.filter(innovation=of(moving)).exclude(state="opened")
    return one_or_many(
        rows.count(),
        "1 protocol that was not opened stays: what it shows is told although it stopped.",
        "{} protocols that were not opened stay: what they show is told although it stopped.",
    )


def claims(moving: Moving) -> str:
    """Say how many claims stay in the ledger."""
    rows = Claim.objects.filter(innovation=of(moving), state__in=("current", "questioned"))
    return one_or_many(
        rows.count(),
        "1 claim stays in the ledger, with its period.",
        "{} claims stay in the ledger, each with its period.",
    )


def waves(moving: Moving, state: str) -> QuerySet[Wave]:
    """Return the waves of an innovation in a state."""
    return Wave.objects.filter(version__innovation=of(moving), state=state)


def waves_end(moving: Moving) -> str:
    """Say which waves are withdrawn or closed, and how many places that frees."""
    said = []
    for wave in waves(moving, "planned"):
        count = wave.places.count()
        freed = one_or_many(count, ": its 1 place is freed", ": its {} places are freed")
        said.append(f"Wave {wave.number} is withdrawn{freed}.")
    said += [f"Wave {wave.number} is closed." for wave in waves(moving, "open")]
    return " ".join(said)


def waves_wait(moving: Moving) -> str:
    """Say how many planned waves cannot open meanwhile."""
    return one_or_many(
        waves(moving, "planned").count(),
        "1 planned wave cannot open while it is paused.",
        "{} planned waves cannot open while it is paused.",
    )


def end_waves(moving: Moving) -> None:
    """Withdraw planned waves, freeing their places, and close open ones, which keep theirs."""
    for state, to in (("planned", "cancelled"), ("open", "done")):
        for wave in waves(moving, state):
            WAVE.check_move(wave.state, to)
            wave.state = to
            wave.note = f"{wave.note}\n{of(moving)} stopped: {moving.reason}".strip()
            wave.save(update_fields=["state", "note"])
            if to == "cancelled":
                wave.places.all().delete()
            record(
                by=moving.by,
                verb="lifecycle.wave_ended",
                thing=wave,
                summary=f"{wave} became {WAVE.label(to).lower()}, since its innovation stopped",
            )


def calls(moving: Moving) -> QuerySet[SiteCall]:
    """Return the calls for sites that are not settled."""
    rows = SiteCall.objects.filter(version__innovation=of(moving))
    return rows.filter(state__in=("draft", "open", "reviewing"))


def waiting(moving: Moving) -> QuerySet[SiteApplication]:
    """Return the applications that nobody has answered."""
    return SiteApplication.objects.filter(call__in=calls(moving), state="received")


def calls_end(moving: Moving) -> str:
    """Say how many calls are withdrawn, and how many applicants are answered."""
    said = one_or_many(
        calls(moving).count(),
        "1 call for sites is withdrawn.",
        "{} calls for sites are withdrawn.",
    )
    told = one_or_many(
        waiting(moving).count(),
        " Its 1 applicant is answered with the reason.",
        " Their {} applicants are answered with the reason.",
    )
    return said + told


def calls_stay(moving: Moving) -> str:
    """Say how many calls go on."""
    return one_or_many(
        calls(moving).count(),
        "1 call for sites goes on: look whether its dates still hold.",
        "{} calls for sites go on: look whether their dates still hold.",
    )


def withdraw_calls(moving: Moving) -> None:
    """Withdraw the calls and answer everybody who applied."""
    assert moving.by is not None
    for call in list(calls(moving)):
        withdraw_with_reason(
            by=moving.by, call=call, reason=f"{of(moving)} has stopped: {moving.reason}"
        )


def promised(moving: Moving) -> str:
    """Say how much the network still has to do, which nobody ties to one innovation."""
    network = of(moving).network
    if network is None:
        return ""
    return one_or_many(
        NetworkAction.objects.filter(network=network, done_on=None).count(),
        f"1 action of {network} stays with the network: look whether it is still needed.",
        f"{{}} actions of {network} stay with the network: look which are still needed.",
    )
