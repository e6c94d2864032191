"""What is due to whom, told as one digest at the rhythm each person chose."""
