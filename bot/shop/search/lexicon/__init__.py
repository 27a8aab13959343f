"""Word lists of the search: kinds of goods, wishes, colours. Data, written by hand; a merchant's new goods need none of it."""
