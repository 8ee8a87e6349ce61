"""Respondents played over HTTP: each opens a round's page, fills in the forms it is shown, checks, and sends."""

import http.client
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode, urljoin, urlsplit

from forms_app.demo.opinions import Respondent
from forms_app.demo.page import Form, Page, read_page
from surveys.answers import Answer
from surveys.model.survey import Question, Survey

MOST_PAGES = 400
CHANGING = 0.25
"""The share of respondents who change an answer before they send."""


class PageNotAsExpected(RuntimeError):
    """A page came that a respondent can't go on from; the message says which."""


@dataclass
class Player:
    """Plays respondents against the app at `port` of this machine."""

    port: int
    luck: Random
    address: str = "/"

    def answer(self, slug: str, survey: Survey, respondent: Respondent) -> bool:
        """Answer the round at `slug` from its first page to the receipt; returns whether an answer was changed."""
        page = self._open(f"/s/{slug}")
        page = self._send(self._only_form(page), [])
        may_change, changed = self.luck.random() < CHANGING, False
        for _ in range(MOST_PAGES):
            path = urlsplit(self.address).path
            if path.endswith("/answers/sent"):
                return changed
            if path.endswith("/answers/check"):
                ways = [link for link, _ in page.links if "change=yes" in link]
                if may_change and not changed and ways:
                    changed = True
                    page = self._open(self.luck.choice(ways))
                    continue
                page = self._send(self._form_for(page, "/answers/send"), [])
            elif path.endswith("/help"):
                # The first button leaves the survey for another site; the last one goes on.
                page = self._open(page.buttons[-1])
            else:
                question = survey.by_key[path.rsplit("/", 1)[1]]
                form = self._form_for(page, path)
                page = self._send(form, fill_in(form, question, respondent.answer(question)))
        raise PageNotAsExpected(f"{self.address}: the survey does not end")

    def _only_form(self, page: Page) -> Form:
        found = [form for form in page.forms if form.method == "post"]
        if len(found) != 1:
            raise PageNotAsExpected(f"{self.address} has {len(found)} forms to send, not one")
        return found[0]

    def _form_for(self, page: Page, path: str) -> Form:
        for form in page.forms:
            if form.method == "post" and urlsplit(urljoin(self.address, form.action)).path.endswith(path):
                return form
        raise PageNotAsExpected(f"{self.address} has no form that is sent to {path}")

    def _open(self, address: str) -> Page:
        return self._ask("GET", address)

    def _send(self, form: Form, fields: list[tuple[str, str]]) -> Page:
        return self._ask("POST", form.action, urlencode([*form.hidden, *fields]))

    def _ask(self, method: str, address: str, body: str | None = None) -> Page:
        for _ in range(10):
            self.address = urljoin(self.address, address)
            answer, text = self._once(method, self.address, body)
            if answer.status in (301, 302, 303):
                method, address, body = "GET", answer.headers["Location"], None
                continue
            if answer.status != 200:
                raise PageNotAsExpected(f"{method} {self.address} gave {answer.status}")
            return read_page(text)
        raise PageNotAsExpected(f"{self.address} leads round in a circle")

    def _once(self, method: str, address: str, body: str | None) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        parts = urlsplit(address)
        headers = {"Sec-Fetch-Site": "same-origin"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text


def fill_in(form: Form, question: Question, answer: Answer) -> list[tuple[str, str]]:
    """What the form sends once the answer is filled in.

    Raises PageNotAsExpected where the form has no place for it."""
    if answer.skipped:
        return []
    values = list(answer.codes) or [str(answer.number) if answer.number is not None else str(answer.text)]
    offered = form.choices.get("answer", [])
    if "answer" not in form.boxes and not set(values) <= set(offered):
        raise PageNotAsExpected(f"{question.key}: the form does not offer {values}, only {offered}")
    return [("answer", value) for value in values]
