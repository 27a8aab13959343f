"""Words that mean the same in questions to a shop. Data, written by hand."""
