"""Stock Rasa to compare with: its recommended pipeline, trained once on a sample of our data, with its own servers."""
