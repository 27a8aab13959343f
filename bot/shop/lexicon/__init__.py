"""Word lists about goods and places. Data, written by hand; a merchant's new goods need none of it."""
