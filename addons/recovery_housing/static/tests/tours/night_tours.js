import { press } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function claim(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}

/** Nothing sticks out at the side. */
function claimNarrow() {
    const wide = [...document.querySelectorAll(".o_recovery_night_page *")].filter(
        (element) => element.getBoundingClientRect().right > window.innerWidth + 1 && !element.closest(".visually-hidden"),
    );
    claim(!wide.length, `Wider than the phone: ${wide.map(({ className }) => className).join(", ")}`);
}

function tab(id) {
    return `.o_recovery_night_tabs [data-tab=${id}]`;
}

function figure(name, value) {
    return `.o_recovery_night_figures div:contains(${name}):contains(${value})`;
}

tours.add("recovery_housing_night_phone", {
    steps: () => [
        { content: "The house that was remembered or the first", trigger: "h1, select:contains(SHL)", run: claimNarrow },
        { content: "A regular", trigger: ".o_recovery_night_tick[data-code=N0]", run: "click" },
        { content: "Another one", trigger: ".o_recovery_night_tick[data-code=N1]", run: "click" },
        { content: "Both are here", trigger: ".o_recovery_night_here:contains(2 are here)", run: "click" },
        { content: "Counted", trigger: figure("guests", "2/5") },
        { content: "A nickname from the third letter", trigger: ".o_recovery_desk_find", run: "edit Kos" },
        { content: "Found", trigger: ".o_recovery_desk_row:contains(N2)", run: "click" },
        { content: "Let in", trigger: ".o_recovery_night_let_in", run: "click" },
        { content: "Counted", trigger: figure("guests", "3/5") },
        { content: "Somebody new", trigger: ".o_recovery_desk_new", run: "click" },
        { content: "A nickname", trigger: ".o_recovery_desk_newcode input[name=nickname]", run: "edit Demo Vlk" },
        { content: "Create", trigger: ".o_recovery_desk_create", run: "click" },
        { content: "A place of one's own choice", trigger: ".o_recovery_night_arrival button:contains(Choose the place)", run: "click" },
        { content: "A mat", trigger: ".o_recovery_night_places [data-place='Mat 2']", run: "click" },
        { content: "Counted", trigger: figure("guests", "4/5"), run: claimNarrow },
        { content: "An unnamed woman", trigger: "[data-gender=female] .o_recovery_stepper_more", run: "click" },
        { content: "Full", trigger: figure("guests", "5/5") },
        { content: "Another unnamed man", trigger: "[data-gender=male] .o_recovery_stepper_more", run: "click" },
        { content: "Why more than places", trigger: "[data-over=frost]", run: "click" },
        { content: "Over", trigger: figure("guests", "6/5"), run: claimNarrow },
        { content: "The register", trigger: tab("here"), run: "click" },
        { content: "Somebody gets another place", trigger: ".o_recovery_night_row[data-code=N0] .o_recovery_night_more", run: "click" },
        { content: "No place to lie", trigger: ".o_recovery_night_places button:contains(No place)", run: claimNarrow },
        { content: "No place to lie", trigger: ".o_recovery_night_places button:contains(No place)", run: "click" },
        { content: "Changed", trigger: ".o_recovery_night_row[data-code=N0] .o_recovery_night_bed:contains(No place)" },
        { content: "Turned away", trigger: tab("away"), run: "click" },
        { content: "Why", trigger: "[data-reason=violent]", run: "click" },
        { content: "Where to", trigger: "[data-referral=police]", run: "click" },
        { content: "Counted", trigger: ".o_recovery_night_away li:contains(Violent):contains(Police)", run: claimNarrow },
        { content: "The morning", trigger: tab("end"), run: "click" },
        { content: "Close", trigger: ".o_recovery_night_close", run: "click" },
        { content: "Really", trigger: ".o_recovery_night_close_now", run: "click" },
        { content: "Closed", trigger: ".o_recovery_night_reopen", run: claimNarrow },
    ],
});

tours.add("recovery_housing_night_warm", {
    steps: () => [
        { content: "The warming room", trigger: "select[aria-label=House]", run: "selectByLabel Demo house WARM" },
        { content: "In", trigger: ".o_recovery_night_in", run: "click" },
        { content: "One inside", trigger: ".o_recovery_night_inside:contains(1 of 5)" },
        { content: "Two together", trigger: ".o_recovery_night_how_many .o_recovery_stepper_more", run: "click" },
        { content: "In", trigger: ".o_recovery_night_in", run: "click" },
        { content: "Three inside", trigger: ".o_recovery_night_inside:contains(3 of 5)" },
        { content: "One goes out", trigger: ".o_recovery_night_out", run: "click" },
        { content: "Two inside", trigger: ".o_recovery_night_inside:contains(2 of 5)" },
        { content: "And comes in again", trigger: ".o_recovery_night_again", run: "click" },
        { content: "Three inside", trigger: ".o_recovery_night_inside:contains(3 of 5)" },
        { content: "A tap that was a mistake", trigger: ".o_recovery_night_in", run: "click" },
        { content: "Four", trigger: ".o_recovery_night_inside:contains(4 of 5)" },
        { content: "It is in the list", trigger: ".o_recovery_night_door .o_recovery_night_line:eq(4)" },
        { content: "Undone", trigger: ".o_recovery_night_door .o_recovery_night_line:first button", run: "click" },
        { content: "Three again", trigger: ".o_recovery_night_inside:contains(3 of 5)" },
    ],
});

tours.add("recovery_housing_night_keyboard", {
    steps: () => [
        { content: "The search waits", trigger: ".o_recovery_desk_find", run: "edit N2" },
        { content: "Too short", trigger: ".o_recovery_desk_hint:contains(1 more)" },
        {
            content: "By the nickname", trigger: ".o_recovery_desk_find", run: async ({ anchor, edit }) => {
                anchor.focus();
                await edit("demo kos");
            },
        },
        { content: "Found", trigger: ".o_recovery_desk_row:contains(N2)", run: () => press("Enter") },
        { content: "Enter lets in", trigger: ".o_recovery_night_let_in:focus", run: () => press("Enter") },
        { content: "Counted", trigger: figure("guests", "1/5") },
        { content: "Enter ticks", trigger: ".o_recovery_night_tick[data-code=N0]", run: async ({ anchor }) => {
            anchor.focus();
            await press("Enter");
        } },
        { content: "The arrow leads on", trigger: ".o_recovery_night_tick[data-code=N0][aria-pressed=true]", run: async ({ anchor }) => {
            anchor.focus();
            await press("ArrowRight");
        } },
        { content: "To the next one", trigger: ".o_recovery_night_tick[data-code=N1]:focus", run: () => press("Enter") },
        { content: "Both come", trigger: ".o_recovery_night_here:contains(2 are here)", run: async ({ anchor }) => {
            anchor.focus();
            await press("Enter");
        } },
        { content: "Counted", trigger: figure("guests", "3/5") },
        { content: "The register", trigger: tab("here"), run: ({ anchor }) => {
            anchor.focus();
            press("Enter");
        } },
        { content: "Saved", trigger: ".o_recovery_night_row[data-code=N1]" },
    ],
});

tours.add("recovery_housing_night_cut", {
    steps: () => [
        {
            content: "A regular", trigger: ".o_recovery_night_tick[data-code=N0]", run: async ({ anchor, click }) => {
                console.log("recovery: connection deaf");
                await click(anchor);
            },
        },
        { content: "Is here", trigger: ".o_recovery_night_here", run: "click" },
        { content: "It waits", trigger: ".o_recovery_desk_waits" },
        { content: "And is shown as waiting", trigger: `${tab("here")}:contains(Here 1)` },
        { content: "No longer to be ticked", trigger: ".o_recovery_night_ticks:not(:has([data-code=N0]))" },
        { content: "The connection is back", trigger: ".o_recovery_night_page", run: () => {
            console.log("recovery: connection back");
            window.dispatchEvent(new Event("online"));
        } },
        { content: "To the register", trigger: tab("here"), run: "click" },
        { content: "Saved", trigger: ".o_recovery_night_row[data-code=N0]" },
        { content: "Nothing waits", trigger: ".o_recovery_night_page:not(:has(.o_recovery_desk_waits))" },
    ],
});
