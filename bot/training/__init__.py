"""What a maintainer does with the language model: load, check, train, parse, evaluate."""
