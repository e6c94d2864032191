"""Commands of `spreadwell manage` that are Spreadwell's own."""
