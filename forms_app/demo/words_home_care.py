"""What the made-up home care providers write on their returns."""

QUARTER_TEXTS: dict[str, tuple[str, ...]] = {
    "d1a.story": (
        "Most moves followed a stay in hospital. Two might have been put off with help at night.",
        "Dementia was behind most moves; families could no longer manage evenings.",
    ),
    "d1b.cqc": ("None in the last inspection.",),
    "d1c.working-together": ("District nurses joined our team meeting, and we now share one folder in each home.",),
    "d1c.carers": ("Unpaid carers ask to be told when a visit will be late.",),
    "d3a.story": ("One person went to the hospice by choice. One could not be kept comfortable at home.",),
    "d3c.localities": ("We declined most in the south, where we have too few drivers.",),
    "d4a.needs-profile": ("One in four people we support has dementia; half of our workers have had the longer course.",),
    "d4a.matching": ("People meet a new worker before the first visit, and can say no.",),
    "d5a.strategies": ("We took part in every meeting we were asked to.",),
    "d5a.risk": ("Risk plans are gone through with the person each half year.",),
    "d6b.story": ("Two people need one visit fewer since a sensor was fitted.",),
    "d6c.story": ("A medicine dispenser with an alarm means one person manages mornings alone.",),
}  # fmt: skip
YEAR_TEXTS: dict[str, tuple[str, ...]] = {
    "d4b.schemes": ("A taster week with the jobcentre, and paid travel time from April.",),
    "d1c.report": ("We linked people to falls classes, lunch clubs and the library's home service.",),
    "d2a.report": ("Outcomes about getting out of the house were met least: it takes two workers and a free afternoon.",),
    "d3c.report": ("Referrals from hospital rose. We declined when rounds were full.",),
    "d3d.report": ("Smaller rounds, and a message the evening before if someone else will come.",),
}  # fmt: skip
