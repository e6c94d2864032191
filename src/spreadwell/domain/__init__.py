"""The loop as it is stored: one folder a step, in the order in which one may know another.

Each folder holds models, states, permissions, policies, actions and queries; no HTTP.
`foundation` carries what every step stands on: states as tables, scopes, actions.
"""
