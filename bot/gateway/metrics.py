"""What the gateway counts, in Prometheus' terms. It holds no texts, ids or addresses: labels come from fixed lists."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_BUCKETS_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


class Metrics:
    """One registry per gateway, so that several can live in one process (tests)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.sockets = Gauge("xiaonuan_sockets", "Open shoppers' sockets", registry=self.registry)
        self.frames = Counter("xiaonuan_frames", "Frames from shoppers", ["type"], registry=self.registry)
        self.errors = Counter("xiaonuan_errors", "Errors told to clients", ["code"], registry=self.registry)
        self.accepted_s = Histogram(
            "xiaonuan_accept_seconds",
            "From a message's frame to its commit",
            buckets=_BUCKETS_S,
            registry=self.registry,
        )
        self.visitors = Counter("xiaonuan_visitors", "Conversations opened", registry=self.registry)
        self.uploads = Counter("xiaonuan_uploads", "Pictures taken", registry=self.registry)
        self.overdue = Counter("xiaonuan_turns_overdue", "Turns ended with a failure message", registry=self.registry)

    def text(self) -> bytes:
        return generate_latest(self.registry)
