"""What ``spreadwell prioritise`` reads and says."""
