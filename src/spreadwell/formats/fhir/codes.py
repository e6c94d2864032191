"""The codes and addresses of FHIR that readings use."""

ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
POPULATION = "http://terminology.hl7.org/CodeSystem/measure-population"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
MASKED = "masked"

MEASURE = "urn:spreadwell:measure:"
"""What comes before a measure's code in `MeasureReport.measure`; other canonicals end in it too."""
STRATIFIER = "urn:spreadwell:stratifier"
STRATUM = "urn:spreadwell:stratum:"
PERIOD = "urn:spreadwell:period"
"""Our name of a period: January to March is a quarter of either kind of year."""
EXACT = "urn:spreadwell:exact-count"
"""A count that is not a whole number, such as an expected one, which `count` cannot hold."""
SD = "urn:spreadwell:standard-deviation"

NUMERATOR, DENOMINATOR, PEOPLE = "numerator", "denominator", "measure-population"
INITIAL = "initial-population"

STATUSES = ("complete", "pending", "error")
TYPES = ("individual", "subject-list", "summary", "data-collection")
