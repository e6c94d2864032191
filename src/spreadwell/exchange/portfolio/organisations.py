"""Organisations: the real ones of North West London, and the invented ones beside them."""

from datetime import date

from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.models import Organisation, OrganisationEdge

from .content import as_day, rows, told
from .invented.names import PCN_NAMES, PRACTICE_KINDS, PRACTICE_NAMES
from .loading import Loading, dice, keep_all

SOURCE = "NHS England ODS, ONS and MHCLG; Open Government Licence v3.0 (see ORIGIN.md)"
KINDS = {"sub_icb_location": "sub_icb", "local_authority": "council", "icb": "icb"}
INVENTED_PCNS = 45
INVENTED_PRACTICES = 46
INVENTED_WARDS = 124
WARDS_OF = ("XW-T01", "XW-T02", "XW-T03", "XW-T04")
MERGED_ON = date(2025, 4, 1)
MERGED = ("XW-P44", "XW-P45")
SUCCESSOR = "XW-P46"
# The two practices that titrate and lie in networks with lipid reviews, and where the others lie.
PRACTICE_HOMES = (3, 5, 30, 31, 32, 33)


def load(loading: Loading) -> None:
    """Load every organisation and how they stand to each other."""
    made = [*_real(), *_counties(), *_published(), *_invented()]
    for one in keep_all(Organisation, made):
        loading.organisations[one.code] = one
    keep_all(OrganisationEdge, [*_real_edges(loading), *_invented_edges(loading)])


def _real() -> list[Organisation]:
    made = []
    for row in rows("organisations.csv"):
        kind = KINDS.get(row["kind"], "trust")
        made.append(
            Organisation(
                code=row["code"], name=row["name"], kind=kind, borough=row["borough"],
                facts={"gss": row["gss"]} if row["gss"] else {},
                closed=date(2021, 2, 1) if row["kind"].endswith("_closed") else None,
                origin=Origin.PUBLISHED, source=SOURCE,
            )
        )  # fmt: skip
    for kind, name in (("pcn", "pcns.csv"), ("practice", "practices.csv")):
        for row in rows(name):
            made.append(
                Organisation(
                    code=row["code"], name=row["name"], kind=kind, borough=row["borough"],
                    opened=as_day(row["opened"]), population=int(row["population"] or 0) or None,
                    deprivation_decile=int(row["imd_decile"]) if row["imd_decile"] else None,
                    facts={"imd2019_score": float(row["imd_score"])} if row["imd_score"] else {},
                    origin=Origin.PUBLISHED, source=SOURCE,
                )
            )  # fmt: skip
    return made


def _counties() -> list[Organisation]:
    return [
        Organisation(
            code=row["site"], name=row["name"], kind="area", population=int(row["population_2013"]),
            facts={"country": "United States"}, origin=Origin.PUBLISHED,
            source="Replication data of Baker and others; pedrohcgs/JEL-DiD (MIT)",
        )
        for row in rows("medicaid_starts.csv.gz")
    ]  # fmt: skip


def _published() -> list[Organisation]:
    return [
        Organisation(
            code=one["code"], name=one["name"], kind=one["kind"],
            origin=Origin.PUBLISHED, source=one["source"],
        )
        for one in told("networks")["published"]
    ]  # fmt: skip


def _invented() -> list[Organisation]:
    """Invented PCNs, practices and wards: in real boroughs, sized like real ones."""
    random = dice(told("truth")["seed"])
    pcns = list(rows("pcns.csv"))
    practices = list(rows("practices.csv"))

    def like(real: list[dict[str, str]], at: int) -> dict[str, object]:
        row = real[at % len(real)]
        size = int(row["population"] or 8000) * random.uniform(0.9, 1.1)
        decile = int(row["imd_decile"] or 5) + int(random.integers(-1, 2))
        return {
            "borough": row["borough"], "population": round(size, -2),
            "deprivation_decile": min(max(decile, 1), 10), "origin": Origin.INVENTED,
        }  # fmt: skip

    made = []
    order = random.permutation(len(pcns))
    for i in range(INVENTED_PCNS):
        code = f"XW-P{i + 1:02}"
        made.append(
            Organisation(
                code=code, name=f"{PCN_NAMES[i]} PCN", kind="pcn", opened=date(2019, 10, 1),
                closed=MERGED_ON if code in MERGED else None, **like(pcns, int(order[i])),
            )
        )  # fmt: skip
    parents = made[-2:]
    made.append(
        Organisation(
            code=SUCCESSOR, name=f"{PCN_NAMES[INVENTED_PCNS]} PCN", kind="pcn", opened=MERGED_ON,
            borough=parents[0].borough, population=sum(one.population or 0 for one in parents),
            deprivation_decile=parents[0].deprivation_decile, origin=Origin.INVENTED,
        )
    )  # fmt: skip
    order = random.permutation(len(practices))
    for i in range(INVENTED_PRACTICES):
        home = made[_home_of(i) - 1]
        fields = like(practices, int(order[i])) | {"borough": home.borough}
        name = f"{PRACTICE_NAMES[i]} {PRACTICE_KINDS[i % len(PRACTICE_KINDS)]}"
        made.append(Organisation(code=f"XW-G{i + 1:02}", name=name, kind="practice", **fields))
    bodies = {one["code"]: one for one in told("networks")["organisations"]}
    for i in range(INVENTED_WARDS):
        trust = bodies[WARDS_OF[i % len(WARDS_OF)]]
        name = f"{trust['name']}, ward {i // len(WARDS_OF) + 1}"
        made.append(
            Organisation(
                code=f"XW-W{i + 1:03}", name=name, kind="ward", borough=trust["borough"],
                origin=Origin.INVENTED, facts={"beds": int(random.integers(22, 29))},
            )
        )  # fmt: skip
    made += [
        Organisation(
            code=one["code"], name=one["name"], kind=one["kind"], borough=one["borough"],
            origin=Origin.INVENTED,
        )
        for one in bodies.values()
    ]  # fmt: skip
    return made


def _home_of(practice: int) -> int:
    """Return the number of the invented PCN in which an invented practice lies."""
    if practice < len(PRACTICE_HOMES):
        return PRACTICE_HOMES[practice]
    return 15 + practice % 28


def _edge(
    loading: Loading, source: str, kind: str, target: str,
    starts: date | None = None, ends: date | None = None,
) -> OrganisationEdge:  # fmt: skip
    places = loading.organisations
    return OrganisationEdge(
        source=places[source], kind=kind, target=places[target], starts=starts, ends=ends
    )


def _real_edges(loading: Loading) -> list[OrganisationEdge]:
    made = []
    for row in rows("memberships.csv"):
        # Practices that closed before the list of practices was taken are not in it.
        if row["practice"] in loading.organisations and row["pcn"] in loading.organisations:
            starts, ends = as_day(row["starts"]), as_day(row["ends"])
            made.append(_edge(loading, row["practice"], "member_of", row["pcn"], starts, ends))
    made.append(_edge(loading, "W2U3Z", "member_of", "QRV"))
    for code in ("RYJ", "RQM", "R1K", "RAS", "RV3", "RKL", "RYX"):
        made.append(_edge(loading, "QRV", "commissions", code))
    for code in ("RYJ", "RQM", "R1K", "RAS"):
        made.append(_edge(loading, code, "member_of", "PUB-4T"))
    return made


def _invented_edges(loading: Loading) -> list[OrganisationEdge]:
    made = [_edge(loading, code, "succeeded_by", SUCCESSOR, MERGED_ON) for code in MERGED]
    for i in range(INVENTED_PRACTICES):
        home = f"XW-P{_home_of(i):02}"
        made.append(_edge(loading, f"XW-G{i + 1:02}", "member_of", home, date(2019, 10, 1)))
    for i in range(INVENTED_WARDS):
        trust = WARDS_OF[i % len(WARDS_OF)]
        made.append(_edge(loading, trust, "operates", f"XW-W{i + 1:03}"))
    return made
