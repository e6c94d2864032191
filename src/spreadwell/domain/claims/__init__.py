"""Protocols, effects, the ledger of claims, and what a gate saw."""
