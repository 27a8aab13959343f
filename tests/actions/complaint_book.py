"""A ComplaintBook over the effects of one talk: what the record would hold, in memory, without promises' watcher."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.care.complaints import Complainant, Standing, TicketView
from bot.care.effects import ComplaintRaised, PromiseMade, RemedyAnswered, RemedyOffered, TicketAnswered
from bot.care.remedy import Spent
from bot.care.ticket_states import after
from tests.actions.fakes import FakeShop, Said, Talk


class FakeBook:
    """`effects` is the talk's own list; `spent` and `earlier` are what other matters cost and how many there were."""

    def __init__(self) -> None:
        self.effects: list[Any] = []
        self.spent = Spent()
        self.earlier = 0

    async def standing(self, who: Complainant, matter: str, cause: str, now: datetime) -> Standing:
        mine = next((each for each in self._raised() if each.matter == matter), None)
        heard = tuple(each.comfort for each in self.effects if isinstance(each, ComplaintRaised) and each.comfort)
        ticket = self._view(mine) if mine else None
        return Standing(ticket=ticket, again=self.earlier, heard=heard, spent=self.spent)

    async def of(self, who: Complainant) -> tuple[TicketView, ...]:
        views = {each.ticket_id: self._view(each) for each in self._raised()}
        return tuple(reversed(views.values()))

    def _raised(self) -> list[ComplaintRaised]:
        return [each for each in self.effects if isinstance(each, ComplaintRaised)]

    def _view(self, raised: ComplaintRaised) -> TicketView:
        mine = [each for each in self.effects if getattr(each, "ticket_id", None) == raised.ticket_id]
        answers = {each.remedy: each.answer for each in mine if isinstance(each, RemedyAnswered)}
        offered = [name for each in mine if isinstance(each, RemedyOffered) for name in each.remedies.split(",")]
        promise = next((each for each in mine if isinstance(each, PromiseMade)), None)
        status, misses = "open", 0
        for each in mine:
            if isinstance(each, TicketAnswered) and each.answer in ("solved", "reopened"):
                misses += int(each.answer == "reopened")
                status = after(status, each.answer)  # type: ignore[arg-type]
        return TicketView(
            ticket_id=raised.ticket_id,
            cause=raised.cause,
            status=status,
            order_id=raised.order_id,
            subject=raised.subject or next((each.subject for each in mine if getattr(each, "subject", None)), None),
            what=promise.what if promise else None,
            due_at=datetime.fromisoformat(promise.due_at.replace("Z", "+00:00")) if promise else None,
            offered=tuple(dict.fromkeys([*offered, *answers])),
            rejected=tuple(name for name, answer in answers.items() if answer == "rejected"),
            accepted=tuple(name for name, answer in answers.items() if answer != "rejected"),
            times=sum(isinstance(each, ComplaintRaised) for each in mine),
            misses=misses,
        )


class ComplaintTalk(Talk):
    """A talk whose complaints are kept; every turn has an id of its own."""

    def __init__(self, **values: Any) -> None:
        book = FakeBook()
        super().__init__(complaints=book, **{"shop": FakeShop(), **values})
        book.effects = self.effects
        self.book = book

    async def complains(
        self, text: str, cause: str, emotion: str = "upset", heat: float = 0.7, **given: Any
    ) -> list[Said]:
        self.emotion, self.heat = emotion, heat
        return await self.says(text, f"complain_{cause}", **given)

    async def says(self, text: str, intent: str = "inform", **given: Any) -> list[Said]:
        self.turns += 1
        return await super().says(text, intent, turn_id=f"turn-{self.turns}", **given)

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.effects if isinstance(each, kind)]
