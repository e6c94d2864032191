"""The kinds of chart: what each takes, and the lines it draws through one segment."""
