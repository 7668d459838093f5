import { edit, press } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const RECENT = ".o_recovery_desk_chips .o_recovery_desk_chip:contains(Ryba)";
const CODE = ".o_recovery_desk_code:contains(KAR0974)";
const SAVED = ".o_recovery_desk_saved:contains(KAR0974)";
const ON = "[aria-pressed=true]";
const OUT = ".o_recovery_desk_line[data-material] .o_recovery_stepper:first input";

function tile(code) {
    return `.o_recovery_desk_tile[data-service=${code}]`;
}

function claim(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}

let taps = 0;

tours.add("recovery_care_front_desk_taps", {
    steps: () => [
        {
            content: "Count every tap from here",
            trigger: RECENT,
            run: () => document.addEventListener("click", () => taps++, true),
        },
        { content: "Who was here lately", trigger: RECENT, run: "click" },
        { content: "The card is open", trigger: CODE },
        { content: "Food", trigger: tile("FOOD"), run: "click" },
        { content: "Shower", trigger: tile("SHOWER"), run: "click" },
        { content: "Laundry", trigger: tile("LAUNDRY"), run: "click" },
        { content: "The same material as last time", trigger: ".o_recovery_desk_last", run: "click" },
        { content: "The exchange is ticked with it", trigger: tile("SWAP") + ON },
        { content: "Save", trigger: ".o_recovery_desk_save", run: "click" },
        {
            content: "Saved, in six taps",
            trigger: SAVED,
            run: () => claim(taps === 6, `The visit took ${taps} taps.`),
        },
        { content: "The screen waits for the next person", trigger: ".o_recovery_desk_nobody" },
        { content: "The search has the focus", trigger: ".o_recovery_desk_find:focus" },
        { content: "It stands in today's list", trigger: ".o_recovery_desk_visit:contains(Ryba):contains(20/18)" },
        { content: "Two unnamed people", trigger: ".o_recovery_desk_unnamed", run: "click" },
        { content: "Two", trigger: ".o_recovery_desk_person .o_recovery_stepper_more", run: "click" },
        { content: "Food for them", trigger: tile("FOOD"), run: "click" },
        { content: "Save", trigger: ".o_recovery_desk_save", run: "click" },
        { content: "Saved", trigger: ".o_recovery_desk_saved:contains(2 unnamed)" },
        { content: "That was a mistake", trigger: ".o_recovery_desk_undo_last", run: "click" },
        { content: "It is cancelled and stays in sight", trigger: ".o_recovery_desk_cancelled:contains(2 unnamed)" },
    ],
});

/** Press Tab until `selector` has the focus; more than `limit` times is too far. */
async function tabTo(selector, limit) {
    for (let times = 0; times < limit && !document.activeElement.matches(selector); times++) {
        await press("Tab");
    }
    claim(document.activeElement.matches(selector), `${selector} is more than ${limit} tabs away.`);
}

let pointers = 0;

tours.add("recovery_care_front_desk_keyboard", {
    steps: () => [
        {
            content: "The search has the focus; no pointer from here",
            trigger: ".o_recovery_desk_find:focus",
            run: async () => {
                document.addEventListener("pointerdown", () => pointers++, true);
                await edit("ryb");
            },
        },
        { content: "Found by nickname", trigger: ".o_recovery_desk_row:contains(KAR0974)", run: () => press("Enter") },
        { content: "The card is open", trigger: CODE },
        {
            content: "The first service has the focus",
            trigger: `${tile("SWAP")}:focus`,
            run: async () => {
                await press("Enter");
                await press("ArrowRight");
            },
        },
        { content: "An arrow leads to the next", trigger: `${tile("FOOD")}:focus`, run: () => press("Enter") },
        {
            content: "Both are ticked; Tab leads to the material",
            trigger: `${tile("FOOD")}${ON}`,
            run: async () => {
                await tabTo("[data-material] input", 4);
                await edit("7");
                await press("ArrowUp");
            },
        },
        {
            content: "Seven and a package; what came back is next",
            trigger: `${OUT}:value(17)`,
            run: async () => {
                await tabTo("[aria-label='Syringe 1 ml, back']", 1);
                await edit("5");
                await press(["Control", "Enter"]);
            },
        },
        { content: "Saved", trigger: SAVED },
        { content: "Somebody new", trigger: ".o_recovery_desk_find:focus", run: () => edit("new1234") },
        { content: "Nobody has this code", trigger: ".o_recovery_desk_none", run: () => press("Enter") },
        {
            content: "The code is filled in, a nickname is next",
            trigger: ".o_recovery_desk_newcode input[name=code]:focus:value(NEW1234)",
            run: async () => {
                await tabTo("[name=nickname]", 1);
                await edit("Nova");
                await press("Enter");
            },
        },
        { content: "The new client is chosen", trigger: ".o_recovery_desk_code:contains(NEW1234)" },
        {
            content: "One service",
            trigger: `${tile("SWAP")}:focus`,
            run: async () => {
                await press("ArrowRight");
                await press("Enter");
                await press(["Control", "Enter"]);
            },
        },
        {
            content: "Saved without touching anything but keys",
            trigger: ".o_recovery_desk_saved:contains(NEW1234)",
            run: () => claim(!pointers, "A pointer was used."),
        },
    ],
});

// The test reads these lines in the console and does as they say to the requests that save a visit.
function connection(state) {
    console.log(`recovery: connection ${state}`);
}

function sendWaiting() {
    return odoo.__WOWL_DEBUG__.root.env.services["recovery_care.outbox"].outbox.retry();
}

tours.add("recovery_care_front_desk_cut", {
    steps: () => [
        { content: "Who was here lately", trigger: RECENT, run: "click" },
        { content: "The card is open", trigger: CODE },
        { content: "Food", trigger: tile("FOOD"), run: "click" },
        { content: "A package", trigger: ".o_recovery_desk_line[data-material] .o_recovery_stepper_more:first", run: "click" },
        {
            content: "The page is loaded anew before anything was saved",
            trigger: `${OUT}:value(10)`,
            run: () => location.reload(),
            expectUnloadPage: true,
        },
        { content: "The client is there again", trigger: CODE },
        { content: "So is the service", trigger: tile("FOOD") + ON },
        { content: "So is the material", trigger: `${OUT}:value(10)`, run: () => connection("cut") },
        { content: "Save without a connection", trigger: ".o_recovery_desk_save", run: "click" },
        { content: "It waits on the device", trigger: ".o_recovery_desk_waits:contains(1 visit waits)" },
        {
            content: "The screen is free for the next person; the page is loaded anew",
            trigger: ".o_recovery_desk_nobody",
            run: () => location.reload(),
            expectUnloadPage: true,
        },
        {
            content: "It still waits; now the server gets it, but its answer is lost",
            trigger: ".o_recovery_desk_waits:contains(1 visit waits)",
            run: async () => {
                await sendWaiting();
                connection("deaf");
                await sendWaiting();
            },
        },
        {
            content: "It still waits; the connection is back",
            trigger: ".o_recovery_desk_waits:contains(1 visit waits)",
            run: () => {
                connection("back");
                window.dispatchEvent(new Event("online"));
            },
        },
        { content: "The server knows it already, and says so", trigger: SAVED },
        { content: "Nothing waits", trigger: ".o_recovery_desk_news:not(:has(.o_recovery_desk_waits))" },
        { content: "One visit", trigger: ".o_recovery_desk_visit:contains(Ryba):contains(10/0)" },
    ],
});
