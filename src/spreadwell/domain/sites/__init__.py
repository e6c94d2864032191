"""Implementation sites: team, set-up, tests of change, adaptations, conditions, concerns."""
