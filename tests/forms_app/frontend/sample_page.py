"""Pages with every component in every state, to be looked at, checked and measured."""

from flask import Flask

from forms_app.frontend import assets
from forms_app.translations.speaking import plain, titled

FEELINGS = ["Very safe", "Quite safe", "Not very safe", "Not at all safe"]

PARTS = """
{% from "macros/govuk.html" import back_link, button, checkboxes, date_input, details, error_summary, input,
   inset_text, notification_banner, pagination, panel, radios, select, summary_list, table, tag, textarea, warning_text %}
{% block title %}Sample{% endblock %}
{% block before_content %}{{ back_link("/before") }}{% endblock %}
{% block content %}
{% if errors %}{{ error_summary(errors) }}{% endif %}
<form method="post" novalidate>
{{ radios("safe", choices, fieldset={"legend": {"text": "How safe do you feel?", "isPageHeading": true,
   "classes": "govuk-fieldset__legend--l"}}, hint={"text": "Think about the last week."}, value="2",
   errorMessage={"text": "Select how safe you feel"} if errors else none) }}
{{ checkboxes("helped", [{"value": "a", "text": "A break"}, {"value": "b", "text": "Money advice",
   "hint": {"text": "Benefits or a grant"}}, {"divider": "or"}, {"value": "n", "text": "None of these",
   "behaviour": "exclusive"}], fieldset={"legend": {"text": "What helped?"}}, values=["b"]) }}
{{ input("hours", {"text": "Hours of care in a week"}, inputmode="numeric", suffix={"text": "hours"},
   classes="govuk-input--width-3", value="35") }}
{{ textarea("more", {"text": "Anything else?"}, hint={"text": "Leave out names."}, value="Sleep") }}
{% if staff %}
{{ date_input("started", fieldset={"legend": {"text": "When did you start caring?"}}, namePrefix="started") }}
{{ select("area", [{"value": "n", "text": "North"}, {"value": "s", "text": "South"}], {"text": "Area"}, value="s") }}
{% endif %}
<div class="govuk-button-group">{{ button("Continue", preventDoubleClick=true) }}
{{ button("Finish later", classes="govuk-button--secondary") }}
{{ button("Erase", classes="govuk-button--warning") }}</div>
</form>
{{ warning_text("If you are in danger now, call 999.") }}
{{ inset_text("Only the team that runs this survey sees it.") }}
{{ panel("Sent", "Your code is 7QK2", headingLevel=2) }}
{{ summary_list([{"key": {"text": "Safe"}, "value": {"text": "Quite safe"}, "actions": {"items": [
   {"href": "/safe", "text": "Change", "visuallyHiddenText": "how safe you feel"}]}}]) }}
{{ table([[{"text": "North"}, {"text": "12", "format": "numeric"}]], [{"text": "Area"},
   {"text": "Carers", "format": "numeric"}], caption="Carers by area", firstCellIsHeader=true,
   captionClasses="govuk-table__caption--m") }}
{% if staff %}
{{ summary_list([{"key": {"text": "Due"}, "value": {"text": tag("Overdue", "govuk-tag--red")}}],
   card={"title": {"text": "Review"}}) }}
<p class="govuk-body">{% for colour in ["green", "purple", "red", "orange", "teal", "magenta", "yellow", "grey"] -%}
{{ tag(colour, "govuk-tag--" ~ colour) }} {% endfor %}</p>
{{ details("Why this clock?", "An assessment has 28 days.") }}
{{ pagination(previous={"href": "/1"}, next={"href": "/3"}, items=[{"number": 1, "href": "/1"},
   {"number": 2, "href": "/2", "current": true}, {"ellipsis": true}]) }}
{% endif %}
{% endblock %}
"""


def make_app() -> Flask:
    app = Flask("forms_app", template_folder="templates", static_folder="static")
    app.config.update(SERVICE_NAME="Carer outcomes", MADE_UP=True, SECRET_KEY="for this test only")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)
    app.jinja_env.filters.update(plain=plain, titled=titled)
    app.jinja_env.globals["language_switch"] = lambda _form=None: {"languages": [], "form": None}
    assets.init_app(app)
    app.add_template_global(lambda: assets.static_url("page.js"), "phone_script_url")

    def page(base: str, errors: bool = False, direction: str = "ltr") -> str:
        template = app.jinja_env.from_string(f'{{% extends "{base}" %}}{PARTS}')
        return template.render(
            staff=base == "staff.html",
            page_dir=direction,
            errors=[{"text": "Select how safe you feel", "href": "#safe"}] if errors else None,
            choices=[{"value": number, "text": text} for number, text in enumerate(FEELINGS, 1)],
            languages=[
                {"text": "English", "lang": "en", "dir": "ltr", "current": True},
                {"text": "اردو", "lang": "ur", "dir": "rtl", "href": "?lang=ur"},
            ],
            navigation=[
                {"text": "My people", "href": "/people", "current": True},
                {"text": "Returns", "href": "/returns"},
                {"text": "Stories", "href": "/stories"},
            ],
            sign_out_url="/sign-out",
            signed_in_as="Sam Example",
            footer_links=[{"text": "Accessibility", "href": "/accessibility"}],
        )

    @app.get("/survey")
    def survey() -> str:
        return page("respond_base.html")

    @app.get("/errors")
    def errors() -> str:
        return page("respond_base.html", errors=True)

    @app.get("/rtl")
    def rtl() -> str:
        return page("respond_base.html", errors=True, direction="rtl")

    @app.get("/staff")
    def staff() -> str:
        from flask import flash

        flash("The review is saved.", "success")
        flash("One return is due on Friday.")
        return page("staff.html")

    return app
