"""Conversations as the business knows them: messages, holder, turns and frames. Pure; no I/O, no clocks of its own."""
