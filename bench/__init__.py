"""`python -m bench`: what Xiaonuan costs, beside stock Rasa on the same machine in the same run (docs/performance.md)."""
