"""Words that may tell of harm to somebody: they suggest, a person decides."""

import re

_SIGNS = re.compile(
    r"\b(?:"
    r"suicid\w+|self[- ]harm\w*|(?:kill|hurt|harm)(?:ing)? (?:my|him|her|them)sel(?:f|ves)"
    r"|(?:end|take|taking|ending) (?:my|his|her|their)(?: own)? li(?:fe|ves)|want(?:s|ed)? to die"
    r"|overdos\w+|abus(?:e|ed|es|ing|ive)|(?:he|she|they|who) (?:hits?|beats?|hurts?|chokes?)"
    r"|(?:hits?|hit|beat|beats|hurts?|chok\w+|threaten\w*) (?:me|him|her|them|my|his|the child)"
    r"|neglect(?:ed|s|ing)?|starv(?:ing|ed)|locked (?:in|up|away)|groom(?:ed|ing)|rap(?:e|ed)"
    r"|(?:not|n't|un)[ -]?(?:feel |feels )?safe (?:at home|with|in (?:my|his|her|their) home)"
    r"|(?:afraid|frightened|scared) (?:of (?:my|her|his) (?:husband|wife|partner|father|mother"
    r"|son|daughter|brother|carer|uncle|boyfriend|girlfriend)|to go home)"
    r"|domestic violence|forced marriage|takes? (?:my|her|his|their) (?:money|pension)"
    r")\b",
    re.IGNORECASE,
)


def signs_of_harm(text: str) -> tuple[str, ...]:
    """Return the words of a text that may tell of harm, once each and in reading order.

    It finds likely signs and misses others; whoever speaks can say it themselves as well.
    """
    return tuple(dict.fromkeys(match[0].casefold() for match in _SIGNS.finditer(text)))
