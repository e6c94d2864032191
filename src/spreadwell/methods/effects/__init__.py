"""Effects and claims: what an innovation changed, estimated against comparators."""
