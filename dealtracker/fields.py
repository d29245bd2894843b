"""Model fields for the project's own values: amounts and imprecise dates."""
from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from dealtracker.money import Amount, AmountError
from dealtracker.periods import DateError, When


class AmountField(models.JSONField):
    """An `Amount` in a jsonb column; `money=True` requires a currency. Null means: nothing was asked or stated."""

    def __init__(self, *args: Any, money: bool = False, **kwargs: Any) -> None:
        self.money = money
        super().__init__(*args, **{"null": True, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "money": self.money}

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        data = super().from_db_value(value, expression, connection)
        return Amount.from_json(data, money=self.money) if isinstance(data, dict) else data

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(_plain(value), connection, prepared)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Amount):
            return value
        try:
            return Amount.from_json(json.loads(value) if isinstance(value, str) else value, money=self.money)
        except (AmountError, ValueError) as error:
            raise ValidationError(str(error)) from error

    def validate(self, value: Any, model_instance: Any) -> None:
        models.Field.validate(self, _plain(value), model_instance)

    def value_to_string(self, obj: Any) -> Any:
        return _plain(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        from dealtracker.formfields import AmountFormField

        return AmountFormField(money=self.money, label=kwargs.get("label", self.verbose_name.capitalize()))


class WhenField(models.CharField):
    """A `When` in its text form; empty means not stated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 24, "null": True, "blank": True, **kwargs})

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return When.parse(value) if value else None

    def to_python(self, value: Any) -> Any:
        if value in (None, "") or isinstance(value, When):
            return value or None
        try:
            return When.parse(value) if isinstance(value, str) else When.from_json(value)
        except DateError as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: Any) -> Any:
        return value.text if isinstance(value, When) else value or None

    def run_validators(self, value: Any) -> None:
        # Its length is that of its text.
        super().run_validators(self.get_prep_value(value))

    def value_to_string(self, obj: Any) -> Any:
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        from dealtracker.formfields import WhenFormField

        return WhenFormField(required=False, max_length=24, label=self.verbose_name.capitalize())


def _plain(value: Any) -> Any:
    return value.to_json() if isinstance(value, Amount) else value
