"""The proportions of the book: so many rows of each list for so many deals."""

from __future__ import annotations

from dataclasses import dataclass

CURRENCIES = (
    "USD", "EUR", "JPY", "GBP", "SGD", "AUD", "INR", "KRW", "CNY", "HKD", "TWD", "AED", "SAR", "CHF", "SEK", "NOK",
    "DKK", "CAD", "MXN", "BRL", "ZAR", "PLN", "CZK", "HUF", "THB", "MYR", "IDR", "PHP", "VND", "ILS",
)  # fmt: skip
COUNTRIES = ("US", "JP", "SG", "CN", "GB", "IN", "AE", "SA", "MY", "ID", "TH", "FR", "DE", "NO", "SE", "AU", "KR", "HK")
YEARS_OF_RATES = 10
WALLS = 10  # teams; each holds a hundredth of the deals, so a tenth of the book is walled
DEEPEST = 6  # steps of ownership from the top
CYCLES = 5  # rings in it, as happen in life


@dataclass(frozen=True)
class Shape:
    """Per deal: 1.5 facilities, 6 holds, 30 entries, 2 hardware lines, 4 events, 4 roles, 3 sources, 19 claims: every row
    rests on one, so that each deal is one that could have been imported."""

    deals: int
    seed: int = 1

    @property
    def parties(self) -> int:
        return max(50, self.deals // 5)

    @property
    def sites(self) -> int:
        return max(20, self.deals // 20)

    def facilities_of(self, deal: int) -> int:
        return 1 + deal % 2

    def is_walled(self, deal: int) -> bool:
        return deal % 10 == 7

    @property
    def name(self) -> str:
        """Also the name of its database."""
        return f"book_{self.deals}_{self.seed}"
