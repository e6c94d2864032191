"""The invented side of the example: readings, findings and scores from seeds, told beside it."""
