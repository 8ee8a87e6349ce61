"""A small area's definitions, and one good folder of files with something in each of the fifteen."""

import shutil
from pathlib import Path

from surveys.library import SHIPPED

FRAMEWORK = """
id: area
title: The area's framework
summary: A small one.
source: {id: "900", title: A source, publisher: An area, published: "2025"}
serves: carer
outcomes:
  - id: time-off
    title: Time off
    statement: Carers have time off.
    statements: [{id: breaks, text: I get breaks.}]
  - {id: home, title: Home, statement: Home is safe.}
measures:
  - id: m1
    title: Breaks
    description: Breaks given.
    theme: breaks
    kind: how_much
    unit: count
    subject: activity
    interval: month
    formula: breaks
    ways: [{basis: return, quantities: {breaks: {return: monthly.breaks}}}]
forms:
  - id: monthly
    title: Monthly
    interval: month
    due: {day: 10}
    sections:
      - id: figures
        title: Figures
        fields:
          - {id: breaks, label: Breaks, kind: count}
          - {id: hours, label: Hours, kind: number}
          - {id: income, label: Income, kind: money}
          - {id: share, label: Share, kind: percent}
          - {id: rating, label: Rating, kind: choice, choices: [{code: good, label: Good}, {code: poor, label: Poor}]}
          - {id: met_on, label: Met on, kind: date}
          - {id: story, label: Story, kind: text}
  - {id: quarterly, title: Quarterly, interval: quarter, due: {day: 20}, sections: []}
"""
MODULE = """
id: life
title: Life
theme: life
licence: {status: own, holder: The area, evidence: Written for it.}
questions:
  - key: life.breaks
    kind: one
    text: Do you get breaks?
    options: [{code: "yes", label: "Yes"}, {code: "no", label: "No"}]
    routes: [{when: ["no"], go_to: life.words}]
  - key: life.kinds
    kind: many
    text: Which?
    options: [{code: day, label: Days}, {code: night, label: Nights}, {code: neither, label: Neither, alone: true}]
  - {key: life.score, kind: scale, text: How satisfied are you?, personal: true}
  - {key: life.words, kind: text, text: What else?, max_length: 200}
  - {key: life.age, kind: number, text: How old are you?, at_least: 16, at_most: 110}
"""
SURVEY = "{id: %s, title: Survey, intro: Hello, respondent: carer, minutes: 2, modules: [{module: life%s}]}"
INSTRUMENT = """
id: calm
title: Calm
licence: {status: own, holder: The area, evidence: Written for it.}
items: [life.score]
minimum: 7
maximum: 35
better: higher
"""

GOOD: dict[str, str] = {
    "providers.csv": "provider,name,locality\np1,Carers First,north\np2,\"Help, and more\",\n",
    "contracts.csv": (
        "contract,framework,provider,starts_on,ends_on,annual_value,contract_meeting_day\n"
        "c1,area,p1,2025-04-01,2027-03-31,120000.5,31\nc2,area,p2,2025-05-15,,,\n"
    ),
    "people.csv": (
        "provider,person,role,registered_on,status,closed_on,closed_reason,locality,carer_groups,birth_year,gender,"
        "ethnicity,health_issues,family_status,employment_status,cared_for_birth_year,cared_for_gender,"
        "cared_for_ethnicity,cared_for_conditions\n"
        "p1,A1,carer,2025-04-02,active,,,north,parent;working,1970,female,asian,none,couple,part_time,2011,male,asian,"
        "autism;other\n"
        "p1,Ä2,carer,2025-04-03,closed,2026-01-31,moved_area,,,,,,,,,,,,\n"
        "p2,A1,service_user,2025-06-01,,,,,,,,,,,,,,,\n"
    ),
    "referrals.csv": (
        "provider,referral,person,received_on,source,kind,accepted,declined_reason,locality\n"
        "p1,r1,A1,2025-04-01,gp,new,yes,,north\np1,r2,,2025-04-05,self,re_referral,no,no_capacity,\n"
    ),
    "assessments.csv": (
        "provider,assessment,person,kind,started_on,completed_on\n"
        "p1,s1,A1,carer,2025-04-03,2025-04-20\np1,s2,Ä2,wellbeing,2025-04-03,\n"
    ),
    "goals.csv": (
        "provider,goal,person,outcome,agreed_on,baseline\n"
        "p1,g1,A1,area:time-off.breaks,2025-04-20,2\np1,g2,A1,area:home,2025-04-20,\np1,g3,Ä2,area:home,2025-04-21,5\n"
    ),
    "reviews.csv": (
        "provider,review,person,reviewed_on,kind,feels_supported\n"
        "p1,v1,A1,2025-07-20,scheduled,yes\np1,v2,Ä2,2025-07-21,,\n"
    ),
    "goal_reviews.csv": (
        "provider,review,goal,score,achieved,need_met,unmet_reason\n"
        "p1,v1,g1,4,yes,yes,\np1,v1,g2,,not_yet,no,cost\np1,v2,g3,5,no_longer_wanted,,\n"
    ),
    "scores.csv": (
        "provider,person,scale,taken_on,score,at\n"
        "p1,A1,calm,2025-04-20,21.25,assessment\np1,A1,wellbeing,2025-04-20,4,\np1,A1,wellbeing,2025-07-20,10,review\n"
    ),
    "contacts.csv": (
        "provider,contact,person,on,kind,minutes,online\np1,t1,A1,2025-05-01,casework,45,no\np1,t2,A1,2025-05-02,other,,\n"
    ),
    "activities.csv": (
        "provider,activity,kind,held_on,online,locality,attendees,hours,title\n"
        "p1,a1,drop_in,2025-05-03,no,north,12,1.5,\"Tea, cake\nand \"\"talk\"\"\"\np1,a2,newsletter,2025-05-04,,,,,\n"
    ),
    "feedback.csv": (
        "provider,feedback,kind,received_on,completed_on,outcome\n"
        "p1,f1,complaint,2025-05-05,2025-05-25,upheld\np1,f2,compliment,2025-05-06,,\n"
    ),
    "returns.csv": (
        "provider,framework,form,period_start,field,value,note,filed_on\n"
        "p1,area,monthly,2025-04-01,breaks,40,,2025-05-09\n"
        "p1,area,monthly,2025-04-01,hours,12.5,estimated,2025-05-09\n"
        "p1,area,monthly,2025-04-01,income,1234.05,,2025-05-09\n"
        "p1,area,monthly,2025-04-01,met_on,2025-04-30,,2025-05-09\n"
        "p1,area,monthly,2025-04-01,rating,good,,2025-05-09\n"
        "p1,area,monthly,2025-04-01,share,66.67,,2025-05-09\n"
        "p1,area,monthly,2025-04-01,story,\"Two lines,\nand ‘Únicode’ — 家\",,2025-05-09\n"
        "p2,area,monthly,2025-06-15,breaks,0,,\n"
    ),
    "responses.csv": (
        "response,survey,provider,submitted_on,channel,language,life.breaks,life.kinds,life.score,life.words,life.age\n"
        "q1,long,p1,2025-08-01,web,en,yes,day;night,10,\"A break\n\n“would” help, اردو\",40\n"
        "q2,long,p1,2025-08-02,paper,,no,,,,\n"
        "q3,short,p2,2025-08-03,phone,ur,yes,,,,\n"
        "q4,long,p1,2025-08-04,,,,neither,prefer-not-to-say,,\n"
    ),
    "published.csv": (
        "framework,measure,period_start,period_end,group,value,source,note\n"
        "area,m1,2007-01-01,2007-12-31,,37,The 2008 report,\n"
        "area,m1,2007-01-01,2007-12-31,women,12.345678,The 2008 report,\"rounded, twice\"\n"
    ),
}  # fmt: skip


def write_definitions(folder: Path) -> Path:
    """Write the area's definitions; codes are those that are shipped."""
    for name in ("frameworks", "modules", "surveys", "instruments"):
        (folder / name).mkdir(parents=True)
    shutil.copy(SHIPPED / "codes.yaml", folder)
    (folder / "frameworks" / "area.yaml").write_text(FRAMEWORK, encoding="utf-8")
    (folder / "modules" / "life.yaml").write_text(MODULE, encoding="utf-8")
    (folder / "surveys" / "long.yaml").write_text(SURVEY % ("long", ""), encoding="utf-8")
    (folder / "surveys" / "short.yaml").write_text(SURVEY % ("short", ", only: [life.breaks]"), encoding="utf-8")
    (folder / "instruments" / "calm.yaml").write_text(INSTRUMENT, encoding="utf-8")
    return folder


def write_files(folder: Path, files: dict[str, str]) -> Path:
    """Write files by name, byte for byte."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode())
    return folder


def contents(folder: Path) -> dict[str, str]:
    """The files of a folder by name, in the order of the layout."""
    found = {path.name: path.read_bytes().decode() for path in folder.iterdir()}
    return {name: found.pop(name) for name in GOOD if name in found} | found
