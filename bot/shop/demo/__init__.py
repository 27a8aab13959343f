"""The demo shop's files (data/shop) read into dataclasses. Reads and validates; writing to a database is bot.shop.seed's."""
