import { edit, press } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const SAVED = ".o_recovery_desk_saved";
const START = ".o_recovery_street_start";
const NEXT = ".o_recovery_street_next:contains(Station)";
const UNNAMED = ".o_recovery_desk_unnamed";
const SAVE = ".o_recovery_desk_save";
const BACK = ".o_recovery_street_back";

function tile(code) {
    return `.o_recovery_desk_tile[data-service=${code}]`;
}

function claim(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}

/** Nothing sticks out at the side, on whichever screen of the shift. */
function claimNarrow() {
    const wide = [...document.querySelectorAll(".o_recovery_street_column *")].filter(
        (element) => element.getBoundingClientRect().right > window.innerWidth + 1 && !element.closest(".visually-hidden"),
    );
    claim(!wide.length, `Wider than the phone: ${wide.map(({ className }) => className).join(", ")}`);
}

function pretendToBeAt(latitude, longitude) {
    navigator.geolocation.getCurrentPosition = (found) => found({ coords: { latitude, longitude, accuracy: 12.4 } });
}

let asked = 0;

tours.add("recovery_care_outreach_shift", {
    steps: () => [
        { content: "The route is proposed with its places", trigger: "form:contains(Station · Park)", run: claimNarrow },
        { content: "Another route", trigger: "select[name=route]", run: "selectByLabel Morning round" },
        { content: "It has other places", trigger: "form:contains(Market):not(:contains(Park))" },
        { content: "The first one after all", trigger: "select[name=route]", run: "selectByLabel Evening round" },
        { content: "Its places again", trigger: "form:contains(Station · Park)" },
        { content: "A volunteer comes along", trigger: ".o_recovery_desk_chip:contains(keeper)", run: "click" },
        { content: "Begin", trigger: START, run: "click" },
        { content: "Two stops, nobody was there yet", trigger: ".o_recovery_street_stop[data-stop=Park]:contains(not yet)", run: claimNarrow },
        { content: "To the first stop", trigger: NEXT, run: "click" },
        { content: "The stop is open", trigger: ".o_recovery_street_head:contains(Harbour)", run: claimNarrow },
        { content: "Somebody without a name", trigger: UNNAMED, run: "click" },
        { content: "Tea", trigger: tile("TEA"), run: "click" },
        { content: "Save", trigger: SAVE, run: "click" },
        { content: "Saved", trigger: `${SAVED}:contains(1 unnamed)` },
        { content: "Somebody known, by the nickname", trigger: ".o_recovery_desk_find", run: "edit ryb" },
        { content: "Found", trigger: ".o_recovery_desk_row:contains(KAR0974)", run: "click" },
        { content: "The card is open", trigger: ".o_recovery_desk_code:contains(KAR0974)" },
        { content: "A package of syringes", trigger: ".o_recovery_desk_line[data-material] .o_recovery_stepper_more:first", run: "click" },
        { content: "Save", trigger: SAVE, run: "click" },
        { content: "Saved", trigger: `${SAVED}:contains(KAR0974)`, run: claimNarrow },
        { content: "Both stand in the list of the stop", trigger: ".o_recovery_desk_visit:contains(Ryba):contains(10/0)" },
        { content: "Something lies about", trigger: ".o_recovery_street_found", run: "click" },
        ...[1, 2, 3].map(() => ({ content: "One more", trigger: "[data-kind=syringe] .o_recovery_stepper_more", run: "click" })),
        { content: "Estimated", trigger: ".o_recovery_street_finds .o_recovery_desk_chip:contains(estimated)", run: "click" },
        { content: "Save the finds", trigger: ".o_recovery_street_save_finds", run: "click" },
        { content: "They stand there", trigger: ".o_recovery_street_find:contains(3 × Syringe)" },
        { content: "Needles by mistake", trigger: ".o_recovery_street_found", run: "click" },
        { content: "One needle", trigger: "[data-kind=needle] .o_recovery_stepper_more", run: "click" },
        { content: "Save the finds", trigger: ".o_recovery_street_save_finds", run: "click" },
        { content: "Take it back", trigger: ".o_recovery_street_find:contains(1 × Needle) .btn-link", run: "click" },
        { content: "It is cancelled and stays in sight", trigger: ".o_recovery_street_find:contains(1 × Needle):contains(cancelled)" },
        { content: "Back to the stops", trigger: BACK, run: "click" },
        { content: "They are counted", trigger: ".o_recovery_street_stop[data-stop=Station]:contains(contacts 2)" },
        {
            content: "Another place",
            trigger: ".o_recovery_street_add",
            run: (helpers) => {
                const original = navigator.geolocation.getCurrentPosition;
                navigator.geolocation.getCurrentPosition = () => asked++;
                helpers.click();
                navigator.geolocation.getCurrentPosition = original;
            },
        },
        { content: "Its name", trigger: "input[name=name]", run: "edit Bridge" },
        { content: "Its district", trigger: "select[name=district]", run: "selectByLabel Harbour" },
        {
            content: "The position is asked for by a tap alone",
            trigger: ".o_recovery_street_locate",
            run: (helpers) => {
                claim(!asked, "The position was asked for without a tap.");
                pretendToBeAt(49.834123, 18.282016);
                helpers.click();
            },
        },
        { content: "It is shown", trigger: "form:contains(49.83412, 18.28202)", run: claimNarrow },
        { content: "Here", trigger: ".o_recovery_street_save", run: "click" },
        { content: "The new stop is open", trigger: ".o_recovery_street_title:contains(Bridge)" },
        { content: "Somebody without a name", trigger: UNNAMED, run: "click" },
        { content: "Tea", trigger: tile("TEA"), run: "click" },
        { content: "Save", trigger: SAVE, run: "click" },
        { content: "Saved", trigger: `${SAVED}:contains(1 unnamed)` },
        { content: "The page is loaded anew", trigger: SAVED, run: () => location.reload(), expectUnloadPage: true },
        { content: "The stop is open again, with its visit", trigger: ".o_recovery_desk_visit:contains(1 unnamed)" },
        { content: "No name is kept on the device", trigger: ".o_recovery_street_title:contains(Bridge)", run: () => {
            const kept = JSON.stringify(Object.entries(localStorage).filter(([key]) => key.startsWith("recovery_care")));
            claim(kept.includes("shiftId") && !/Ryba|keeper|Demo/.test(kept), `Names on the device: ${kept}`);
        } },
        { content: "Back to the stops", trigger: BACK, run: "click" },
        { content: "The next stop of the route waits", trigger: ".o_recovery_street_next:contains(Park)" },
        { content: "Enough for tonight", trigger: ".o_recovery_street_end", run: "click" },
        { content: "Two of three stops", trigger: ".o_recovery_street_column:contains(2 of 3)", run: claimNarrow },
        { content: "End", trigger: ".o_recovery_street_finish", run: "click" },
        { content: "Ended", trigger: ".o_recovery_street_title:contains(has ended)" },
        { content: "Nothing waits", trigger: ".o_recovery_street_safe" },
        { content: "Another shift", trigger: ".o_recovery_street_again", run: "click" },
        { content: "The next one can begin", trigger: START },
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

tours.add("recovery_care_outreach_keyboard", {
    steps: () => [
        {
            content: "The button to begin has the focus; no pointer from here",
            trigger: `${START}:focus`,
            run: async () => {
                document.addEventListener("pointerdown", () => pointers++, true);
                await press("Enter");
            },
        },
        { content: "The next stop has the focus", trigger: `${NEXT}:focus`, run: () => press("Enter") },
        { content: "The search has the focus", trigger: ".o_recovery_desk_find:focus", run: () => edit("ryb") },
        { content: "Found", trigger: ".o_recovery_desk_row:contains(KAR0974)", run: () => press("Enter") },
        {
            content: "The first service has the focus",
            trigger: `${tile("SWAP")}:focus`,
            run: async () => {
                await press("ArrowRight");
                await press("Enter");
                await press(["Control", "Enter"]);
            },
        },
        {
            content: "Saved; back to the stops",
            trigger: `${SAVED}:contains(KAR0974)`,
            run: async () => {
                document.querySelector(BACK).focus();
                await press("Enter");
            },
        },
        {
            content: "From the next stop to the end of the shift",
            trigger: ".o_recovery_street_next:contains(Park):focus",
            run: async () => {
                await tabTo(".o_recovery_street_end", 2);
                await press("Enter");
            },
        },
        { content: "End", trigger: ".o_recovery_street_finish:focus", run: () => press("Enter") },
        {
            content: "Ended without touching anything but keys",
            trigger: ".o_recovery_street_again:focus",
            run: () => claim(!pointers, "A pointer was used."),
        },
        { content: "Nothing waits", trigger: ".o_recovery_street_safe" },
    ],
});

// The test reads these lines in the console and does as they say to the requests that save something.
function connection(state) {
    console.log(`recovery: connection ${state}`);
}

function sendWaiting() {
    return odoo.__WOWL_DEBUG__.root.env.services["recovery_care.outbox"].outbox.retry();
}

tours.add("recovery_care_outreach_cut", {
    steps: () => [
        { content: "Begin", trigger: START, run: "click" },
        { content: "The connection is cut", trigger: NEXT, run: () => connection("cut") },
        { content: "A place that is not on the route", trigger: ".o_recovery_street_add", run: "click" },
        { content: "Its name", trigger: "input[name=name]", run: "edit Bridge" },
        { content: "Here", trigger: ".o_recovery_street_save", run: "click" },
        { content: "The stop waits on the device", trigger: ".o_recovery_street_head:contains(Bridge):contains(waiting)" },
        { content: "Somebody without a name", trigger: UNNAMED, run: "click" },
        { content: "Tea", trigger: tile("TEA"), run: "click" },
        { content: "Save", trigger: SAVE, run: "click" },
        { content: "It waits", trigger: ".o_recovery_desk_waits:contains(2)" },
        { content: "Something lies about", trigger: ".o_recovery_street_found", run: "click" },
        { content: "One", trigger: "[data-kind=other] .o_recovery_stepper_more", run: "click" },
        { content: "Two", trigger: "[data-kind=other] .o_recovery_stepper_more", run: "click" },
        { content: "Save the finds", trigger: ".o_recovery_street_save_finds", run: "click" },
        {
            content: "Three pieces of work wait; the page is loaded anew",
            trigger: ".o_recovery_desk_waits:contains(3)",
            run: () => location.reload(),
            expectUnloadPage: true,
        },
        { content: "The stop is still open, though the server does not know it", trigger: ".o_recovery_street_head:contains(Bridge)" },
        { content: "The visit waits in its list", trigger: ".o_recovery_desk_waiting:contains(1 unnamed)" },
        { content: "Back to the stops", trigger: BACK, run: "click" },
        { content: "End the shift", trigger: ".o_recovery_street_end", run: "click" },
        { content: "End", trigger: ".o_recovery_street_finish", run: "click" },
        {
            content: "Ended on the device; now the server gets the first, but its answer is lost",
            trigger: ".o_recovery_desk_waits:contains(4)",
            run: async () => {
                await sendWaiting();
                connection("deaf");
                await sendWaiting();
            },
        },
        {
            content: "All four still wait; the connection is back",
            trigger: ".o_recovery_desk_waits:contains(4)",
            run: () => {
                connection("back");
                window.dispatchEvent(new Event("online"));
            },
        },
        { content: "Nothing waits", trigger: ".o_recovery_street_safe" },
        { content: "The numbers hold all", trigger: ".o_recovery_desk_totals:contains(2)" },
    ],
});
