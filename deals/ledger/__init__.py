"""The book: holds, append-only entries, balance reports, rates; `calc` has the arithmetic."""
