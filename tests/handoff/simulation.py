"""A day at the desk, simulated with the project's own queue and offers: arrivals, agents, offers that are let pass.

`python -m tests.handoff.simulation` prints the table of docs/handoff.md. Time is virtual, the random numbers are seeded.
"""

from __future__ import annotations

import heapq
import random
from collections import defaultdict
from dataclasses import dataclass, field

from bot.handoff.offers import Unoffered, plan
from bot.handoff.queue import Urgency, Waiting, rank_ms
from bot.handoff.roster import AgentOnDuty

OFFER_S = 20.0
_SKILLS = ("presale", "delivery", "aftersale", "complaint", None)
_CLASSES = (("guest", 0.35), ("new", 0.2), ("regular", 0.35), ("vip", 0.1))
_MOODS = (("calm", 0.6), ("anxious", 0.2), ("upset", 0.13), ("angry", 0.07))


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How busy the day is: on average `per_hour` shoppers ask, and one takes `service_s`."""

    arrivals: int = 10_000
    agents: int = 20
    capacity: int = 3
    per_hour: float = 700.0
    service_s: float = 300.0
    lets_pass: float = 0.15
    seed: int = 7


@dataclass(slots=True)
class Day:
    """`waits`: seconds by customer class; `overtaken_by_s`: the most by which anybody who came later went first."""

    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    moods: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    served: list[str] = field(default_factory=list)
    overtaken_by_s: float = 0.0
    most_held: int = 0


@dataclass(frozen=True, slots=True)
class _Shopper:
    name: str
    at_s: float
    waiting: Waiting
    mood: str


def simulate(load: Load) -> Day:
    """Every arrival until the last one is served."""
    return _Desk(load).run()


class _Desk:
    def __init__(self, load: Load) -> None:
        self._load = load
        self._random = random.Random(load.seed)
        self._queue: dict[str, _Shopper] = {}
        self._asked: dict[str, set[str]] = defaultdict(set)
        self._offers: dict[
            str, tuple[str, float, bool]
        ] = {}  # shopper: agent, when it is decided, whether she takes it
        self._held: dict[str, list[float]] = {f"agent-{n:02}": [] for n in range(load.agents)}
        self._skills = {name: self._skills_of(number) for number, name in enumerate(self._held)}
        self._taken_s = dict.fromkeys(self._held, 0.0)
        self._events: list[tuple[float, int]] = []
        self._numbers = 0
        self.day = Day()

    def _skills_of(self, number: int) -> tuple[str, ...]:
        named = [skill for skill in _SKILLS if skill]
        extra = ("vip",) if number % 4 == 0 else ()
        return (named[number % 4], named[(number + 1) % 4], *extra)

    def run(self) -> Day:
        coming = self._arrivals()
        upcoming = next(coming, None)
        while upcoming is not None or self._queue:
            now_s = min(
                upcoming.at_s if upcoming else float("inf"), self._events[0][0] if self._events else float("inf")
            )
            while upcoming is not None and upcoming.at_s <= now_s:
                self._queue[upcoming.name] = upcoming
                upcoming = next(coming, None)
            while self._events and self._events[0][0] <= now_s:
                heapq.heappop(self._events)
            self._settle(now_s)
            self._offer(now_s)
        return self.day

    def _arrivals(self):  # type: ignore[no-untyped-def]
        now_s = 0.0
        for number in range(self._load.arrivals):
            now_s += self._random.expovariate(self._load.per_hour / 3600)
            kind, mood = self._drawn(_CLASSES), self._drawn(_MOODS)
            urgency = Urgency(emotion=mood, customer_class=kind, second_contact=self._random.random() < 0.08)
            waiting = Waiting(
                conversation_id=f"{number:05}", rank=rank_ms(int(now_s * 1000), urgency),
                skill=self._random.choice(_SKILLS), customer_class=kind,
            )  # fmt: skip
            yield _Shopper(waiting.conversation_id, now_s, waiting, mood)

    def _drawn(self, table: tuple[tuple[str, float], ...]) -> str:
        return self._random.choices([name for name, _ in table], [weight for _, weight in table])[0]

    def _settle(self, now_s: float) -> None:
        for name in self._held:
            self._held[name] = [until for until in self._held[name] if until > now_s]
        for shopper, (agent, decided_s, takes) in list(self._offers.items()):
            if decided_s > now_s:
                continue
            del self._offers[shopper]
            if takes:
                self._serve(self._queue.pop(shopper), agent, now_s)
            else:
                self._asked[shopper].add(agent)

    def _serve(self, shopper: _Shopper, agent: str, now_s: float) -> None:
        until_s = now_s + self._random.expovariate(1 / self._load.service_s)
        self._held[agent].append(until_s)
        self._taken_s[agent] = now_s
        self._wake(until_s)
        self.day.most_held = max(self.day.most_held, len(self._held[agent]))
        self.day.served.append(shopper.name)
        self.day.waits[shopper.waiting.customer_class].append(now_s - shopper.at_s)
        self.day.moods[shopper.mood].append(now_s - shopper.at_s)

    def _offer(self, now_s: float) -> None:
        agents = [
            AgentOnDuty(
                name=name, skills=self._skills[name], status="online", connected=True, load=len(held),
                capacity=self._load.capacity, idle_since_ms=int(self._taken_s[name] * 1000),
            )
            for name, held in self._held.items()
        ]  # fmt: skip
        open_offers: dict[str, int] = defaultdict(int)
        for agent, _, _ in self._offers.values():
            open_offers[agent] += 1
        if sum(agent.free for agent in agents) <= len(self._offers):
            return
        free = [
            Unoffered(waiting=each.waiting, asked=frozenset(self._asked[name]))
            for name, each in self._queue.items()
            if name not in self._offers
        ]
        for offer in plan(free, agents, open_offers):
            if offer.new_round:
                self._asked[offer.conversation_id].clear()
            takes = self._random.random() >= self._load.lets_pass
            decided_s = now_s + (self._random.uniform(2, 10) if takes else OFFER_S)
            self._offers[offer.conversation_id] = (offer.agent, decided_s, takes)
            self._note_overtaking(self._queue[offer.conversation_id], offer.agent)
            self._wake(decided_s)

    def _note_overtaking(self, chosen: _Shopper, agent: str) -> None:
        """Who could have been offered to the same agent, came earlier, and was never asked yet."""
        able = AgentOnDuty(name=agent, skills=self._skills[agent])
        for other in self._queue.values():
            passed = other.name not in self._offers and not self._asked[other.name]
            if passed and able.may_serve(other.waiting.skill, other.waiting.customer_class):
                self.day.overtaken_by_s = max(self.day.overtaken_by_s, chosen.at_s - other.at_s)

    def _wake(self, at_s: float) -> None:
        self._numbers += 1
        heapq.heappush(self._events, (at_s, self._numbers))


def share(waits: list[float], part: float) -> float:
    ordered = sorted(waits)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def main() -> None:
    for title, load in (("usual", Load()), ("overloaded at times", Load(per_hour=716.0, agents=20))):
        day = simulate(load)
        print(f"{title}: {load.arrivals} arrivals, {load.per_hour:g}/h, {load.agents} agents × {load.capacity}")
        for name, waits in [*sorted(day.waits.items()), *sorted(day.moods.items())]:
            print(f"| {name} | {len(waits)} | {share(waits, 0.5):.0f} | {share(waits, 0.95):.0f} | {max(waits):.0f} |")
        print(f"overtaken by at most {day.overtaken_by_s:.0f} s\n")


if __name__ == "__main__":
    main()
