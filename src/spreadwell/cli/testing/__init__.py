"""Everything `spreadwell test` and the continuous integration run."""
