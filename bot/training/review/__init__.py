"""From missed messages to labelled examples and stories; what is asked in the terminal is bot/cli's."""
