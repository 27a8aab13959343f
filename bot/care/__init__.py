"""Care for the shopper: effects, knowledge, and later complaints, promises, follow-ups."""
