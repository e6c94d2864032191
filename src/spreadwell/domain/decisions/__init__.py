"""The record of every decision: body, choice, reasons, dissent, and the evidence it saw."""
