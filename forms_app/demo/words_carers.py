"""What the made-up carers' providers write on their returns: short, and naming nobody."""

UNDER_REPRESENTED = (
    "We ran two evening sessions at the mosque on Hill Road and met eleven carers who had not heard of us.",
    "We met carers of people with drug or alcohol problems at the recovery service, and now hold an hour there.",
    "Gypsy and Traveller carers: our link worker visited the site twice with the health visitor.",
    "We asked male carers what keeps them away. A walking group on Saturdays began as a result.",
    "Young adult carers: a stall at both colleges, and a message group that they run themselves.",
    "LGBT carers: staff had training, and our forms and posters were changed with the help of a local group.",
    "Carers who work shifts: the helpline now answers until 8pm on Tuesdays.",
)
EVIDENCE: dict[str, tuple[str, ...]] = {
    "evidence.identification.ways-of-finding": (
        "All but three GP practices now have a carers' champion, and a link worker visits each month.",
        "A joint form with the hospital discharge team sends carers to us on the day the person goes home.",
    ),
    "evidence.identification.raising-awareness": (
        "Posters went up in pharmacies and at bus stops in all five townships for Carers Week.",
        "Forty front-line council staff came to our half-hour sessions on noticing carers.",
    ),
    "evidence.identification.more-registered": (
        "Most new carers this quarter came through GP practices and social prescribers.",
        "More carers found us by themselves after the radio interview.",
    ),
    "evidence.wellbeing.single-point-of-access": (
        "The helpline took more calls than in the quarter before; nine in ten were answered within a minute.",
    ),
    "evidence.wellbeing.respite-and-sitting": (
        "The new sitting service is used most in the evenings. The waiting list is shorter than three weeks.",
        "We still can't find sitters for early mornings.",
    ),
    "evidence.wellbeing.staying-connected": (
        "Drop-ins in the Pennines moved to the library, and twice as many people come.",
    ),
    "evidence.wellbeing.carer-and-cared-for": (
        "A singing group for people with dementia and those who care for them began.",
    ),
    "evidence.wellbeing.conditions": ("Speakers on stroke and on Parkinson's came to two groups.",),
    "evidence.wellbeing.protected-groups": ("Our leaflet can now be had in Urdu, Bengali and Polish, and in easy read.",),
    "evidence.wellbeing.health-partners": ("We sit in on the neighbourhood teams' weekly meetings in four townships.",),
    "evidence.wellbeing.gp-pathway": (
        "Practices can refer by a button in their own system; most referrals come that way.",
    ),
    "evidence.wellbeing.local-organisations": ("The theatre gives us twenty free seats a month.",),
    "evidence.wellbeing.peer-groups": ("Two more groups are now run by carers themselves.",),
    "evidence.wellbeing.assistive-technology": ("A home with sensors and reminders to try out was open for two weeks.",),
    "evidence.wellbeing.in-control": ("Everyone with a plan has a copy, and most wrote part of it themselves.",),
    "evidence.wellbeing.satisfaction": (
        "What carers praise most is that someone calls back. What they miss is breaks at night.",
    ),
    "evidence.wellbeing.emergency-cards": ("One card in three now names two people to call.",),
    "evidence.wellbeing.signposting-cared-for": ("We made it routine to ask what the other person needs, too.",),
    "evidence.work-money.choices-and-entitlements": ("Every new carer gets a one-page sheet on rights at work.",),
    "evidence.work-money.managing-money": ("A money adviser is with us on two mornings a week.",),
    "evidence.work-money.benefits": (
        "Claims for Attendance Allowance and Carer's Allowance brought in more than £60,000.",
    ),
    "evidence.work-money.working-carers-toolkit": ("Three employers put the toolkit on their own pages for staff.",),
    "evidence.work-money.employment-links": ("The bus company and the hospital now offer carers a flexible rota.",),
    "evidence.work-money.local-jobs": ("A list of local part-time jobs goes out with each newsletter.",),
    "evidence.work-money.out-of-hours": ("A monthly Saturday session is full each time.",),
    "evidence.work-money.better-informed": ("Seven in ten who came to the money morning say they know more than before.",),
    "evidence.partners.consultation": ("Carers chose the new opening hours from three that we could afford.",),
    "evidence.partners.shared-decisions": ("Two carers were on the panel that chose our new manager.",),
    "evidence.partners.co-production": ("Carers rewrote our welcome pack.",),
    "evidence.partners.carers-week": ("Carers planned Carers Week: eleven events, all full.",),
    "evidence.partners.survey-feedback": ("The survey says that carers want breaks that can be booked at short notice.",),
    "evidence.partners.jobcentre": ("A work coach comes to our office on the first Monday of each month.",),
    "evidence.partners.own-groups": ("Parent carers set up a group of their own with our help.",),
    "evidence.partners.feedback-used": ("Reminders go out by text now, because carers asked for it.",),
}
NOTES: dict[str, tuple[str, ...]] = {
    "k2r.themes": (
        "Breaks, sleep and money come up most. Carers of people with dementia ask for help at night.",
        "Waiting for equipment and for a social worker comes up in every township.",
        "Carers speak of tiredness more than of anything else.",
    ),
    "k2f.outcomes": ("A call was not returned: we said sorry, and calls are now logged and checked each day.",),
    "k2g.details": ("Kind staff, quick answers, and the day out in spring.",),
    "k2j.details": ("Quiz, chair yoga, book club and a question hour on benefits.",),
    "k6.community": ("We took part in two residents' meetings and the faith forum.",),
    "k6.stories": ("A carer went back to part-time work once sitting was in place on two mornings.",),
    "k7.peer-support": ("Volunteers who were carers themselves now lead most of the groups.",),
}
PATHWAY = (
    "One referral form is agreed with the hospital and adult social care. The mental health trust has not joined yet.",
    "The pathway now runs from GP register to review: the hospital, social care and the mental health trust use it.",
    "All partners use the pathway. A carer can see online where their referral stands.",
)
PARTNERSHIP_WORK = (
    "Eight partners meet each quarter. Two joint posts are shared with the dementia charity.",
    "Fourteen partners; joint training; a shared list of breaks that any of them can book.",
    "Eighteen partners; a joint plan with the integrated care board for carers at hospital discharge.",
)
HUB_STORIES: dict[str, tuple[str, ...]] = {
    "stories.decision-making": ("A daughter was asked to the ward round and the plan was changed.",),
    "stories.voices-heard": ("Carers' comments changed how the surgery books visits.",),
    "stories.networks": ("A carer who knew nobody here now runs the Thursday table.",),
    "stories.crisis": ("When a carer was taken into hospital, the emergency service was there within the hour.",),
    "stories.work-education": ("A son finished his course with help on two evenings a week.",),
    "stories.own-health": ("A carer had the operation she had put off for two years.",),
    "stories.healthy-diet": ("Cooking for two on a small budget: six came, four meet still.",),
    "stories.finances": ("A claim that had been refused was won on appeal.",),
    "stories.time-out": ('Four hours on Saturdays: "I slept, and then I danced."',),
    "stories.family-commitments": ("A father could go to his daughter's school play.",),
    "stories.relationships": ("Two sisters who had fallen out over care talk again.",),
    "stories.home": ("A handyman fixed what had waited since winter.",),
    "stories.safe": ("A new lock and an alarm: the nights are quiet.",),
}
