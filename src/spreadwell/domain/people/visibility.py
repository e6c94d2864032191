"""Who sees what: one table, read by every scope, by the tests and by the documentation.

Columns follow the order of `Role`. A all, O own, P published, - nothing; letters may be joined.
"Own" and "published" are explained by each thing's query set.
"""

from ..foundation.scope import Reach
from .roles import Role

_LETTERS = {"A": Reach.ALL, "O": Reach.OWN, "P": Reach.PUBLISHED, "-": Reach.NONE}

#                    admin lead board analyst facil  site  site   part- contri- public
#                                                    lead  member ner   butor
_TABLE = """
Mission               A    A    A    A       A      A     A      A     A       P
Strand                A    A    A    A       A      A     A      A     A       P
AimVersion            A    A    A    A       A      A     A      A     A       P
AimTarget             A    A    A    A       A      A     A      A     A       P
Organisation          A    A    A    A       A      A     A      A     A       -
OrganisationEdge      A    A    A    A       A      A     A      A     A       -
OrganisationName      A    A    A    A       A      A     A      A     A       -
OrganisationLoad      A    A    A    A       A      -     -      -     -       -
MapLayer              A    A    A    A       A      A     A      A     A       -
Network               A    A    A    A       A      A     A      A     A       -
Membership            A    A    A    A       A      O     O      O     O       -
Meeting               A    A    A    A       A      O     O      O     -       -
NetworkAction         A    A    A    A       A      O     O      O     -       -
HealthCheck           A    A    A    A       A      O     O      O     O       -
HealthAnswer          O    O    O    O       O      O     O      O     O       -
DecidingBody          A    A    A    A       A      A     A      A     A       -
Decision              A    A    A    A       A      P     P      P     P       P
DeclaredInterest      A    A    A    A       A      -     -      -     -       -
Measure               A    A    A    A       A      A     A      A     A       -
MeasureVersion        A    A    A    A       A      A     A      A     A       -
Submission            A    A    A    A       O      O     O      -     -       -
Reading               A    A    A    A       A      OP    OP     P     P       -
ReadingColumns        A    A    A    A       A      OP    OP     P     P       -
LimitsChange          A    A    A    A       A      OP    OP     P     P       -
PeriodSignOff         A    A    A    A       A      A     A      A     A       -
RememberedName        O    O    O    O       O      O     O      O     O       -
Finding               A    A    A    A       A      O     O      O     O       -
EvidenceRecord        A    A    A    A       A      O     O      O     O       -
FindingData           A    A    A    A       A      O     O      O     O       -
FindingFile           A    A    A    A       A      O     O      O     O       -
SafeguardingFlag      A    O    O    O       O      O     O      O     O       -
FindingsLoad          A    O    -    O       O      -     -      -     -       -
PublicText            A    A    A    A       A      A     A      A     A       P
Theme                 A    A    A    A       A      A     A      A     A       -
Opportunity           A    A    A    A       A      P     P      P     P       -
ThemeSuggestion       A    A    A    A       A      -     -      -     -       -
LocalPractice         A    A    A    A       A      A     A      A     A       -
DemandSignal          A    A    A    A       A      P     P      P     P       P
Criterion             A    A    A    A       A      A     A      A     A       -
CriteriaVersion       A    A    A    A       A      A     A      A     A       -
Shortlist             A    A    A    A       A      OP    OP     OP    OP      -
ShortlistEntry        A    A    A    A       A      OP    OP     OP    OP      -
Scorer                A    A    A    A       A      O     O      O     O       -
Score                 OP   OP   OP   OP      OP     O     O      O     O       -
ScreenAnswer          OP   OP   OP   OP      OP     O     O      O     O       -
SwingAnswer           OP   OP   OP   OP      OP     O     O      O     O       -
EntryCost             A    A    A    A       A      OP    OP     OP    OP      -
Forecast              A    A    A    A       A      OP    OP     OP    OP      -
Innovation            A    A    A    A       A      A     A      OP    P       P
InnovationVersion     A    A    A    A       A      A     A      OP    P       P
Component             A    A    A    A       A      A     A      OP    P       P
NeededCapability      A    A    A    A       A      A     A      O     -       -
InnovationMeasure     A    A    A    A       A      A     A      OP    P       -
StageSpell            A    A    A    A       A      A     A      OP    P       -
AssuranceItem         A    A    A    A       A      A     A      O     -       -
AssuranceProof        A    A    A    A       A      A     A      O     -       -
ConfidentialRecord    O    O    O    O       O      O     O      O     O       -
Gate                  A    A    A    A       A      -     -      -     -       -
ImplementationSite    A    A    A    A       A      A     A      O     -       -
SiteSpell             A    A    A    A       A      A     A      O     -       -
TeamMember            A    A    A    A       A      O     O      -     -       -
SetUpItem             A    A    A    A       A      O     O      -     -       -
ReadinessRating       A    A    A    A       A      O     O      -     -       -
TestOfChange          A    A    A    A       A      O     O      -     -       -
ProgressScore         A    A    A    A       A      O     O      -     -       -
Adaptation            A    A    A    A       A      A     A      O     -       -
ConditionRating       A    P    P    A       O      O     O      -     -       -
ConditionSet          A    A    A    A       A      A     A      A     -       -
SafetyConcern         A    O    O    O       O      O     O      O     O       -
SiteCost              A    A    A    A       A      O     O      -     -       -
MonthDraft            O    O    O    O       O      O     O      O     O       -
ExpressionOfInterest  A    O    -    -       O      -     -      -     -       -
PublicTurn            -    -    -    -       -      -     -      -     -       -
SiteCall              A    A    A    A       A      OP   OP     OP    OP      P
CallCriterion         A    A    A    A       A      OP   OP     OP    OP      P
CallReviewer          A    O    O    O       O      O     O      O     O       -
SiteApplication       A    O    O    O       O      O     O      O     O       -
ApplicationScore      A    O    O    O       O      O     O      O     O       -
ReviewerInterest      A    O    O    O       O      O     O      O     O       -
Protocol              A    A    A    A       A      P     P      P     -       -
ProtocolChange        A    A    A    A       A      P     P      P     -       -
Effect                A    A    A    A       A      P     P      P     -       -
GradeMove             A    A    A    A       A      P     P      P     -       -
Claim                 A    A    A    A       A      P     P      P     P       P
ClaimQuestion         A    A    A    A       A      O     O      O     O       -
ClaimConflict         A    A    A    A       A      P     P      P     P       P
SourceInvitation      A    A    -    A       -      -     -      -     -       -
Wave                  A    A    A    A       A      A     A      O     -       -
WaveSite              A    A    A    A       A      A     A      O     -       -
Lesson                A    A    A    A       A      A     A      A     -       -
Pack                  A    A    A    A       A      P     P      P     -       -
Notice                A    A    A    A       A      OP    OP     OP    OP      P
Person                A    A    A    A       A      O     O      O     O       -
RoleHeld              A    A    A    A       A      O     O      O     O       -
AccessToken           A    O    O    O       O      O     O      O     O       -
ReminderChoice        O    O    O    O       O      O     O      O     O       -
Event                 A    O    O    O       O      O     O      O     O       -
"""


def _read(text: str) -> dict[str, dict[Role, frozenset[Reach]]]:
    """Read the table above into thing → role → reaches."""
    made: dict[str, dict[Role, frozenset[Reach]]] = {}
    for line in text.strip().splitlines():
        thing, *cells = line.split()
        made[thing] = {
            role: frozenset(_LETTERS[letter] for letter in cell)
            for role, cell in zip(Role, cells, strict=True)
        }
    return made


VISIBILITY = _read(_TABLE)
