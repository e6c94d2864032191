"""Records of papers and trials, as reference managers and registers export them."""
