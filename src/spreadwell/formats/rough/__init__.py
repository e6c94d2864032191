"""Tables as people write them: titles above the header, notes sheets, dates, totals, separators."""
