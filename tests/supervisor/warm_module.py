"""A module for warm_start: says when it is imported and when it runs."""

from __future__ import annotations

print("imported", flush=True)


def main() -> int:
    print("runs", flush=True)
    return 4
