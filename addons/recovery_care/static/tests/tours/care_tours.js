import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const tours = registry.category("web_tour.tours");

/** Fill a cell of the row being edited in a list inside the form. */
function editCell(list, cell, text, then = "Tab") {
    return [
        {
            content: `Write ${cell}`,
            trigger: `[name=${list}] .o_selected_row [name=${cell}] :is(input, textarea)`,
            run: `edit ${text} && press ${then}`,
        },
    ];
}

function editField(name, text) {
    return { content: `Write ${name}`, trigger: `.o_field_widget[name=${name}] input`, run: `edit ${text}` };
}

function tell(name, text) {
    return {
        content: `Tell ${name}`,
        trigger: `.modal .o_field_widget[name=${name}] input`,
        run: `edit ${text} && press Tab`,
    };
}

tours.add("recovery_care_new_code", {
    steps: () => [
        { content: "New code", trigger: ".o_control_panel button:contains(New code)", run: "click" },
        tell("first_name", "Łukasz"),
        { content: "The code grows", trigger: ".modal [name=code] input:value(LUXX000000X)" },
        tell("last_name", "Čestmír"),
        tell("birth_day", "7"),
        tell("birth_month", "5"),
        tell("birth_year", "1987"),
        { content: "The code is whole", trigger: ".modal [name=code] input:value(LUCE070587X)" },
        { content: "Create", trigger: ".modal button[name=action_create]:contains(Create)", run: "click" },
        { content: "The client is there", trigger: ".o_form_view [name=code] input:value(LUCE070587X)" },
        { content: "Back to the list", trigger: ".o_breadcrumb a:contains(Clients)", run: "click" },
        { content: "The person comes again", trigger: ".o_control_panel button:contains(New code)", run: "click" },
        tell("first_name", "LUKASZ"),
        tell("last_name", "cestmir"),
        tell("birth_day", "7"),
        tell("birth_month", "5"),
        tell("birth_year", "1987"),
        { content: "Known", trigger: ".modal [role=status]:contains(This person is known already)" },
        { content: "By code", trigger: ".modal [name=bearers]:contains(LUCE070587X):contains(this person)" },
        { content: "Open", trigger: ".modal button[name=action_open]", run: "click" },
        { content: "The same client", trigger: "body:not(:has(.modal)) .o_form_view [name=code] input:value(LUCE070587X)" },
    ],
});

tours.add("recovery_care_session_with_rating", {
    steps: () => [
        { content: "The client has no rating", trigger: ".o_recovery_ors_empty:contains(No rating yet)" },
        { content: "Meet the client", trigger: "button[name=action_new_encounter]", run: "click" },
        {
            content: "The client and the first service of the programme are filled in",
            trigger: "[name=delivery_ids] .o_data_row:contains(Testový) [name=service_id]:contains(Group)",
            run: "click",
        },
        {
            content: "Another service",
            trigger: "[name=delivery_ids] .o_selected_row [name=service_id] input",
            run: "edit Talk",
        },
        { content: "Talk", trigger: ".o-autocomplete--dropdown-item:contains(Talk)", run: "click" },
        {
            content: "Write a note",
            trigger: "[name=note_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        ...editCell("note_ids", "body", "Slept better this week."),
        { content: "Rate", trigger: "[name=ors_ids] .o_field_x2many_list_row_add a", run: "click" },
        {
            content: "Nothing is answered yet",
            trigger: "[name=ors_ids] .o_selected_row [name=individual] input:value()",
        },
        ...editCell("ors_ids", "individual", "4,2"),
        ...editCell("ors_ids", "interpersonal", "0"),
        ...editCell("ors_ids", "social", "5.5"),
        ...editCell("ors_ids", "overall", "6"),
        { content: "The total is the sum", trigger: "[name=ors_ids] .o_data_row [name=total]:contains(15.7)" },
        { content: "Done", trigger: "button[name=action_done]", run: "click" },
        { content: "It is done", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
        { content: "Back to the client", trigger: ".o_breadcrumb a:contains(Testový)", run: "click" },
        {
            content: "The chart is drawn, with the same total in its table",
            trigger: ".o_recovery_ors_chart:has(canvas) .o_recovery_ors_table td:contains(15.7)",
        },
        { content: "One rating is too few", trigger: ".o_recovery_ors_badge:contains(Too few ratings)" },
    ],
});

tours.add("recovery_care_rating_half_answered", {
    steps: () => [
        { content: "The slider says so", trigger: "[name=social] input[type=range][aria-valuetext='not answered']" },
        {
            content: "Choose the client",
            trigger: ".o_field_widget[name=client_id] input",
            run: "edit Testový",
        },
        { content: "The client", trigger: ".o-autocomplete--dropdown-item:contains(Testový)", run: "click" },
        {
            content: "Zero is an answer",
            trigger: "[name=individual] .o_recovery_rating_input",
            run: "edit 0 && press Tab",
        },
        { content: "Zero is shown", trigger: "[name=individual] .o_recovery_rating_input:value(0.0)" },
        {
            content: "Too much",
            trigger: "[name=overall] .o_recovery_rating_input",
            run: "edit 10,5 && press Tab",
        },
        {
            content: "It is refused by name and range, and stays as typed",
            trigger: "[name=overall]:has([role=alert]:contains(Overall: write a number from 0.0 to 10.0)) input:value(10,5)",
        },
        {
            content: "Correct it",
            trigger: "[name=overall] .o_recovery_rating_input",
            run: "edit 10 && press Tab",
        },
        {
            content: "Answer and take it back",
            trigger: "[name=interpersonal] .o_recovery_rating_input",
            run: "edit 3.3 && press Tab",
        },
        { content: "Clear", trigger: "[name=interpersonal] .o_recovery_rating_clear", run: "click" },
        { content: "Cleared", trigger: "[name=interpersonal] .o_recovery_rating_unanswered" },
        ...stepUtils.saveForm(),
        { content: "Still not answered after saving", trigger: "[name=social] .o_recovery_rating_unanswered" },
        { content: "Still zero after saving", trigger: "[name=individual] .o_recovery_rating_input:value(0.0)" },
    ],
});

tours.add("recovery_care_wrong_phone", {
    steps: () => [
        editField("first_name", "Demo"),
        editField("last_name", "Zkušební"),
        editField("phone", "12"),
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "The error names the field", trigger: ".o_dialog .modal-body:contains(Phone: “12” is not a phone number)" },
        { content: "Close", trigger: ".o_dialog .modal-footer button", run: "click" },
        { content: "The phone is still there", trigger: ".o_field_widget[name=phone] input:value(12)" },
        { content: "The last name is still there", trigger: ".o_field_widget[name=last_name] input:value(Zkušební)" },
        { content: "So is the first", trigger: ".o_field_widget[name=first_name] input:value(Demo)" },
        editField("phone", "601 000 002"),
        ...stepUtils.saveForm(),
    ],
});
