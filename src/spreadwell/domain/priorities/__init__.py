"""The shortlist: who scored what on powerful and possible, and what was chosen."""
