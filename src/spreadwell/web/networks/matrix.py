"""Who does what where in a network: gathered once, then a picture, a table or a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.matrix import letters, matrix
from spreadwell.domain.networks.models import Membership, Network, Organisation, OrganisationEdge
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite, TeamMember

ROWS, COLUMNS = 12, 24
"""More than this is no longer one picture: letters would be too small to read on a desk."""

PAGE = 960
"""As wide as a page on a desk, so that 24 columns stand side by side."""

LISTED = 8
"""So many sites of one role are read in one go; more stand behind a line that counts them."""

HOST, OPERATES, LENDS, THROUGH = "host", "operator", "team partner", "network member"
ENDED = ("stopped", "de_adopted")


@dataclass(frozen=True, slots=True)
class Place:
    """A site: a column of the matrix."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation with its role at each site, "" where it has none; in the sites' order."""

    name: str
    url: str
    code: str
    roles: tuple[str, ...]

    @property
    def hosts_only(self) -> bool:
        """Tell whether it does nothing but host its own sites."""
        return {role for role in self.roles if role} == {HOST}


@dataclass(frozen=True, slots=True)
class Group:
    """One role of an organisation in a list: at which sites, `every` where at all of them."""

    role: str
    sites: tuple[Place, ...]
    every: bool

    @property
    def folded(self) -> bool:
        """Tell whether there are too many sites to list at once."""
        return not self.every and len(self.sites) > LISTED


@dataclass(frozen=True, slots=True)
class Matrix:
    """Organisations × sites; those who work across sites first."""

    sites: tuple[Place, ...]
    lines: tuple[Line, ...]
    invented: bool

    @property
    def letters(self) -> dict[str, str]:
        """Return each role that somebody has with its letter."""
        return letters(sorted({role for line in self.lines for role in line.roles if role}))

    @property
    def fits(self) -> bool:
        """Tell whether all of it is one readable picture."""
        return len(self.lines) <= ROWS and len(self.sites) <= COLUMNS

    def only(self, role: str, words: str) -> "Matrix":
        """Keep one role, and the organisations whose name or code has these words."""
        wanted = words.strip().casefold()
        lines = []
        for line in self.lines:
            if wanted and wanted not in f"{line.name} {line.code}".casefold():
                continue
            roles = tuple(r if not role or r == role else "" for r in line.roles)
            if not role or any(roles):
                lines.append(Line(line.name, line.url, line.code, roles))
        held = [i for i in range(len(self.sites)) if any(line.roles[i] for line in lines)]
        # Unfiltered, a site without anybody stays: that nobody works there is worth seeing.
        kept = held if role or wanted else list(range(len(self.sites)))
        return Matrix(
            tuple(self.sites[i] for i in kept),
            tuple(
                Line(one.name, one.url, one.code, tuple(one.roles[i] for i in kept))
                for one in lines
            ),
            self.invented,
        )

    def groups(self, line: Line) -> list[Group]:
        """Return the roles of one organisation, each with its sites."""
        found = []
        for role in self.letters:
            at = tuple(s for s, r in zip(self.sites, line.roles, strict=True) if r == role)
            if at:
                found.append(Group(role, at, len(at) == len(self.sites) > 1))
        return found

    @property
    def across(self) -> "Matrix":
        """Keep those who do more than host their own site; everybody where nobody does."""
        lines = tuple(line for line in self.lines if not line.hosts_only)
        return Matrix(self.sites, lines or self.lines, self.invented)

    def listed(self) -> list[tuple[Line, list[Group]]]:
        """Return every organisation with its roles, as a phone shows them."""
        return [(line, self.groups(line)) for line in self.lines]

    def picture(self) -> tuple[Picture, int, int]:
        """Draw what fits a picture; returns it with the organisations and sites left out.

        Where it does not all fit, organisations that only host their own site go first: each
        stands above its own column, which has its name.
        """
        lines: Sequence[Line] = self.lines
        if len(lines) > ROWS:
            lines = self.across.lines
        shown, sites = lines[:ROWS], self.sites[:COLUMNS]
        roles = {
            (line.name, site.name): role
            for line in shown
            for site, role in zip(sites, line.roles, strict=False)
            if role
        }
        drawn = matrix(
            [line.name for line in shown],
            [site.name for site in sites],
            roles,
            Look(PAGE, "who", self.invented),
            urls=[line.url for line in shown],
        )
        return drawn, len(self.lines) - len(shown), len(self.sites) - len(sites)


def who_where(
    viewer: Viewer, network: Network, members: Iterable[Membership], today: date
) -> Matrix | None:
    """Gather the organisations of a network against its sites; None without a site."""
    rows: QuerySet[ImplementationSite] = ImplementationSite.objects.visible_to(viewer)
    sites = list(
        rows.filter(version__innovation__network=network)
        .exclude(state__in=ENDED)
        .select_related("organisation")
    )
    if not sites:
        return None
    joined = [one.organisation for one in members if one.organisation is not None]
    roles = _roles(viewer, sites, joined, today)
    organisations = {one.pk: one for one in joined}
    organisations |= {site.organisation_id: site.organisation for site in sites}
    found: QuerySet[Organisation] = Organisation.objects.visible_to(viewer)
    missing = {org for org, _ in roles} - organisations.keys()
    organisations |= {one.pk: one for one in found.filter(pk__in=missing)}
    # Those who work across sites first: the places themselves only make the diagonal below.
    places = {site.organisation_id for site in sites}
    ordered = sorted(organisations.values(), key=lambda o: (o.pk in places, o.name, o.code))
    labels = _apart([(one.name, one.code) for one in ordered])
    names = _apart([(site.name, str(site.pk)) for site in sites])
    return Matrix(
        tuple(
            Place(name, reverse("sites:detail", args=[site.pk]))
            for name, site in zip(names, sites, strict=True)
        ),
        tuple(
            Line(
                label,
                reverse("networks:organisation", args=[one.code]),
                one.code,
                tuple(roles.get((one.pk, site.pk), "") for site in sites),
            )
            for label, one in zip(labels, ordered, strict=True)
        ),
        network.invented or any(site.invented for site in sites),
    )


def _roles(
    viewer: Viewer, sites: list[ImplementationSite], members: list[Organisation], today: date
) -> dict[tuple[int, int], str]:
    """Return (organisation, site) → what it does there, the closest tie of each pair.

    The place itself, who operates it, who lends people to its team, and members that are no
    place of their own and so work with every site through the network.
    """
    hosts: dict[int, list[int]] = {}
    for site in sites:
        hosts.setdefault(site.organisation_id, []).append(site.pk)
    apart = [one.pk for one in members if one.pk not in hosts]
    roles = {(org, site.pk): THROUGH for org in apart for site in sites}
    team: QuerySet[TeamMember] = TeamMember.objects.visible_to(viewer)
    lent = team.filter(site__in=sites, ends=None).exclude(person__organisation=None)
    roles |= dict.fromkeys(lent.values_list("person__organisation_id", "site_id"), LENDS)
    edges: QuerySet[OrganisationEdge] = OrganisationEdge.objects.visible_to(viewer)
    runs = edges.filter(kind="operates", target__in=hosts).filter(
        Q(starts=None) | Q(starts__lte=today), Q(ends=None) | Q(ends__gt=today)
    )
    for org, at in runs.values_list("source", "target"):
        roles |= {(org, site): OPERATES for site in hosts[at]}
    return roles | {(site.organisation_id, site.pk): HOST for site in sites}


def _apart(named: list[tuple[str, str]]) -> list[str]:
    """Return the names, those that are not alone with their code."""
    counted: dict[str, int] = {}
    for name, _ in named:
        counted[name] = counted.get(name, 0) + 1
    return [f"{n} ({code})" if counted[n] > 1 else n for n, code in named]
