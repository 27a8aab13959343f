"""Whole conversations with a real instance, read from tests/e2e and judged by facts of the shop, never by exact words."""
