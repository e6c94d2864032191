"""Findings in and out: interview and survey files, horizon-scan records, and the way back."""
