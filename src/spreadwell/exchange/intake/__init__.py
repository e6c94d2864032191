"""Files as their senders write them: names explained once, rows put right on the way in."""
