"""What is kept and passed on: lessons, packs, and the notice back to those who spoke."""
