"""What a carer's phone downloads: every byte that the production server sends, headers and redirects too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.performance.answer_a_survey import PHONE, answer_on_phone, first_question
from tests.performance.counting_proxy import counted
from tests.performance.twenty_questions import QUESTIONS, Served, make_instance, production_server
from tests.support.chromium import press

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KB = 1000
FIRST_PAGE, FIRST_REQUESTS = 20 * KB, 3
WHOLE_SURVEY = 60 * KB


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("weight")
    make_instance(Path(home))
    with production_server(home) as running:
        yield running


@pytest.mark.parametrize("slug", ["one", "six"])
@pytest.mark.parametrize("first", ["start page", "first question"])
def test_the_first_page_takes_at_most_20_kb_in_three_requests(
    served: Served, browser: Browser, first: str, slug: str
) -> None:
    path = f"/s/{slug}"
    if first == "first question":
        path = first_question(served, browser, slug).removeprefix(served.address)
    with counted(served.port) as counter:
        context = browser.new_context(base_url=counter.address, **PHONE)
        context.new_page().goto(path, wait_until="networkidle")
        context.close()
    assert counter.connections <= FIRST_REQUESTS
    assert counter.bytes <= FIRST_PAGE


@pytest.mark.parametrize("slug", ["one", "six"])
def test_a_whole_survey_of_20_questions_takes_at_most_60_kb_and_nothing_moves(
    served: Served, browser: Browser, slug: str
) -> None:
    with counted(served.port) as counter:
        context = browser.new_context(base_url=counter.address, **PHONE)
        page = context.new_page()
        shift = answer_on_phone(page, slug)
        assert page.locator(".app-receipt-code").is_visible()
        context.close()
    assert shift == 0
    assert counter.bytes <= WHOLE_SURVEY
    start_style_script, begin, each, send, worker = 3, 2, 2, 3, 1
    assert counter.connections == start_style_script + begin + each * QUESTIONS + send + worker


def test_an_answer_costs_one_page_and_one_redirect(served: Served, browser: Browser) -> None:
    with counted(served.port) as counter:
        context = browser.new_context(base_url=counter.address, **PHONE)
        page = context.new_page()
        page.goto("/s/one")
        press(page, "Start")
        for _ in range(2):
            page.locator("label.govuk-radios__label").first.click()
            press(page, "Continue")
        page.wait_for_load_state("networkidle")
        before, requests = counter.bytes, counter.connections
        page.locator("label.govuk-radios__label").first.click()
        press(page, "Continue")
        page.wait_for_load_state("networkidle")
        context.close()
    assert counter.connections - requests == 2
    assert counter.bytes - before < 2.2 * KB
