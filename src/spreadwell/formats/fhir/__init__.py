"""FHIR R4 MeasureReport: readings as health systems exchange them."""
