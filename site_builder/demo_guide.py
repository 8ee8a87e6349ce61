"""What was planted in the made-up area, and where it shows."""

PLANTED = (
    "A target just missed: 159 new carers in April to June 2026 against 162 (Moorside, framework rochdale-carers, k2). The "
    "exact figure is on staff pages; the site rounds it.",
    "Almost in time: 84% of the Carers Hub's assessments were done in 28 days in its second year, against 85% (pbo1).",
    "A change that worked: a break service began in October 2024. See time-out (birmingham-hub), wellbeing.respite "
    "(rochdale-carers) and 2b with its turned curve (carers-hub-audit).",
    "Pay by results: Moorside earned for new carers in its second year, for break events and training in its third, and "
    "never for drop-ins, which dip each August and December.",
    "Late returns: Moorside's around its first Christmas show in k1; Brightwater's are on its manager's and the "
    "commissioner's lists of returns.",
    "Too small to publish: young carers at the Carers Hub, and almost everything about Copse End Care.",
    "One provider does better than another: Larchfield and Brightwater side by side in dorset-home-care (d5a). Where Copse "
    "End alone would be hidden, the next smallest is hidden with it, so that the total does not tell.",
    "A complaint that took 61 days over Christmas: Larchfield's return for KPI 3, January to March 2026.",
    "Something to decide: the Carers Hub's partnership element of its third year (sign in as commissioner).",
    "Something to do: returns due in July, a case study that waits for approval, today's answers without a theme.",
)
