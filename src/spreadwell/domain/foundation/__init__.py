"""What every step of the loop stands on: refusals, states as tables, scopes, actions, origins."""
