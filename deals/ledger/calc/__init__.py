"""Loan arithmetic on values: exact fractions inside, decimals at the edges, one rounding where a rule says so."""
