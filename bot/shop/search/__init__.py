"""Finding the goods that fit a need: the need, what shows that goods fit it, and their order. Pure; asks no database."""
