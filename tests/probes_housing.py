"""A client's life in a house, to be looked for like the rest of the file; see ``probes``.

Words that stand in the texts of this life are made of a stem and the marker of the file, so that whatever a login reads
tells whose words they are and what they are about.
"""
from datetime import date, timedelta

from probes_money import MONEY_FACTS, build_money

HOUSING_FACTS = (
    "recovery.stay", "recovery.stay.item", "recovery.stay.leave", "recovery.substance.test", "recovery.substance.test.line",
    "recovery.house.incident.person", "recovery.house.rule.event", "recovery.house.visit", "recovery.house.visit.ban",
    "recovery.house.log", "recovery.house.task.duty", "recovery.house.task.swap", "recovery.house.task.exemption",
    "recovery.house.meeting.attendance", "recovery.house.meeting.decision", "recovery.housing.application",
    "recovery.housing.check", "recovery.housing.offer", "recovery.night.guest", "recovery.night.refusal",
    "recovery.tenancy", "recovery.client.debt", "recovery.house.photo", *MONEY_FACTS,
)
# A picture of one point.
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z9DwHwAGBQKA3H7sNwAAAABJRU5ErkJggg=="
HOUSE = ("house", "manager")
TEAM = ("counsellor", *HOUSE)
STAFF = ("outreach", *TEAM)
# Stems of words about a person, and who may read them of somebody with whom they work in the programme of the house.
SAID = {
    "bydliste": TEAM, "pronajimatel": TEAM, "veritel": STAFF, "usneseni": STAFF, "duvod": (*STAFF, "data", "auditor"),
    "kamarad": TEAM, "chalupa": TEAM, "dohoda": TEAM, "vzorek": TEAM, "plomba": TEAM, "prestupek": TEAM,
    "podminka": TEAM, "sluzba": TEAM,
    # The house knows visitors and keys alone, and what is said in the history of what it writes.
    "navsteva": HOUSE, "zakazany": HOUSE, "klicek": HOUSE, "pobyt": HOUSE, "odchod": HOUSE, "rozbor": HOUSE,
    "napomenuti": HOUSE, "zadost": HOUSE, "ukol": HOUSE, "snimek": HOUSE,
}
# What is written about the house, not about a person: known to the staff of its programme.
SAID_OF_HOUSE = {
    "udalost": TEAM, "opatreni": TEAM, "navazani": TEAM, "vysledek": TEAM, "porada": STAFF, "zapis": STAFF,
}


def day(days=0):
    return (date.today() + timedelta(days=days)).isoformat()


def build_in_house(api, admin, program, client, neighbour, marker, moment):
    """Let a client live in a new house of the programme, beside a neighbour; returns {model: id}.

    :param api: JSON-2 as the manager of the programme
    :param admin: JSON-2 as who keeps the accounts
    :param moment: function of days, hours, minutes ago to a datetime as the server wants it
    """
    # The house is no secret, so nothing of it may look like the file.
    code = chr(65 + int(marker) % 26)
    [house, other, shelter] = api.call("recovery.house", "create", vals_list=[
        {"name": "Demo house", "code": code * times, "kind": kind, "program_id": program, "date_open": "2020-01-01",
         **({"capacity": 9} if kind == "night_shelter" else {})}
        for times, kind in ((1, "community"), (2, "community"), (3, "night_shelter"))
    ])
    api.call("recovery.house.criterion", "create", vals_list=[{"house_id": other, "kind": "own", "name": "Demo question"}])
    [bed, spare, offered] = api.call("recovery.bed", "create", vals_list=[
        {"name": "A", "house_id": house}, {"name": "B", "house_id": house}, {"name": "A", "house_id": other}])
    [stay, beside] = api.call("recovery.stay", "create", vals_list=[
        {"client_id": client, "bed_id": bed, "date_from": day(-3), "date_to": day(40), "state": "in", "monthly_fee": 100,
         "key_number": f"klicek{marker}"},
        {"client_id": neighbour, "bed_id": spare, "date_from": day(-3), "state": "in"},
    ])
    living = {"client": client, "stay": stay, "house": house, "beside": beside, "program": program}
    file = {
        "recovery.stay": stay, **_build_life(api, living, marker, moment), **_build_days(api, living, marker),
        **_build_application(api, client, other, offered, marker), **_build_nights(api, client, shelter),
        **_build_means(api, client, marker),
    }
    for model, stem in (
        ("recovery.stay", "pobyt"), ("recovery.stay.leave", "odchod"), ("recovery.substance.test", "rozbor"),
        ("recovery.house.rule.event", "napomenuti"), ("recovery.housing.application", "zadost"),
    ):
        api.call(model, "message_post", ids=[file[model]], body=f"{stem}{marker}")
    api.call("recovery.stay", "activity_schedule", ids=[stay], summary=f"ukol{marker}")
    return {**file, **build_money(api, admin, living), "house": house, "bed": bed, "neighbour_stay": beside,
            "shelter": shelter, "offered": offered, "neighbour": neighbour, "home": program, "marker": marker}


def _build_life(api, living, marker, moment):
    """Leave, a test, an incident and a breach, and what was handed over."""
    stay, client, house = living["stay"], living["client"], living["house"]
    [item] = api.call("recovery.stay.item", "create", vals_list=[{"stay_id": stay, "name": "Demo towel"}])
    [photo] = api.call("recovery.house.photo", "create", vals_list=[
        {"stay_id": stay, "stay_item_id": item, "image_1920": PICTURE, "caption": f"snimek{marker}"}])
    [leave] = api.call("recovery.stay.leave", "create", vals_list=[{
        "stay_id": stay, "kind": "leave", "state": "away", "start": moment(minutes=30), "stop": moment(days=-2),
        "contact_name": f"kamarad{marker}", "contact_phone": f"+420 199 {marker} 323",
        "contact_address": f"chalupa{marker}", "note": f"dohoda{marker}",
    }])
    [test] = api.call("recovery.substance.test", "create", vals_list=[
        {"stay_id": stay, "kind": "urine", "note": f"vzorek{marker}", "seal_number": f"plomba{marker}"}])
    substance = api.call("recovery.substance", "search", domain=[], limit=1)
    [line] = api.call("recovery.substance.test.line", "create", vals_list=[{"test_id": test, "substance_id": substance[0]}])
    [incident] = api.call("recovery.house.incident", "create", vals_list=[{
        "house_id": house, "kind": "damage", "description": f"udalost{marker}", "measures": f"opatreni{marker}"}])
    api.call("recovery.house.incident.step", "create", vals_list=[
        {"incident_id": incident, "deadline": day(7), "name": f"navazani{marker}"},
        {"incident_id": incident, "state": "done", "result": f"vysledek{marker}"}])
    [person] = api.call("recovery.house.incident.person", "create", vals_list=[
        {"incident_id": incident, "client_id": client}])
    [rule] = api.call("recovery.house.rule", "create", vals_list=[{"name": "Demo rule", "house_id": house}])
    [event] = api.call("recovery.house.rule.event", "create", vals_list=[{
        "stay_id": stay, "rule_id": rule, "step": "talk", "details": f"prestupek{marker}",
        "conditions": f"podminka{marker}"}])
    return {
        "recovery.stay.item": item, "recovery.house.photo": photo, "recovery.stay.leave": leave,
        "recovery.substance.test": test,
        "recovery.substance.test.line": line, "recovery.house.incident.person": person, "recovery.house.rule.event": event,
        "incident": incident,
    }


def _build_days(api, living, marker):
    """Duties, a meeting, a visit and an entry in the log."""
    stay, client, house = living["stay"], living["client"], living["house"]
    [task] = api.call("recovery.house.task", "create", vals_list=[{"name": "Demo kitchen", "house_id": house, "mon": True}])
    # On a day on which nobody is on leave: the rota takes duties from those who are.
    [duty] = api.call("recovery.house.task.duty", "create", vals_list=[{"task_id": task, "stay_id": stay, "date": day(10)}])
    [swap] = api.call("recovery.house.task.swap", "create", vals_list=[
        {"duty_id": duty, "kind": "takeover", "other_stay_id": living["beside"]}])
    [exemption] = api.call("recovery.house.task.exemption", "create", vals_list=[
        {"house_id": house, "client_id": client, "date_from": day(20)}])
    [meeting] = api.call("recovery.house.meeting", "create", vals_list=[
        {"house_id": house, "topics": f"porada{marker}", "body": f"zapis{marker}"}])
    [attendance] = api.call("recovery.house.meeting.attendance", "search", domain=[
        ["meeting_id", "=", meeting], ["client_id", "=", client]])
    [decision] = api.call("recovery.house.meeting.decision", "create", vals_list=[
        {"meeting_id": meeting, "client_id": client, "name": f"usneseni{marker}"}])
    [visit] = api.call("recovery.house.visit", "create", vals_list=[{"stay_id": stay, "visitor_name": f"navsteva{marker}"}])
    [ban] = api.call("recovery.house.visit.ban", "create", vals_list=[
        {"house_id": house, "client_id": client, "name": f"zakazany{marker}"}])
    [entry] = api.call("recovery.house.log", "create", vals_list=[
        {"house_id": house, "client_id": client, "body": f"sluzba{marker}"}])
    return {
        "recovery.house.task.duty": duty, "recovery.house.task.swap": swap, "recovery.house.task.exemption": exemption,
        "recovery.house.meeting.attendance": attendance, "recovery.house.meeting.decision": decision,
        "recovery.house.visit": visit, "recovery.house.visit.ban": ban, "recovery.house.log": entry, "meeting": meeting,
    }


def _build_application(api, client, house, bed, marker):
    [application] = api.call("recovery.housing.application", "create", vals_list=[
        {"client_id": client, "house_id": house, "priority_adjustment": 1, "priority_reason": f"duvod{marker}"}])
    [check] = api.call("recovery.housing.check", "search", domain=[["application_id", "=", application]])
    api.call("recovery.housing.check", "write", ids=[check], vals={"answer": "met"})
    [offer] = api.call("recovery.housing.offer", "create", vals_list=[
        {"application_id": application, "bed_id": bed, "date_from": day(50)}])
    return {"recovery.housing.application": application, "recovery.housing.check": check, "recovery.housing.offer": offer}


def _build_nights(api, client, shelter):
    """A night in which the client is warm without a bed, having been sent away the first time."""
    [night] = api.call("recovery.night", "create", vals_list=[{"house_id": shelter, "state": "open"}])
    [refusal] = api.call("recovery.night.refusal", "create", vals_list=[
        {"night_id": night, "client_id": client, "reason": "intoxicated"}])
    [guest] = api.call("recovery.night.guest", "create", vals_list=[
        {"night_id": night, "client_id": client, "place": "none"}])
    return {"recovery.night.guest": guest, "recovery.night.refusal": refusal, "night": night}


def _build_means(api, client, marker):
    """By what the client lives and what they owe."""
    [tenancy] = api.call("recovery.tenancy", "create", vals_list=[
        {"client_id": client, "address": f"bydliste{marker}", "landlord": f"pronajimatel{marker}"}])
    [debt] = api.call("recovery.client.debt", "create", vals_list=[
        {"client_id": client, "amount": 5000, "creditor": f"veritel{marker}"}])
    return {"recovery.tenancy": tenancy, "recovery.client.debt": debt}
