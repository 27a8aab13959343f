"""One module per figure; each has `async def measure(stage) -> list[Figure]` and may be run alone."""
