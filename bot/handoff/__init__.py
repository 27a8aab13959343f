"""Handing a conversation to a person: the request's life, queue, roster, offers, brief, suggestions. Pure: no I/O, no clock."""
