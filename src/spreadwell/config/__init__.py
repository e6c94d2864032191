"""Settings, addresses and the server's entry point: on top of everything else."""
