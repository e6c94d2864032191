"""Short texts put side by side: near-identical ones, groups that say the same need, the nearest."""
