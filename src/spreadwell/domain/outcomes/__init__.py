"""What follows a shortlist: stops brought to a gate, forecasts held against what was seen."""
