import { press } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const row = (name) => `.o_recovery_board_row:has(.o_recovery_board_bed:contains(${name}))`;
const bar = (code, kind) => `.o_recovery_board_${kind}[data-stay]:contains(${code})`;
const NEWS = ".o_recovery_board_news";

function claim(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}

/** Drag to the middle of a row. */
function drag(selector) {
    return (helpers) => helpers.drag_and_drop(selector, { position: { top: 18, left: 600 }, relative: true });
}

tours.add("recovery_housing_board_drag", {
    steps: () => [
        { content: "The board is there", trigger: `${row("Room 1 · A")} ${bar("KAR1", "in")}` },
        { content: "Free tonight", trigger: "[data-count=free] strong:contains(2)" },
        { content: "Somebody who is in is dragged to another room", trigger: bar("KAR1", "in"), run: drag(row("Room 2 · A")) },
        { content: "Who moved stands there", trigger: `${row("Room 2 · A")} ${bar("KAR1", "in")}` },
        { content: "And in the old bed until today", trigger: `${row("Room 1 · A")} ${bar("KAR1", "out")}` },
        { content: "It was a slip", trigger: `${NEWS} .o_recovery_board_undo`, run: "click" },
        { content: "Back in the old bed", trigger: `${row("Room 1 · A")} ${bar("KAR1", "in")}` },
        { content: "And not in the new one", trigger: `body:not(:has(${row("Room 2 · A")} .o_recovery_board_bar))` },
        { content: "A bed that is held takes nobody", trigger: bar("KAR1", "in"), run: drag(row("Room 1 · B")) },
        { content: "It says why", trigger: ".o_recovery_board_alert:contains(held by KAR2)" },
        { content: "The card of a bar", trigger: bar("KAR2", "reserved"), run: "click" },
        { content: "Check in", trigger: ".o_recovery_board_card [data-step=action_check_in]", run: "click" },
        { content: "Is in", trigger: `${row("Room 1 · B")} ${bar("KAR2", "in")}` },
    ],
});

/** Press a key until the cursor is on `selector`; more than `limit` times is too far. */
async function walkTo(selector, key, limit) {
    for (let times = 0; times < limit && !document.activeElement.matches(selector); times++) {
        await press(key);
        await new Promise((resolve) => setTimeout(resolve, 60));
    }
    claim(document.activeElement.matches(selector), `${selector} is more than ${limit} times ${key} away.`);
}

let pointers = 0;

tours.add("recovery_housing_board_keyboard", {
    steps: () => [
        {
            content: "No pointer from here: Tab leads onto the board, arrows to the reservation",
            trigger: `${row("Room 1 · B")} ${bar("KAR2", "reserved")}`,
            run: async () => {
                document.addEventListener("pointerdown", () => pointers++, true);
                document.querySelector("input[type=search]").focus();
                await walkTo(".o_recovery_board_scroll [tabindex='0']", "Tab", 4);
                await walkTo("[data-bed] .o_recovery_board_in", "ArrowDown", 3);
                await walkTo(".o_recovery_board_reserved", "ArrowDown", 3);
                await press("m");
                await press("ArrowDown");
            },
        },
        { content: "It may go there", trigger: `${row("Room 2 · A")}.o_recovery_board_may_yes .o_recovery_board_ghost_yes` },
        { content: "What happens is read out", trigger: "[aria-live=assertive]:contains(Room 2 · A)", run: () => press("Enter") },
        { content: "Moved", trigger: `${row("Room 2 · A")} ${bar("KAR2", "reserved")}:focus` },
        {
            content: "Two nights more",
            trigger: ".o_recovery_board_reserved:focus",
            run: async () => {
                await press(["Shift", "ArrowRight"]);
                await press("ArrowRight");
                await press("Enter");
            },
        },
        { content: "Extended", trigger: `${NEWS}:contains(KAR2):contains(–)` },
        { content: "The card", trigger: ".o_recovery_board_scroll:not(.o_recovery_board_holding) .o_recovery_board_reserved:focus", run: () => press("Enter") },
        { content: "Check in has the focus", trigger: "[data-step=action_check_in]:focus", run: () => press("Enter") },
        {
            content: "In, by keys alone",
            trigger: `${row("Room 2 · A")} ${bar("KAR2", "in")}`,
            run: () => claim(pointers === 0, "The pointer was used."),
        },
    ],
});

tours.add("recovery_housing_board_narrow", {
    steps: () => [
        { content: "A list of tonight", trigger: ".o_recovery_board_list_house:contains(Demo house RIV)" },
        {
            content: "Nothing is wider than the screen",
            trigger: ".o_recovery_board_list_in:contains(KAR1)",
            run: () => claim(document.documentElement.scrollWidth <= 360, "The page is wider than a telephone."),
        },
        { content: "Who is in", trigger: ".o_recovery_board_list_in:contains(KAR1)", run: "click" },
        { content: "Check out", trigger: ".o_recovery_board_card [data-step=action_open_check_out]", run: "click" },
        { content: "Why", trigger: ".modal [name=exit_reason] select, .modal [name=exit_reason] input" },
        { content: "Not now", trigger: ".modal .btn-secondary:contains(Discard), .modal .btn-secondary:contains(Cancel)", run: "click" },
        { content: "Come tonight", trigger: ".o_recovery_board_list_reserved:contains(KAR2)", run: "click" },
        { content: "Check in", trigger: ".o_recovery_board_card [data-step=action_check_in]", run: "click" },
        { content: "Is in", trigger: ".o_recovery_board_list_in:contains(KAR2)" },
        { content: "A free bed", trigger: ".o_recovery_board_list_free:contains(Room 2)", run: "click" },
        { content: "For somebody", trigger: ".modal .o_form_view [name=client_id] input" },
        { content: "Tomorrow", trigger: ".modal .btn-close, .modal .o_form_button_cancel, .modal header .oi-arrow-left", run: "click" },
        { content: "Later", trigger: ".o_recovery_board_days [aria-label=Later]", run: "click" },
        { content: "Still in", trigger: ".o_recovery_board_list_in:contains(KAR1)" },
    ],
});
