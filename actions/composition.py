"""The one place where the action server builds its adapters: the shop, the ledger of proofs, the books of proposals and complaints.

Built once, when needed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from actions.finder import Finder
from actions.product_names import ProductNames
from bot.care.complaints import ComplaintBook, NothingComplained
from bot.care.knowledge import Shelf
from bot.care.proposed import NothingProposed, ProposalBook
from bot.shop.port import ShopChanges, ShopClient
from bot.shop.proof import ProofLedger


class Shop(ShopClient, ShopChanges, Protocol):
    """The shop as actions need it: what it tells, and what it can be asked to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What actions may reach outside themselves."""

    shop: Shop
    ledger: ProofLedger
    shelf: Shelf
    names: ProductNames
    finder: Finder
    proposals: ProposalBook = field(default_factory=NothingProposed)
    complaints: ComplaintBook = field(default_factory=NothingComplained)


@lru_cache(maxsize=1)
def ports() -> Ports:
    """The instance's own adapters, by its settings. The imports are here so that the actions load without a database."""
    from bot.care.remedy_file import read_policy
    from bot.records.complaint_book import SqlComplaintBook
    from bot.records.database import Database
    from bot.records.proofs import ProofLimits, SqlProofLedger
    from bot.records.proposals import SqlProposals
    from bot.settings import Settings
    from bot.shop.open import open_shop

    settings = Settings.load()
    shop = open_shop(settings)
    database = Database.open(settings)
    return Ports(
        shop=shop,
        ledger=SqlProofLedger(database, ProofLimits.of(settings)),
        shelf=Shelf(shop),
        names=ProductNames(shop),
        finder=Finder(shop),
        proposals=SqlProposals(database),
        complaints=SqlComplaintBook(database, read_policy().limits),
    )
