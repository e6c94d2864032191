"""Forms of a site; every field beyond the first screen is optional."""
