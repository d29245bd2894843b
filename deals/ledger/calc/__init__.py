"""Loan arithmetic on plain values: exact fractions inside, decimals at the edges, one rounding where the rule says so."""
