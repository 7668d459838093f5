import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const card = (who) => `.o_recovery_attendance .o_kanban_record:contains(${who})`;

tours.add("recovery_care_attendance", {
    steps: () => [
        {
            content: "The session of today",
            trigger: ".o_kanban_record:contains(Demo group)",
            run: "click",
        },
        {
            content: "Everybody counts as present",
            trigger: `${card("Testový")} button[name=action_restore][aria-pressed=true]`,
        },
        {
            content: "One did not come",
            trigger: `${card("Demo Second")} button[name=action_no_show]`,
            run: "click",
        },
        {
            content: "That is said in words too",
            trigger: `${card("Demo Second")} .o_field_badge:contains(No-show)`,
        },
        {
            content: "By mistake: the other one as well",
            trigger: `${card("Testový")} button[name=action_no_show]`,
            run: "click",
        },
        {
            content: "Back again",
            trigger: `${card("Testový")} button[name=action_restore][aria-pressed=false]`,
            run: "click",
        },
        {
            content: "Present",
            trigger: `${card("Testový")} button[name=action_restore][aria-pressed=true]`,
        },
        { content: "Somebody else was there", trigger: "button[name=action_add_walk_in]", run: "click" },
        {
            content: "Who",
            trigger: ".modal .o_field_widget[name=client_ids] input",
            run: "edit Demo Guest",
        },
        { content: "The guest", trigger: ".o-autocomplete--dropdown-item:contains(Demo Guest)", run: "click" },
        { content: "Add", trigger: ".modal button[name=action_add]", run: "click" },
        { content: "Expected now", trigger: card("Demo Guest") },
        {
            content: "Three more, unnamed",
            trigger: ".o_field_widget[name=unnamed_count] input",
            run: "edit 3 && press Tab",
        },
        { content: "Finish", trigger: "button[name=action_done]", run: "click" },
        { content: "Done", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
        { content: "The unnamed stand in the list", trigger: `${card("3 unnamed")}` },
    ],
});
