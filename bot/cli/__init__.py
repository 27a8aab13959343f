"""The command line: one module per command group. It turns words into calls and results into lines, and decides nothing."""
