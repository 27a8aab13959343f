"""What can be wrong in data, domain and actions, one kind of thing to a module. Nothing here imports rasa or changes a file."""
