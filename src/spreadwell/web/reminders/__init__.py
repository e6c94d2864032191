"""How often somebody is reminded, chosen on their account or from a mail."""
