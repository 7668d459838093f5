/** What the server answers to the grant screen in its tests, and how they open it. */

import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineModels, fields, getService, models, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

class Grant extends models.Model {
    _name = "recovery.grant";

    name = fields.Char();

    _records = [{ id: 5, name: "Wider counselling" }];
    _views = { "form,false": `<form><field name="name"/></form>`, "search,false": `<search/>` };
}

/** Call it once a file: models are defined for the tests of the file that asks. */
export function defineGrantModels() {
    defineMailModels();
    defineModels([Grant]);
}

function indicator(id, code, values = {}) {
    return {
        id, code, name: `Indicator ${code}`, measure: "persons_supported", unit: "people", unit_label: "people",
        decimals: 0, target: 200, value: 148, target_text: "200", value_text: "148", progress: 0.74, expected: 0.61,
        pace: "ahead", pace_label: "ahead", tone: "success", detail: "", ...values,
    };
}

const AHEAD = indicator(1, "ahead");
const BEHIND = indicator(2, "behind", {
    value: 79, value_text: "79", target: 140, target_text: "140", progress: 0.56, pace: "behind",
    pace_label: "behind by 6", tone: "warning",
});
const SHARE = indicator(3, "share", {
    unit: "percent", unit_label: "%", value_text: "53 %", target_text: "70 %", progress: 0.757, expected: false,
    pace: "behind", pace_label: "rate them", tone: "warning", detail: "of 148; 22 rated once, 11 not rated",
});
const REACHED = indicator(4, "reached", { progress: 1.4, pace: "reached", pace_label: "reached" });
const OPEN = indicator(5, "open", {
    target: false, target_text: "", progress: 0, expected: false, pace: "open", pace_label: "", tone: "muted",
});

export function dashboard(changes = {}) {
    const { grant, time, ...values } = changes;
    return {
        grant: {
            id: 5, name: "Wider counselling", code: "CZ.1", call: false, funder: "Demo Fund", responsible: false,
            company: "Demo", state: "running", state_label: "Running", exclusive: true, date_start: "2023-09-01",
            date_end: "2026-08-31", amount: 4686780, amount_text: "4,686,780.00 CZK",
            currency: { id: 9, name: "CZK" }, programs: [{ id: 3, name: "Counselling" }],
            houses: [], ...grant,
        },
        time: { share: 0.61, percent: 61, status: "running", today: "2025-07-01", days_gone: 669, days_total: 1096, ...time },
        indicators: [AHEAD, BEHIND, SHARE, REACHED, OPEN],
        claimed: 2914,
        missing_nights: { stays: 0, nights: 0 },
        fees: false,
        missing: {
            count: 41,
            breakdown: [
                { reason: "staff", label: "outside the rules' staff", count: 38 },
                { reason: "place", label: "Online", count: 3 },
            ],
        },
        conflict: { count: 2 },
        positions: [],
        reports: [],
        rights: { write: true },
        ...values,
    };
}

export const FROZEN = {
    id: 44, number: 4, name: "No. 4", date_from: "2025-03-01", date_to: "2025-08-31", state: "frozen",
    state_label: "Frozen", frozen_at: "2025-09-04 08:12:00", has_file: true,
};
export const DRAFT = {
    id: 45, number: 5, name: "No. 5", date_from: "2025-09-01", date_to: "2026-02-28", state: "draft",
    state_label: "Draft", frozen_at: false, has_file: false,
};

function serve(answer) {
    onRpc("recovery.grant", "get_dashboard", ({ args }) => {
        expect.step(`dashboard ${args[0]}`);
        return typeof answer === "function" ? answer() : answer;
    });
}

export async function openScreen(answer, action = { params: { grant_id: 5 }, context: { active_id: 5 } }) {
    serve(answer);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "recovery_reporting.grant", ...action });
    await animationFrame();
}

export function row(code) {
    return `.o_recovery_target[data-code=${code}]`;
}
