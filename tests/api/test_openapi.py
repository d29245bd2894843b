"""The OpenAPI document: every endpoint is in it, and what a fuzzer finds against it, as three roles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.walls.routes import routes
from tests.world import API, World

FULL = bool(os.environ.get("DEALTRACKER_FULL"))
EXAMPLES = 200 if FULL else 6
NOT_ENDPOINTS = {"api/v1/schema/", "api/v1/docs/", "^api/"}
load_all_checks()


def document() -> dict[str, Any]:
    found: dict[str, Any] = Client().get(f"{API}/schema/").json()
    return found


def test_it_is_openapi_3_1_and_open_to_all(world: World) -> None:
    answer = Client().get(f"{API}/schema/")
    assert (answer.status_code, answer.json()["openapi"]) == (200, "3.1.0")
    named = Client().get(f"{API}/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    assert named.json() == answer.json()


def test_every_endpoint_is_in_it(world: World) -> None:
    ours = {
        route.address({name: f"{{{name}}}" for name in route.names})
        for route in routes()
        if route.is_api and route.pattern not in NOT_ENDPOINTS
    }
    assert ours == set(document()["paths"])


def test_every_operation_says_what_it_answers(world: World) -> None:
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            assert operation["operationId"] and operation["description"], path
            assert {"200", "201", "202"} & set(operation["responses"]), (path, method)
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert set(answer["content"]) == {"application/problem+json"}, (path, status)


def test_the_page_to_read_it_holds_no_script_or_style_of_its_own(world: World) -> None:
    answer = Client().get(f"{API}/docs/")
    page = answer.content.decode()
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "<style" not in page and "style=" not in page and "onload" not in page
    for part in page.split("<script")[1:]:
        assert part.lstrip().startswith("src="), part[:80]
        address = part.split('src="')[1].split('"')[0]
        assert address.startswith("/"), "only from this site"
    script = Client().get(f"{API}/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests through WSGI would close the connection in whose transaction the test stands."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("role", ["anonymous", "alice-token", "bob-token"])
def test_nothing_a_fuzzer_sends_breaks_it_or_is_answered_undocumented(world: World, role: str) -> None:
    token = world.cast.tokens.get(role)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    schema = schemathesis.openapi.from_wsgi(f"{API}/schema/", get_wsgi_application())
    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def attack(case: Any) -> None:
            with transaction.atomic():
                answer = case.call(headers=headers)
                case.validate_response(answer, checks=checks)
                transaction.set_rollback(True)

        attack()
        tried += 1
    assert tried >= 12
