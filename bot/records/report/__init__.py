"""The operators' report: consultations cut from what was said, facts about each, figures of facts. Reads only."""
