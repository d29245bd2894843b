"""Doorway: a loan's terms and flows as JSON in, its schedule, accruals, fees, yields and cover as JSON or CSV out.

Needs no database. The format is described in docs/loan-case.md.
"""
