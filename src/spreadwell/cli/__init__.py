"""The command line: thin over formats, methods, charts and exchange.

A command is one module in ``cli/commands`` and one row in ``cli/registry.py``. The module has

- ``NAME`` and ``HELP``, one line without a full stop, the same as in its row;
- ``add_arguments(parser)``, which tells argparse what the command takes;
- ``run(options) -> int``, which does it and returns the exit code.

Only the module of the command asked for is imported, so that ``spreadwell chart`` starts without
Django. A command that needs the store calls ``cli.store.open_store(options.data)`` inside ``run``
before it imports anything of the domain, and reaches the domain through exchange.

Exit codes are 0, 1 (bad input, said in a sentence that names row and column) and 2 (usage).
``run`` raises what ``cli.messages`` and ``formats.problems`` define; ``cli.main`` turns it into
sentences on stderr. Results go to stdout: JSON with ``--json``, else words for people. Messages and
progress go to stderr. Every command stands in ``docs/reference/command-line.md``.
"""
