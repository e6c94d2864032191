"""What `./spreadwell` needs before anything is installed: the standard library only."""
