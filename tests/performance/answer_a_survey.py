"""How long a carer's phone waits, what it downloads, and how much work a whole survey is for the server.

    python -m tests.performance.answer_a_survey

A real Chromium with a phone's screen, slow 3G (400 kbit/s at 80%, 400 ms) and a processor four times slower;
`carer-outcomes serve` with one process. Nothing is asserted here:
tests/browser/test_phones_weight.py holds bytes and requests.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.performance.counting_proxy import counted
from tests.performance.twenty_questions import QUESTIONS, Served, answer_all, bare_server, make_instance, production_server
from tests.support.chromium import chromium, press

SLOW_3G = {"latency": 400, "downloadThroughput": 40960, "uploadThroughput": 40960}
SLOWER_PROCESSOR = 4
TIMES = 5
SURVEYS = 20
PHONE = {"viewport": {"width": 360, "height": 640}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
PAINTED = """() => new Promise(resolve => {
  let largest = 0, shift = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) largest = e.startTime })
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) shift += e.value })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => resolve([largest, shift]), 500) })"""
ELSEWHERE = """On the machine on which this project was planned (quoted, not measured again), for 20 questions:
                                     largest paint   first page            whole survey   server CPU
  LimeSurvey 5.4                            8.2 s   819 KB, 37 requests         948 KB        1.9 s
  ONS questionnaire runner                  5.3 s   551 KB,  9 requests       1,111 KB        1.8 s
  django-survey-and-report                  2.3 s   130 KB,  7 requests         189 KB        0.7 s
  a bare page                               1.24 s  7.1 KB"""


@dataclass
class Opened:
    """A page opened for the first time: milliseconds to its largest paint, layout shift, bytes, requests."""

    paint: float
    shift: float
    weight: int
    requests: int

    def __str__(self) -> str:
        weight = f"{self.weight / 1000:6.1f} KB in {self.requests} requests"
        return f"{self.paint / 1000:6.2f} s   {weight}   shift {self.shift:.3f}"


def opened(browser: Browser, address: str) -> Opened:
    """Open a page on a phone that has nothing of the service yet."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    connection = context.new_cdp_session(page)
    connection.send("Network.enable")
    connection.send("Network.setCacheDisabled", {"cacheDisabled": True})
    connection.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_3G})
    connection.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    weights: list[int] = []
    asked: list[str] = []
    connection.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    connection.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.goto(address, wait_until="load")
    paint, shift = page.evaluate(PAINTED)
    context.close()
    return Opened(paint, shift, int(sum(weights)), len([url for url in asked if not url.startswith("data:")]))


def usual(browser: Browser, address: str) -> Opened:
    """The middle one of several, by its paint; the worst shift."""
    found = sorted((opened(browser, address) for _ in range(TIMES)), key=lambda one: one.paint)
    middle = found[len(found) // 2]
    return Opened(middle.paint, max(one.shift for one in found), middle.weight, middle.requests)


def answer_on_phone(page: Page, slug: str) -> float:
    """Answer a whole survey and send it, with scripts, caches and the service worker at work; returns the layout shift."""
    page.goto(f"/s/{slug}")
    press(page, "Start")
    shift = 0.0
    while "/answers/check" not in page.url:
        if page.locator("textarea").count():
            page.locator("textarea").fill("Somebody who phones me back when they said they would, every time.")
        else:
            page.locator("label.govuk-radios__label, label.govuk-checkboxes__label").first.click()
        shift += page.evaluate(PAINTED)[1]
        press(page, "Continue")
    press(page, "Send my answers")
    return shift


def whole_survey(browser: Browser, served: Served, slug: str) -> tuple[int, int, float]:
    """Bytes, connections (one for each request) and layout shift of a whole survey on a phone that has nothing yet."""
    with counted(served.port) as counter:
        context = browser.new_context(base_url=counter.address, **PHONE)
        shift = answer_on_phone(context.new_page(), slug)
        context.close()
    return counter.bytes, counter.connections, shift


def server_seconds(served: Served) -> float:
    """Processor seconds of the server for one whole survey, on average."""
    answer_all(served)
    before = served.cpu_seconds()
    for _ in range(SURVEYS):
        assert answer_all(served) == QUESTIONS
    return (served.cpu_seconds() - before) / SURVEYS


def first_question(served: Served, browser: Browser, slug: str) -> str:
    """The address of the first question of a new response, as a link back to it has it."""
    context = browser.new_context(base_url=served.address)
    page = context.new_page()
    page.goto(f"/s/{slug}")
    press(page, "Start")
    address = page.url
    context.close()
    return address


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home:
        make_instance(Path(home))
        with production_server(Path(home)) as served, bare_server() as bare, chromium() as browser:
            answer_all(served)
            print(f"Slow 3G, processor {SLOWER_PROCESSOR}x slower, the middle of {TIMES}:", flush=True)
            least = usual(browser, bare.address + "/")
            print(f"  a bare page, served the same way  {least}", flush=True)
            for slug, languages in (("one", "one language"), ("six", "six languages")):
                for name, address in (
                    ("start page", f"{served.address}/s/{slug}"),
                    ("first question", first_question(served, browser, slug)),
                ):
                    found = usual(browser, address)
                    ratios = f"{found.paint / least.paint:.2f} x and {found.weight / least.weight:.2f} x the bare page"
                    print(f"  {name + ', ' + languages:33} {found}   {ratios}", flush=True)
            for slug, languages in (("one", "one language"), ("six", "six languages")):
                weight, requests, shift = whole_survey(browser, served, slug)
                print(f"A whole survey of {QUESTIONS} questions, {languages}: {weight / 1000:.1f} KB with all headers, "
                      f"{requests} requests, shift {shift:.3f}", flush=True)  # fmt: skip
            print(f"Server CPU for a whole survey, a question a page: {server_seconds(served):.3f} s "
                  f"(process time of gunicorn, mean of {SURVEYS})")  # fmt: skip
    print(ELSEWHERE)


if __name__ == "__main__":
    main()
