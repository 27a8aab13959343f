"""Starts, watches and stops the processes of one instance. Knows their commands, nothing of what they do."""
