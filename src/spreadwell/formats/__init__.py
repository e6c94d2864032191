"""Shapes that cross borders: periods, tidy files, measure definitions and what is wrong in them."""
