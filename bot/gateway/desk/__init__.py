"""The agents' desk at the gateway: signing in, the socket, the lists, and the loops that keep the queue moving."""
