"""The worker: claims turns, runs Rasa in-process, commits what a turn did. Start with loop.py; one run is engine.py."""
