"""Every menu of our apps opens in a browser for the demonstration logins: no error in console, dialog or log."""
import json
from importlib.resources import files

import pytest
from browser import Browser
from conftest import load_launcher

# What the manager is shown, Odoo's robot opens in the suite `click`, with every view and filter.
LOGINS = ("outreach", "counsellor", "house", "finance", "data", "privacy", "administrator", "auditor")
ACTIONS = "odoo.__WOWL_DEBUG__.root.env.services.action"
LOADED = "!document.querySelector('.o_loading_indicator, .o_blockUI') && !!document.querySelector('.o_action_manager > *')"
ERROR_DIALOG = "document.querySelector('.o_error_dialog, .o_notification .bg-danger')?.innerText || ''"
OVERFLOW = """(() => {
    const page = document.scrollingElement, width = window.innerWidth;
    return page.scrollWidth <= width + 1 ? '' : `${page.scrollWidth} px in ${width} px`;
})()"""
# Cards that stand beside the screen look like an empty list.
HIDDEN_CARDS = """(() => {
    const cards = [...document.querySelectorAll('.o_kanban_record:not(.o_kanban_ghost)')];
    const shown = cards.some(card => card.getBoundingClientRect().left < window.innerWidth);
    return !cards.length || shown ? '' : `${cards.length} cards beside the screen`;
})()"""
CUT_BUTTONS = """(() => [...document.querySelectorAll(
        '.o_statusbar_buttons button, .o_control_panel button, .modal-footer button')]
    .filter(button => button.offsetWidth && button.innerText.trim()
            && !button.closest('.o_form_button_box, .o-form-buttonbox, .oe_button_box')
            && button.getBoundingClientRect().right > window.innerWidth + 1)
    .map(button => `button beside the screen: ${button.innerText.trim()}`).join(', '))()"""


@pytest.fixture(scope="module")
def browser():
    with_page = Browser()
    yield with_page
    with_page.close()


def is_repeated_by_odoo(error):
    """Return whether a log record is of two requests that met in a table of Odoo's own, such as its chat.

    Odoo writes the refusal by the database into the log and repeats the request, which then succeeds.
    """
    return "could not serialize access" in error and '"recovery_' not in error and " on recovery_" not in error


@pytest.fixture
def server_errors(server):
    """server_errors() -> records of level ERROR or above that the server has written since the test began."""
    start = server.log.stat().st_size

    def read():
        with server.log.open(errors="replace") as log:
            log.seek(start)
            text = log.read()
        record = load_launcher().RECORD
        records = list(record.finditer(text))
        ends = [match.start() for match in records[1:]] + [len(text)]
        whole = [text[match.start():end] for match, end in zip(records, ends, strict=True)
                 if match["level"] in ("ERROR", "CRITICAL")]
        errors = [error[:400] for error in whole if not is_repeated_by_odoo(error)]
        return errors + (["Traceback"] if "Traceback" in text and not whole else [])

    return read


def sign_in(browser, base_url, session):
    """Give the browser the session of a login and open the web client."""
    browser.open("about:blank")
    browser.set_cookie(base_url, "session_id", session.cookies["session_id"])
    browser.open(f"{base_url}/odoo")
    browser.wait_for("window.odoo?.isReady === true && " + LOADED)
    browser.take_errors()


def own_menus(session):
    """Return [(name, action id)] of every menu of our apps that this login sees."""
    menus = session.get("/web/webclient/load_menus").json()
    ours = [key for key in menus["root"]["children"] if menus[str(key)]["xmlid"].startswith("recovery_")]
    found, waiting = [], ours
    while waiting:
        menu = menus[str(waiting.pop(0))]
        waiting += menu["children"]
        if menu["actionID"] and not menu["children"]:
            found.append((menu["name"], menu["actionID"]))
    return found


def open_action(browser, action):
    """Open an action as its menu does and wait until it is drawn; `action` is an id or a description."""
    browser.run(f"{ACTIONS}.doAction({json.dumps(action)}, {{clearBreadcrumbs: true}}).then(() => 0)")
    browser.wait_for(LOADED)
    # Two frames: what is drawn after data has come may still fail.
    browser.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))")


def close_dialogs(browser):
    browser.run("document.querySelectorAll('.modal .btn-close').forEach(button => button.click())")


@pytest.mark.parametrize("login", LOGINS)
def test_every_menu_opens(login, browser, base_url, web_session, server_errors):
    session = web_session(login)
    menus = own_menus(session)
    assert menus, f"{login} sees none of our apps."
    browser.resize(1400)
    sign_in(browser, base_url, session)
    wrong = []
    for name, action in menus:
        open_action(browser, action)
        dialog = browser.run(ERROR_DIALOG)
        wrong += [(name, error) for error in (*browser.take_errors(), *filter(None, [dialog]))]
        close_dialogs(browser)
    assert wrong == []
    assert server_errors() == []


def test_every_menu_fits_on_a_telephone(browser, base_url, web_session):
    """Nothing makes the page wider, no button and no list of cards stands outside it.

    Each menu is opened once, for the first login that has it: it is drawn the same for everybody.
    """
    walked, wide = set(), []
    browser.resize(360, 740)
    for login in ("manager", *LOGINS):
        session = web_session(login)
        menus = [(name, action) for name, action in own_menus(session) if action not in walked]
        if not menus:
            continue
        sign_in(browser, base_url, session)
        for name, action in menus:
            walked.add(action)
            open_action(browser, action)
            found = filter(None, map(browser.run, (OVERFLOW, HIDDEN_CARDS, CUT_BUTTONS)))
            wide += [(login, name, what) for what in found]
            close_dialogs(browser)
    assert len(walked) > 100, "Fewer menus than the apps have."
    assert wide == []


@pytest.fixture(scope="module")
def screens(json2):
    """{name: (login, action)} of the screens that have widgets of our own."""
    api = json2("counsellor")
    [rated] = api.call("recovery.ors", "search_read", domain=[["total", "!=", False]], fields=["client_id"],
                       limit=1, order="date desc")
    [planned] = api.call("recovery.encounter", "search", domain=[["state", "=", "planned"]], limit=1)
    [grant] = json2("finance").call("recovery.grant", "search", domain=[], limit=1)

    def form(model, number):
        return {"type": "ir.actions.act_window", "res_model": model, "res_id": number, "views": [[False, "form"]]}

    return {
        "client": ("counsellor", form("recovery.client", rated["client_id"][0])),
        "encounter": ("counsellor", form("recovery.encounter", planned)),
        "rating": ("counsellor", form("recovery.ors", rated["id"])),
        "grant": ("finance", {
            "type": "ir.actions.client", "tag": "recovery_reporting.grant", "params": {"grant_id": grant}}),
        "front desk": ("outreach", {"type": "ir.actions.client", "tag": "recovery_care.front_desk"}),
        "bed board": ("house", {"type": "ir.actions.client", "tag": "recovery_housing.bed_board"}),
        "grant form": ("finance", form("recovery.grant", grant)),
    }


def test_tabs_opened_in_haste_leave_no_error(screens, browser, base_url, web_session):
    """What a tab was still asking for when it was left is nobody's fault."""
    login, action = screens["client"]
    browser.resize(1400)
    sign_in(browser, base_url, web_session(login))
    open_action(browser, action)
    tabs = browser.run("document.querySelectorAll('.o_notebook .nav-link').length")
    assert tabs > 5
    for tab in (*range(tabs), *reversed(range(tabs))):
        browser.run(f"document.querySelectorAll('.o_notebook .nav-link')[{tab}].click(); new Promise(requestAnimationFrame)"
                    ".then(() => 0)")
    browser.wait_for(LOADED)
    browser.run("new Promise(done => setTimeout(() => done(0), 500))")
    assert browser.run(ERROR_DIALOG) == ""
    assert browser.take_errors() == []


@pytest.mark.parametrize("width", [1400, 360])
@pytest.mark.parametrize("name", ["client", "encounter", "rating", "front desk", "bed board", "grant", "grant form"])
def test_main_screens_open_fit_and_can_be_used_by_everybody(name, width, screens, browser, base_url, web_session):
    """No error, no overflow, and no critical finding of axe in what we drew ourselves."""
    login, action = screens[name]
    browser.resize(width)
    sign_in(browser, base_url, web_session(login))
    open_action(browser, action)
    assert browser.run(ERROR_DIALOG) == ""
    assert browser.take_errors() == []
    assert browser.run(OVERFLOW) == ""
    browser.run((files("axe_core_python") / "axe.min.js").read_text() + "; 0")
    # The button for optional columns of a list is Odoo's, and has no name in any list of Odoo.
    critical = browser.run("""
        axe.run({include: [['.o_action_manager']], exclude: [['.o_control_panel'], ['.o-mail-Chatter']]},
                {resultTypes: ['violations']})
           .then(found => found.violations.filter(one => one.impact === 'critical').flatMap(
                one => one.nodes.filter(node => document.querySelector(node.target[0])?.closest(
                        '[class*="o_recovery"]:not(.o_recovery_wide)'))
                .map(node => `${one.id}: ${node.html.slice(0, 200)}`)))
           .then(lines => lines.filter(line => !line.includes('o_optional_columns_dropdown_toggle')))
    """)
    assert critical == []
