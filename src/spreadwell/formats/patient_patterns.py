"""The patterns behind the check for patients' details, and the words that are none."""

import re


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- NHS numbers -------------------------------------------------------------------------------
_SEP = "[ \u00a0\u2009\u202f.\u2010\u2011\u2012\u2013-]"
TEN_DIGITS = re.compile(rf"(?<![\w£$€.,/-])(?<!\d[ ])\d(?:{_SEP}?\d){{9}}(?![\w/%]|[.,-]\d|[ ]\d)")
USUAL_GROUPS = re.compile(rf"\d{{10}}|\d{{3}}{_SEP}\d{{3}}{_SEP}\d{{4}}")
NHS_NEAR = re.compile(r"\bNHS\b|\bnumber\b|\bno\b", re.IGNORECASE)

# --- Dates of birth ----------------------------------------------------------------------------
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d{2}"
_DATE = (
    rf"(?:\d{{1,2}}[./ -]\d{{1,2}}[./ -](?:{_YEAR}|\d{{2}})(?!\d)|{_YEAR}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?:{_YEAR}|\d{{2}})\b)"
)
BIRTH_THEN_DATE = re.compile(
    rf"(?:\bd\.?o\.?b\b\.?|\bdate of birth\b|\bbirthday\b|\bborn\b)[^.\n]{{0,25}}?{_DATE}",
    re.IGNORECASE,
)
BORN_IN_YEAR = re.compile(rf"\bborn (?:in|around|c\.?) (?:{_MONTH} )?{_YEAR}\b", re.IGNORECASE)
PERSON_NEAR = re.compile(
    r"\b(?:he|she|who|i|patient|man|woman|boy|girl|baby|child|mother|father|lady|gentleman|mrs?|ms"
    r"|miss|son|daughter|husband|wife|carer)\b",
    re.IGNORECASE,
)
FULL_DATE = re.compile(
    rf"(?<![\d/-])(?:\d{{1,2}}[./-]\d{{1,2}}[./-]|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH} )"
    rf"(?P<year>{_YEAR})(?!\d)",
    re.IGNORECASE,
)
PATIENT_NEAR = re.compile(
    r"\b(?:patient|pt|lady|gentleman|woman|man|boy|girl|mrs?|ms|miss)\b", re.IGNORECASE
)
LONG_AGO = 2010
"""Services write of the years since; a full date before it beside a person is asked about."""

# --- Names -------------------------------------------------------------------------------------
_NAME = r"[A-Z][a-zà-öø-ÿ]+(?:['’-][A-Z]?[a-zà-öø-ÿ]+)*|[A-Z]['’][A-Z][a-zà-öø-ÿ]+"
_INITIAL = r"[A-Z]\.?"
TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Master|Mx|MR|MRS|MISS)\b\.? (?:{_INITIAL} ){{0,2}}"
    rf"(?P<last>{_NAME}|[A-Z]{{3,}}|[A-Z](?:\.|\b)(?!\w))(?: (?:{_NAME}))?"
)
PATIENT_NAMED = re.compile(
    r"\b(?P<patient>[Pp]atient|PATIENT|[Pp]t)(?P<name>(?: name| Name)?)"
    r"(?:(?P<colon>:) ?| (?P<named>(?:is |was )?(?:called|named) )| )"
    rf"(?P<first>{_NAME}|[A-Z]\.|[A-Z]{{4,}})(?: (?P<last>{_NAME}|[A-Z]{{4,}}))?"
)
_AGE = r"\d{1,3}"
INITIALS_AND_AGE = re.compile(
    r"(?<![\w.&/-])(?P<initials>[A-Z]\.[A-Z]\.(?:[A-Z]\.)?|[A-Z]{2,3})"
    rf"(?:,? ?\(?(?:aged? {_AGE}\b|{_AGE}[ -]?(?:years?[ -]old|year[ -]old|yrs?|y/?o)\b"
    rf"|{_AGE} ?[MF]\b)\)?"
    rf"|(?P<bare>,? \({_AGE}\)|, {_AGE}(?=[,.;]|$)))"
)
NAME_AND_AGE = re.compile(
    rf"\b(?P<name>(?:{_NAME})(?: (?:{_NAME}))?)(?:, | \(|,? is |,? )"
    rf"(?:aged? {_AGE}\b|{_AGE}[ -](?:years?[ -]old))"
)

NOT_NAMES = _listed(
    "Participation Safety Experience Transport Knows Group Groups Groupings Reported Initiated Led "
    "Voice Voices Advice Liaison Access Online Portal Record Records Records’ Information Public "
    "Partner Partners Champion Champions Council Forum Panel Association Network Networks Care "
    "Services Service Choice Pathway Pathways Flow Activation Measure Measures Survey Surveys "
    "Outcome Outcomes Engagement Involvement Leaders Leader Feedback Stories Story Representative "
    "Representatives Leaflet Letter Number Numbers Name Names Register List Lists Level Tracking "
    "List Administration System Systems Board Education Journey Days Day Week Friends Support "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December People Adults Children Everyone Anyone "
    "Somebody Nobody Women Men Patients Residents Carers Those All Some Most Only Not We They The "
    "Our This That It And But If When For From With In On At To By Of As Is Was Are Were Being "
    "England London English NHS North South East West Northern Central Practice Primary Trust Ward "
    "Hospital Clinic Brent Ealing Harrow Hillingdon Hounslow Westminster Kensington Chelsea "
    "Hammersmith Fulham Population Persons Cohort Smokers Women’s Screening Invited Anybody"
)
"""Words with a capital that follow "patient", a title or stand before an age, and are no names."""

SHORT_FORMS = _listed(
    "GP GPS HCA PCN NHS UK CVD HR IT QI MDT ANP CNS ED AE AF BP BMI HF CKD COPD IHD TIA ICB ICS "
    "QOF EHR EPR CEO SRO PPG PROM PREM MSK ENT ITU ICU ECG MRI CT LDL HDL FY Q EQ VAS ASTHMA DTAC "
    "DPIA FRAME CFIR NASSS PDSA PROMS PREMS LSOA IMD ODS ESF LTC SMI LD OOH UTC SDEC CYP ADHD ASD "
    "HIV TB STI AND THE ALL ARE FOR NOT DOB NEWS PALS SAFE STOP CORE RED AMBER GREEN"
)
"""Capitals that stand for a thing and not for a person."""

# --- Postcodes ---------------------------------------------------------------------------------
_AREAS = _listed(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E "
    "EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL "
    "LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM "
    "SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_LONGEST_FIRST = "|".join(sorted(_AREAS, key=lambda a: (-len(a), a)))
# The last two letters are never C I K M O V. Source: Royal Mail, Programmers' guide to the PAF.
POSTCODE = re.compile(
    rf"(?<![\w-])(?:{_LONGEST_FIRST})\d[\dA-Z]?[ \u00a0]?\d[ABD-HJLNP-UW-Z]{{2}}(?![\w-])",
    re.IGNORECASE,
)
HOME_NEAR = re.compile(
    r"\b(?:live[sd]?|living|home address|at home|flat|her address|his address|their address"
    r"|lodges|her home|his home|their home|moved to)\b[^.]*$",
    re.IGNORECASE,
)
BUILDING_NEAR = re.compile(
    r"\b(?:hospital|surgery|practice|(?:health|medical|community|leisure|sports|day) centre|centre"
    r"|clinic|hub|hublet|library|hall|church|mosque|temple|school|college|university|pharmacy"
    r"|chemist|office|offices|house|council|building|site|venue|ward|hospice|trust)\b",
    re.IGNORECASE,
)

# --- Phone numbers -----------------------------------------------------------------------------
# 03 and 08 numbers belong to services; 01, 02 and 07 may be somebody's own.
PHONE = re.compile(
    r"(?<![\w.+-])(?:\+44 ?(?:\(0\) ?)?|\(?0)(?:"
    r"7\d{3}\)?[ -]?\d{3}[ -]?\d{3}|7\d{2}\)?[ -]\d{4}[ -]\d{3,4}"
    r"|2\d\)?[ -]?\d{4}[ -]?\d{4}|1\d{2}\)?[ -]?\d{3}[ -]?\d{4}|1\d{3}\)?[ -]?\d{5,6}"
    r"|1\d{3}\)?[ -]\d{3}[ -]\d{3})(?![\w-]|\.\d)"
)

# --- E-mail addresses --------------------------------------------------------------------------
EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
