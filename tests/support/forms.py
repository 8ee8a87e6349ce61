"""What a browser would send of a form on a page."""

import html5lib
from werkzeug.datastructures import MultiDict


def fields_of(html: str, form: int = 0) -> MultiDict[str, str]:
    """The fields of one of a page's forms in `main`, as they are filled in: name and value, buttons left out."""
    page = html5lib.parse(html, namespaceHTMLElements=False)
    main = page.find(".//main")
    found = list(main.iter("form"))[form]
    fields: MultiDict[str, str] = MultiDict()
    for element in found.iter():
        name = element.get("name")
        if not name or element.tag == "button":
            continue
        if element.tag == "textarea":
            fields.add(name, (element.text or "").removeprefix("\n"))
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = next((one for one in options if one.get("selected") is not None), options[0])
            fields.add(name, chosen.get("value", ""))
        elif element.get("type") not in ("checkbox", "radio") or element.get("checked") is not None:
            fields.add(name, element.get("value", ""))
    return fields
