import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const SHEET = ".o_recovery_grant_sheet";
// Names of the clients of the tests; finance meets their codes only.
const SECRETS = ["Łukasz", "Testový", "Lukin", "601000001", "Testová", "Otha", "Testowska", "Resta"];

function openGrant(code) {
    return [
        { content: "Open the grant", trigger: `.o_kanban_record:contains(Demo grant ${code})`, run: "click" },
        { content: "Its screen is drawn", trigger: `${SHEET} h1:contains(Demo grant ${code})` },
    ];
}

/** Fail when a name stands anywhere on the screen, in an attribute or in an input. */
function noName(content, trigger) {
    return {
        content: `${content}: no name of a client`,
        trigger,
        run() {
            const inputs = [...document.querySelectorAll("input, textarea")].map((input) => input.value);
            const page = document.body.outerHTML + inputs.join(" ") + document.title + location.href;
            const found = SECRETS.filter((secret) => page.includes(secret));
            if (found.length) {
                throw new Error(`${content} shows ${found.join(", ")}`);
            }
        },
    };
}

let clicks = 0;

// The anchor by which the browser saves a file is no click of the user.
function countClick(ev) {
    clicks += ev.target.closest("a[download]") ? 0 : 1;
}

tours.add("recovery_reporting_three_clicks", {
    steps: () => [
        {
            content: "Count every click from here",
            trigger: ".o_kanban_record:contains(Demo grant G-1)",
            run() {
                clicks = 0;
                document.addEventListener("click", countClick, true);
            },
        },
        ...openGrant("G-1"),
        { content: "New report", trigger: ".o_recovery_grant_new_report", run: "click" },
        {
            content: "The period is proposed and the figures are there",
            trigger: ".o_form_view .o_field_widget[name=line_ids] .o_data_row:contains(Demo persons_supported)",
        },
        { content: "Freeze and download", trigger: "button[name=action_freeze_and_download]", run: "click" },
        { content: "The file has arrived", trigger: ".o_notification:contains(G-1_No_1_):contains(.xlsx)" },
        { content: "The report is frozen, by whom", trigger: ".o_recovery_report_frozen:contains(Demo finance)" },
        {
            content: "Three clicks, and the period cannot be changed any more",
            trigger: ".o_form_view:not(:has([name=date_from] input)) button[name=action_download]",
            run() {
                document.removeEventListener("click", countClick, true);
                if (clicks !== 3) {
                    throw new Error(`It took ${clicks} clicks`);
                }
            },
        },
    ],
});

tours.add("recovery_reporting_survives_reload", {
    steps: () => [
        { content: "The screen is drawn from its address", trigger: `${SHEET} h1:contains(Demo grant G-1)` },
        {
            content: "Reload",
            trigger: ".o_recovery_target:contains(persons_supported) .o_recovery_target_open",
            run() {
                if (!/\/grant-screen/.test(location.pathname)) {
                    throw new Error(`The address lost the screen: ${location.pathname}`);
                }
                location.reload();
            },
            expectUnloadPage: true,
        },
        { content: "The same grant again", trigger: `${SHEET} h1:contains(Demo grant G-1)` },
        { content: "Open the people behind a figure", trigger: ".o_recovery_target:contains(persons_supported) .o_recovery_target_open", run: "click" },
        { content: "One person", trigger: ".o_list_view .o_data_row" },
        { content: "Back by the breadcrumb", trigger: ".o_breadcrumb a:last", run: "click" },
        { content: "The grant again", trigger: `${SHEET} h1:contains(Demo grant G-1)` },
    ],
});

tours.add("recovery_reporting_draft_to_running", {
    steps: () => [
        ...openGrant("G-9"),
        { content: "It says that it is a draft", trigger: ".o_recovery_grant_draft" },
        { content: "No report of a draft", trigger: `${SHEET}:not(:has(.o_recovery_grant_new_report))` },
        { content: "Add an indicator", trigger: ".o_recovery_grant_empty .o_recovery_grant_add", run: "click" },
        {
            content: "Choose it",
            trigger: ".modal [name=indicator_id] input",
            run: "edit Demo persons",
        },
        { content: "This one", trigger: ".o-autocomplete--dropdown-item:contains(Demo persons_supported)", run: "click" },
        { content: "It is chosen", trigger: ".modal [name=unit]:contains(people)" },
        { content: "How much was promised", trigger: ".modal [name=target] input", run: "edit 20" },
        { content: "Save", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "It is on the screen", trigger: ".o_recovery_target:contains(Demo persons_supported):contains(20)" },
        { content: "Start", trigger: ".o_recovery_grant_start", run: "click" },
        { content: "It runs", trigger: `${SHEET} .o_recovery_grant_header .badge:contains(Running)` },
        { content: "Attribute", trigger: ".o_recovery_grant_attribute", run: "click" },
        { content: "What the rules did", trigger: ".o_notification:contains(Attributed)" },
    ],
});

tours.add("recovery_reporting_decides", {
    steps: () => [
        ...openGrant("G-2"),
        { content: "Decide the conflict", trigger: ".o_recovery_grant_open_conflict", run: "click" },
        { content: "Choose the row", trigger: ".o_data_row .o_list_record_selector input", run: "click" },
        { content: "Take it", trigger: ".o_control_panel button[name=action_take]", run: "click" },
        { content: "None is left", trigger: ".o_view_nocontent, .o_list_view:not(:has(.o_data_row))" },
        { content: "Back", trigger: ".o_breadcrumb a:contains(Demo grant G-2)", run: "click" },
        { content: "No conflict", trigger: ".o_recovery_grant_conflict .badge:contains(0)" },
        { content: "What is not attributed", trigger: ".o_recovery_grant_open_missing", run: "click" },
        { content: "Choose it", trigger: ".o_data_row .o_list_record_selector input", run: "click" },
        { content: "Claim or exclude", trigger: "button[name=action_claim_for_grant]", run: "click" },
        { content: "Claim without a reason", trigger: ".modal button[name=action_decide]", run: "click" },
        { content: "The reason is asked for", trigger: ".modal .o_field_invalid[name=reason]" },
        { content: "Give it", trigger: ".modal [name=reason] input", run: "edit Paid by the city" },
        { content: "Decide", trigger: ".modal button[name=action_decide]", run: "click" },
        { content: "None is left", trigger: "body:not(:has(.modal)) .o_list_view:not(:has(.o_data_row))" },
    ],
});

tours.add("recovery_reporting_no_name", {
    steps: () => [
        ...openGrant("G-1"),
        noName("Grant screen", `${SHEET} .o_recovery_target`),
        { content: "The people behind a figure", trigger: ".o_recovery_target:contains(persons_supported) .o_recovery_target_open", run: "click" },
        noName("People", ".o_list_view .o_data_row:contains(C-)"),
        { content: "One of them", trigger: ".o_data_row .o_data_cell:contains(C-)", run: "click" },
        noName("Person", ".o_form_view"),
        { content: "To the screen", trigger: ".o_breadcrumb a:contains(Demo grant G-1)", run: "click" },
        { content: "What is attributed", trigger: ".o_recovery_grant_open_claimed", run: "click" },
        noName("Attributed", ".o_list_view .o_data_row:contains(C-)"),
        { content: "One of them", trigger: ".o_data_row .o_data_cell:contains(C-)", run: "click" },
        noName("Attribution", ".o_form_view [name=delivery_id]:contains(C-)"),
        { content: "Reports", trigger: ".o_menu_sections a:contains(Reports)", run: "click" },
        { content: "The frozen one", trigger: ".o_data_row:contains(Frozen) .o_data_cell:contains(G-1)", run: "click" },
        noName("Report", ".o_form_view .o_data_row button[name=action_open_records]"),
        { content: "Its evidence", trigger: ".o_data_row:first button[name=action_open_records]", run: "click" },
        noName("Evidence", ".o_list_view .o_data_row:contains(C-)"),
    ],
});

tours.add("recovery_reporting_manager_downloads_nothing", {
    steps: () => [
        ...openGrant("G-1"),
        {
            content: "The frozen report has no download for managers",
            trigger: `.o_recovery_grant_reports:has(.badge:contains(Frozen)):not(:has(.o_recovery_report_download))`,
        },
        { content: "Open it", trigger: ".o_recovery_report_open", run: "click" },
        { content: "Not here either", trigger: ".o_form_view:has(.o_recovery_report_frozen):not(:has(button[name=action_download]))" },
    ],
});

tours.add("recovery_reporting_reads_only", {
    steps: () => [
        ...openGrant("G-1"),
        {
            content: "Nothing to change",
            trigger: `${SHEET}:not(:has(.o_recovery_grant_new_report, .o_recovery_grant_attribute, .o_recovery_grant_add))`,
        },
        { content: "Look at the details", trigger: ".o_recovery_grant_edit:contains(Details)", run: "click" },
        {
            content: "No button that writes",
            trigger: ".o_form_view:not(:has(button[name=action_close], button[name=action_attribute], button[name=action_new_report]))",
        },
        { content: "Reports", trigger: ".o_menu_sections a:contains(Reports)", run: "click" },
        { content: "The frozen one", trigger: ".o_data_row:contains(Frozen) .o_data_cell:contains(G-1)", run: "click" },
        { content: "Its figures", trigger: ".o_form_view .o_data_row:contains(Demo persons_supported)" },
    ],
});

tours.add("recovery_reporting_administrator", {
    steps: () => [
        { content: "Only indicators", trigger: ".o_menu_sections:contains(Indicators):not(:contains(Grants))" },
        { content: "A new one", trigger: ".o_list_button_add", run: "click" },
        { content: "Name", trigger: "[name=name] input", run: "edit Demo prison contacts" },
        { content: "Code", trigger: "[name=code] input", run: "edit demo_prison" },
        { content: "Measure", trigger: "[name=measure] .o_select_menu_input, [name=measure] select", run: "click" },
        { content: "Contacts", trigger: ".o_select_menu_item:contains(Contacts)", run: "click" },
        { content: "The form knows it: it tells what is counted", trigger: "[name=unit]:contains(contacts)" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_view:not(:has(.o_form_button_save:visible))" },
    ],
});
