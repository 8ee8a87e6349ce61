import pytest

from tests.support.house_rules import check_page, faults_of

GOOD = """<!DOCTYPE html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><title>A page</title>
<link rel="stylesheet" href="/static/build/survey.css?v=1"></head>
<body><a href="#main">Skip</a><main id="main"><h1>A question</h1>
<form method="post"><p id="q-hint">Take your time</p>
<label for="q">Answer</label><input id="q" name="q" aria-describedby="q-hint">
<label>Note <textarea name="n"></textarea></label>
<input type="hidden" name="t" value="1"><button>Send</button></form>
<img src="/a.svg" alt=""><a href="https://example.org/">Elsewhere</a></main></body></html>"""

BROKEN = [
    ("<!DOCTYPE html>", "", "expected-doctype"),
    ("</form>", "</div></form>", "end-tag-too-early"),
    ('lang="en" ', "", "no lang"),
    (' dir="ltr"', "", "no dir"),
    ("<title>A page</title>", "<title></title>", "no title"),
    ("<h1>A question</h1>", "<h2>A question</h2>", "0 h1"),
    ("<h1>A question</h1>", "<h1>A</h1><h1>B</h1>", "2 h1"),
    ("<h1>A question</h1>", "<h1> </h1>", "1 h1"),
    ('id="q-hint"', 'id="q"', "'q' is used 2 times"),
    ('id="q-hint"', 'id="q hint"', "has a space"),
    ('<label for="q">Answer</label>', "", "no label: input 'q'"),
    ('<label for="q">Answer</label>', '<label for="q"></label>', "no label: input 'q'"),
    ("<label>Note <textarea", "<label><textarea", "no label: textarea 'n'"),
    ('for="q"', 'for="z"', "nothing has that id"),
    ("Take your time", " ", "that element is empty"),
    ('aria-describedby="q-hint"', 'aria-describedby=""', "empty aria-describedby"),
    ('aria-describedby="q-hint"', 'aria-describedby="q-hint q-error"', "'q-error', and nothing"),
    (' alt=""', "", "no alt"),
    ('href="#main"', 'href="#content"', "leads to '#content'"),
    ("<button>Send</button>", "<button></button>", "has no words"),
    ("</main>", "<script>x()</script></main>", "script is written inside"),
    ("</head>", "<style>p{}</style></head>", "style is written inside"),
    ("<p id", '<p style="color:red" id', "style is written inside"),
    ("<form method", '<form onsubmit="x()" method', "inline handler"),
    ('href="https://example.org/"', 'href="javascript:x()"', "javascript: address"),
    ('src="/a.svg"', 'src="https://example.org/a.svg"', "loads something from elsewhere"),
    ('src="/a.svg"', 'src="//example.org/a.svg"', "loads something from elsewhere"),
    ('src="/a.svg"', 'src="data:image/png;base64,AA"', "loads something from elsewhere"),
    ('href="/static', 'href="https://example.org/static', "loads something from elsewhere"),
]


def test_a_page_that_obeys_every_rule_passes() -> None:
    check_page(GOOD)


@pytest.mark.parametrize(("good", "bad", "fault"), BROKEN, ids=[f"{bad[:40]} {fault}" for _, bad, fault in BROKEN])
def test_each_rule_can_fail(good: str, bad: str, fault: str) -> None:
    assert good in GOOD
    page = GOOD.replace(good, bad, 1)
    assert any(fault in sentence for sentence in faults_of(page)), list(faults_of(page))
    with pytest.raises(AssertionError, match="breaks house rules"):
        check_page(page)
