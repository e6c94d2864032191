"""What happens to everything that hangs on a thing when it pauses, stops or is de-adopted."""
