"""Surveys and answers that nobody would think of: any routes, any kinds of question, any order."""

from hypothesis import strategies as st

from surveys.model.survey import END_OF_MODULE, Option, Question, ResolvedModule, Route, Survey

CODES = ("yes", "no", "some", "none")
KINDS = ("one", "many", "number", "scale", "text")


@st.composite
def questions(draw: st.DrawFn, module: str, place: int, later: list[str]) -> Question:
    """One question of any kind; its routes lead on, or to the end of the module."""
    kind = draw(st.sampled_from(KINDS))
    codes = draw(st.lists(st.sampled_from(CODES), min_size=2, unique=True)) if kind in ("one", "many") else []
    options = [Option(code=code, label={"en": code.title()}, alone=kind == "many" and code == "none") for code in codes]
    return Question(
        key=f"{module}.q{place}",
        kind=kind,
        text={"en": f"Question {place} of {module}?"},
        options=options,
        at_least=0,
        at_most=10,
        max_length=40,
        required=draw(st.booleans()),
        routes=draw(st.lists(routes(codes, kind, later), max_size=2)),
    )


@st.composite
def routes(draw: st.DrawFn, codes: list[str], kind: str, later: list[str]) -> Route:
    """A route taken on some answers, on some numbers, or always."""
    to = draw(st.sampled_from([*later, END_OF_MODULE]))
    if codes and draw(st.booleans()):
        return Route(when=draw(st.lists(st.sampled_from(codes), min_size=1, unique=True)), go_to=to)
    if kind in ("number", "scale") and draw(st.booleans()):
        return Route(at_least=draw(st.integers(0, 10)), go_to=to)
    return Route(go_to=to)


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """A survey of one to three modules of one to five questions."""
    modules = []
    for number in range(draw(st.integers(1, 3))):
        name = f"m{number}"
        length = draw(st.integers(1, 5))
        keys = [f"{name}.q{place}" for place in range(length)]
        asked = [draw(questions(name, place, keys[place + 1 :])) for place in range(length)]
        modules.append(ResolvedModule(id=name, title={"en": f"Module {number}"}, questions=asked))
    return Survey(
        id="any", title={"en": "Any survey"}, intro={"en": "Anything."}, respondent="carer", minutes=5, modules=modules
    )


def given_to(question: Question) -> st.SearchStrategy[list[str]]:
    """What a form might send for a question: mostly what can stand, sometimes not, sometimes nothing."""
    if question.kind in ("one", "many"):
        picked = st.lists(st.sampled_from(question.codes()), unique=True, max_size=1 if question.kind == "one" else 4)
        return picked | st.just(["nonsense"])
    if question.kind == "text":
        return st.lists(st.text(max_size=50), max_size=1)
    return st.lists(st.integers(-2, 12).map(str) | st.just("seven"), max_size=1)
