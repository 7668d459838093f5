"""What the screens of houses ask the server for, their papers, and what it refuses with a reason."""
import json
from uuid import uuid4

from leaks import Evidence
from probes_housing import day

# Papers by the record they are printed of.
PAPERS = {
    "recovery_housing.house_week": "house", "recovery_housing.night_register": "night",
    "recovery_housing.house_meeting_minutes": "meeting", "recovery_housing.stay_agreement": "recovery.stay",
    "recovery_housing.fee_statement": "recovery.client", "recovery_housing.house_rule_event_letter":
    "recovery.house.rule.event",
}
# Pages that are made for whoever opens them.
PAGES = {"recovery.house.rota.week": ("house_id", "house"), "recovery.stay.week": ("stay_id", "recovery.stay")}
NAMED = {"fields": {"display_name": {}}}


def ask_screens(raw, file):
    """Return Evidence of what boards, desks and pages answer about the houses of a file, each status included."""
    evidence = Evidence()
    home, client = {"house_ids": [file["house"]]}, file["recovery.client"]
    for model, method, arguments in (
        ("recovery.bed.board", "get_board", {"date_from": day(-10), "days": 90}),
        ("recovery.bed.board", "get_board", {"date_from": day(-2), "days": 7, **home}),
        ("recovery.front.desk", "get_nights", {}),
        ("recovery.front.desk", "get_night", {"house_id": file["shelter"]}),
        ("recovery.night", "get_summary", {"ids": [file["night"]]}),
        ("recovery.client", "get_housing_path", {"ids": [client]}),
        ("recovery.front.desk", "search_clients", {"program_id": file["home"], "text": "Xymena"}),
        ("recovery.front.desk", "get_recent_clients", {"program_id": file["home"]}),
        ("recovery.front.desk", "get_card", {"client_id": client, "program_id": file["home"]}),
        ("recovery.front.desk", "get_today", {"program_id": file["home"]}),
        ("recovery.house.incident", "get_open", {}),
        ("recovery.house.incident", "web_read", {"ids": [file["incident"]], "specification": {
            "display_name": {}, "person_ids": {"fields": {"display_name": {}, "client_id": NAMED}},
            "activity_ids": {"fields": {"summary": {}}}, "notice_ids": {"fields": {"display_name": {}}},
            "step_ids": {"fields": {"display_name": {}, "state": {}}},
        }}),
        ("recovery.house.meeting", "web_read", {"ids": [file["meeting"]], "specification": {
            "attendance_ids": {"fields": {"client_id": NAMED}}}}),
        ("recovery.bed", "web_read", {"ids": [file["bed"], file["offered"]], "specification": {
            "display_name": {}, "state": {}, "stay_ids": NAMED, "first_in_line_id": NAMED}}),
    ):
        note_answer(evidence, (model, method), raw(model, method, **arguments))
    for model, (field, of) in PAGES.items():
        status, body = raw(model, "create", vals_list=[{field: file[of], "monday": day()}])
        note_answer(evidence, (model, "create"), (status, body))
        if status == 200:
            page = raw(model, "read", ids=json.loads(body), fields=["display_name", "content"])
            note_answer(evidence, (model, "read"), page)
    return evidence


def ask_papers(session, file):
    """Return Evidence of what is printed, as a page in the browser."""
    evidence = Evidence()
    for report, of in PAPERS.items():
        note_paper(evidence, session, report, file[of])
    return evidence


def ask_incident_papers(raw, session, file):
    """Return Evidence of the report of an incident, as told to the house and to an authority with all that can be chosen."""
    evidence, model = Evidence(), "recovery.house.incident.paper"
    for audience in ("internal", "authority"):
        status, body = raw(model, "create", vals_list=[
            {"incident_ids": [[6, 0, [file["incident"]]]], "audience": audience, "with_staff": True}])
        note_answer(evidence, (model, "create"), (status, body))
        if status == 200:
            note_paper(evidence, session, "recovery_housing.house_incident_paper", json.loads(body)[0])
    return evidence


def note_paper(evidence, session, report, record):
    answer = session.get(f"/report/html/{report}/{record}")
    if answer.status_code == 500:
        # Odoo's page for what went wrong inside of a paper, such as fees that the reader of a client may not read.
        assert "Internal Server Error" in answer.text
        evidence.collect((report, "html", 500), answer.text)
    else:
        note_answer(evidence, (report, "html"), (answer.status_code, answer.text))


def provoke(raw, file):
    """Return Evidence of the refusals that stand in the way of somebody who wants what a file holds."""
    evidence = Evidence()
    beside, bed, offered, house = file["neighbour_stay"], file["bed"], file["offered"], file["house"]
    for model, method, arguments in (
        ("recovery.bed.board", "check_places", {"stay_id": beside, "bed_ids": [bed, offered], "date_from": day(-3)}),
        ("recovery.stay", "action_move", {"ids": [beside], "bed_id": bed}),
        ("recovery.stay", "write", {"ids": [beside], "vals": {"bed_id": bed}}),
        *(("recovery.stay", "create", {"vals_list": [{"client_id": client, "bed_id": bed, "date_from": day()}]})
          for client in (file["recovery.client"], file["neighbour"])),
        ("recovery.bed", "write", {"ids": [bed], "vals": {"date_to": day(1)}}),
        ("recovery.house", "write", {"ids": [house], "vals": {"date_close": day(1)}}),
        ("recovery.house.meeting", "action_done", {"ids": [file["meeting"]]}),
        ("recovery.house.incident", "action_close", {"ids": [file["incident"]]}),
        ("recovery.front.desk", "save_night_guests", {"values": {
            "key": uuid4().hex, "house_id": file["shelter"], "client_ids": [file["recovery.client"]]}}),
    ):
        status, body = raw(model, method, **arguments)
        note_answer(evidence, (model, method), (status, body))
    return evidence


def note_answer(evidence, where, answer):
    status, body = answer
    assert status in (200, 303, 400, 403, 404, 422), (where, status, body[:500])
    evidence.collect((*where, status), body)
