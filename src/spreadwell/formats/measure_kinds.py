"""The words of a measure definition that are one of a few."""

from enum import StrEnum


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class MeasureKind(StrEnum):
    """What a measure watches: results, the work itself, or harm elsewhere."""

    OUTCOME = "outcome"
    PROCESS = "process"
    BALANCING = "balancing"


class Supplier(StrEnum):
    """Who supplies the numbers: an analyst's extract, or each site."""

    EXTRACT = "extract"
    SITE = "site"


class ChartKind(StrEnum):
    """The charts of a series; `methods.spc` draws them."""

    XMR = "xmr"
    RUN = "run"
    P = "p"
    P_PRIME = "pprime"
    U = "u"
    U_PRIME = "uprime"
    C = "c"
    G = "g"
    T = "t"
    XBAR = "xbar"
    S = "s"
    MR = "mr"
    I_PRIME = "iprime"


class DialectName(StrEnum):
    """Whose rules a chart is read by, with the version of that tool where it has one."""

    MDC = "mdc"
    NHSR = "nhsrplotthedots-0.2"
    QICHARTS2 = "qicharts2-0.8"


class Stratifier(StrEnum):
    """By what readings may be told apart, always by extract and never by hand."""

    IMD_QUINTILE = "imd_quintile"
    IMD_DECILE = "imd_decile"
    ETHNIC_GROUP = "ethnic_group"
    AGE_BAND = "age_band"
    SEX = "sex"


class DisclosureProfile(StrEnum):
    """By whose rules small numbers are kept back (METHODS, cohorts and disclosure)."""

    NHS_HES = "nhs-hes-2018"
    OPENSAFELY = "opensafely"
    OPENSAFELY_MIDPOINT = "opensafely-midpoint6"
    ONS = "ons-10"
    STRICT = "strict"
