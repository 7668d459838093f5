import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const TABLE = "[name=count_ids] .o_recovery_counts";

/** Type into the cell that has the focus and leave it by a key. */
function type(cell, text, then) {
    return {
        content: `${text} ${then} in ${cell}`,
        trigger: `${TABLE} input[aria-label^="${cell}"]:focus`,
        run: `edit ${text} && press ${then}`,
    };
}

tours.add("recovery_care_batch_table", {
    steps: () => [
        { content: "A new batch", trigger: ".o_form_view [name=program_id] input" },
        { content: "Street work", trigger: "[name=program_id] input", run: "edit Street work" },
        { content: "Choose it", trigger: ".o-autocomplete--dropdown-item:contains(Street work)", run: "click" },
        { content: "The table", trigger: `${TABLE} th:contains(Exchange)` },
        { content: "Its first hour", trigger: "[name=hour] input", run: "edit 00:15 && press Tab" },
        { content: "First cell", trigger: `${TABLE} input[aria-label="Tea, Street"]`, run: "click" },
        type("Tea, Street", "11", "ArrowRight"),
        type("Shower, Street", "7", "ArrowRight"),
        type("Exchange, Street", "4", "ArrowLeft"),
        { content: "A cell is emptied", trigger: `${TABLE} input[aria-label="Shower, Street"]:focus`, run: "clear && press ArrowLeft" },
        { content: "Sums", trigger: `${TABLE} tbody tr:eq(0) .o_recovery_counts_sum:eq(0):contains(15)` },
        { content: "People are the largest number", trigger: `${TABLE} tbody tr:eq(0) .o_recovery_counts_sum:eq(1):contains(11)` },
        { content: "Another row", trigger: `${TABLE} .o_recovery_counts_add`, run: "click" },
        { content: "In another district", trigger: `${TABLE} tbody tr:eq(1) input[aria-label="Tea, Street · Old Quarter"]` },
        { content: "Back to the first row", trigger: `${TABLE} input[aria-label="Tea, Street"]`, run: "click" },
        { content: "Enter goes down", trigger: `${TABLE} input[aria-label="Tea, Street"]:focus`, run: "press Enter" },
        type("Tea, Street · Old Quarter", "2", "Enter"),
        { content: "Column sum", trigger: `${TABLE} tfoot td:eq(0):contains(13)` },
        { content: "Material", trigger: `${TABLE} .o_recovery_counts_material`, run: "click" },
        { content: "Syringes", trigger: `${TABLE} input[aria-label="Demo syringe 1 ml, out, Street"]`, run: "click" },
        type("Demo syringe 1 ml, out, Street", "30", "ArrowRight"),
        type("Demo syringe 1 ml, back, Street", "21", "Tab"),
        { content: "Record", trigger: "button[name=action_record]", run: "click" },
        { content: "Recorded", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Recorded)" },
        { content: "Two encounters", trigger: "button[name=action_open_encounters]:contains(2)" },
        { content: "The table is read only", trigger: `${TABLE}:not(:has(input)) td:contains(11)` },
    ],
});

tours.add("recovery_care_batch_people", {
    steps: () => [
        { content: "People met", trigger: ".o_notebook .nav-link:contains(People met)", run: "click" },
        { content: "Add somebody", trigger: "[name=line_ids] .o_field_x2many_list_row_add a", run: "click" },
        { content: "Who", trigger: ".modal [name=client_id] input", run: "edit Ryba" },
        { content: "Choose Ryba", trigger: ".modal .o-autocomplete--dropdown-item:contains(Ryba)", run: "click" },
        { content: "What", trigger: ".modal [name=service_ids] input", run: "edit Shower" },
        { content: "Choose it", trigger: ".modal .o-autocomplete--dropdown-item:contains(Shower)", run: "click" },
        { content: "Material", trigger: ".modal [name=supply_ids] .o_field_x2many_list_row_add a", run: "click" },
        { content: "Which", trigger: ".modal [name=supply_ids] [name=product_id] input", run: "edit Demo syringe" },
        { content: "Choose it", trigger: ".modal .o-autocomplete--dropdown-item:contains(Demo syringe)", run: "click" },
        { content: "Out", trigger: ".modal [name=supply_ids] [name=issued] input", run: "edit 10 && press Tab" },
        { content: "Back", trigger: ".modal [name=supply_ids] [name=returned] input", run: "edit 8" },
        { content: "The next one", trigger: ".modal .o_form_button_save_new", run: "click" },
        { content: "An empty line", trigger: ".modal [name=client_id] input:value()" },
        { content: "Two unnamed people", trigger: ".modal [name=headcount] input", run: "edit 2" },
        { content: "Done", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "Two lines with what they say", trigger: "body:not(:has(.modal)) [name=line_ids] .o_data_row:contains(10/8)" },
        { content: "Record", trigger: "button[name=action_record]", run: "click" },
        { content: "Line and field are named", trigger: ".modal:contains(Line 2 (2 unnamed), Services)" },
        { content: "Close", trigger: ".modal .btn-primary", run: "click" },
        {
            content: "What was typed is there",
            trigger: "body:not(:has(.modal)) [name=line_ids] .o_data_row:eq(1) .o_data_cell[name=headcount]",
            run: "click",
        },
        { content: "What the second had", trigger: ".modal [name=service_ids] input", run: "edit Tea" },
        { content: "Choose it", trigger: ".modal .o-autocomplete--dropdown-item:contains(Tea)", run: "click" },
        { content: "Save the line", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "Record again", trigger: "body:not(:has(.modal)) button[name=action_record]", run: "click" },
        { content: "Recorded", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Recorded)" },
    ],
});
