"""Tests: folders mirror `src/spreadwell`; `functional` drives a browser, `reference` holds us
against published results."""
