"""Headless Chromium on the live site; what the page complains about is collected and must be nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests import make
from tests.cast import Cast, gather

# Playwright's own loop runs in this thread; the tests' ORM calls stand beside it, never within it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
FLAGS = (
    "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DEMO = Path(__file__).resolve().parents[2] / "deals" / "demo"
PASSWORD = "a phrase for the tests alone"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests; a machine without one is told what to install."""
    from playwright.sync_api import sync_playwright

    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    assert found, (
        "no Chromium here: apt-get install -y --no-install-recommends chromium fonts-dejavu-core fonts-noto-cjk"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page in the browser, and everything it complained about."""

    page: Any
    address: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)


@pytest.fixture
def site(live_server: Any, settings: Any) -> Iterator[str]:
    """The live site with the founding deal and its neighbours; people sign in with PASSWORD."""
    from deals.actions.dossiers import import_dossiers
    from deals.interchange.dossier.reading import read_files
    from dealtracker.access.walls import as_viewer

    settings.PUBLIC_READING = True
    call_command("load_catalogue", verbosity=0)
    files = [
        DEMO / f"{key}.json" for key in ("palebluedot-xiaohongshu-tokyo", "lambda-macquarie-500m", "coreweave-ddtl-4")
    ]
    read = read_files([(str(file), file.read_bytes()) for file in files], today=None)
    with as_viewer(make.SYSTEM):
        import_dossiers(dossiers=read, viewer=make.SYSTEM, source_name="test", reason="a test", demo="real")
    make.catch_up()
    cast: Cast = gather()
    for user in cast.users.values():
        user.set_password(PASSWORD)
        user.save()
    yield live_server.url


@pytest.fixture
def visit(chromium: Any, site: str) -> Iterator[Visit]:
    """A fresh browser window, 1440 wide; every complaint of a page fails the test that asks for it."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    found = Visit(context.new_page(), site)
    found.page.on(
        "console", lambda said: found.complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.page.on("requestfailed", lambda request: found.complaints.append(f"{request.url}: {request.failure}"))
    yield found
    context.close()
