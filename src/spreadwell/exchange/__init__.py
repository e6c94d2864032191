"""Files in and out that need the store; the same functions serve pages and the command line."""
