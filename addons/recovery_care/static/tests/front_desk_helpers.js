import { expect } from "@odoo/hoot";
import { click, edit } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getService, makeServerError, mountWebClient, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";

const DESK = "recovery.front.desk";

export const RYBA = { id: 9, code: "KAR0974", nickname: "Ryba", last_visit: "2026-11-20", here: true };
export const MICKA = { id: 10, code: "KARM262", nickname: "Micka", last_visit: false, here: true };

export const SETUP = {
    programs: [{ id: 7, name: "Contact centre", code: "CC" }],
    program: { id: 7, name: "Contact centre", place: "centre" },
    employees: [{ id: 4, name: "Demo worker" }],
    employee_id: 4,
    places: [{ id: "centre", name: "Centre" }, { id: "street", name: "Street" }],
    districts: [],
    genders: [{ id: "female", name: "Female" }, { id: "unknown", name: "Not known" }],
    code_inputs: [],
    services: Array.from({ length: 14 }, (_, index) => ({
        id: index + 1, name: `Service ${index + 1}`, code: `S${index + 1}`, kind: index ? "social" : "exchange",
        client_required: index === 1, minutes: 10, questions: [],
    })),
    materials: [
        { id: 21, name: "Syringe 1 ml", kind: "syringe", package_size: 10, returnable: true },
        { id: 22, name: "Filter", kind: "filter", package_size: 5, returnable: false },
    ],
};

/** The server's side of the front desk: what it saved, and whether the connection is cut. */
export class DeskServer {
    saved = new Map();
    isCut = false;
    refusal = "";
    results = [RYBA, MICKA];
    today = { visits: 0, people: 0, issued: 0, returned: 0, lines: [] };
    card = {
        ...RYBA, gender: "Male", age: 52, visits_this_year: 41, last_supplies: [{ product_id: 21, issued: 20, returned: 18 }],
        collects_for: 0, notices: [{ text: "Situation review due since 3 Nov", kind: "warning" }],
    };

    setup = SETUP;

    constructor() {
        const answers = {
            get_setup: () => this.setup,
            get_recent_clients: () => [RYBA],
            get_today: () => this.today,
            get_card: ([id]) => ({ ...this.card, id }),
            search_clients: ([, text]) => {
                expect.step(`search ${text}`);
                return this.results;
            },
            save_visit: ([values]) => this.save(values),
            undo_visit: ([id]) => {
                expect.step(`undo ${id}`);
                return true;
            },
            create_client: ([, values]) => this.create(values),
        };
        for (const [method, answer] of Object.entries(answers)) {
            onRpc(DESK, method, ({ args }) => answer(args));
        }
        const server = this;
        patchWithCleanup(rpc, {
            _rpc(url) {
                if (server.isCut && url.includes(DESK)) {
                    return Object.assign(Promise.reject(new ConnectionLostError(url)), { abort() {} });
                }
                return super._rpc(...arguments);
            },
        });
    }

    save(values) {
        if (this.refusal) {
            throw makeServerError({ type: "ValidationError", message: this.refusal });
        }
        const repeated = this.saved.has(values.key);
        this.saved.set(values.key, values);
        return { encounter_id: this.saved.size, repeated };
    }

    create(values) {
        expect.step(`create ${values.code}`);
        return { status: "created", client: { ...MICKA, code: values.code } };
    }
}

export async function openFrontDesk() {
    defineMailModels();
    await mountWebClient();
    await getService("action").doAction({ type: "ir.actions.client", tag: "recovery_care.front_desk" });
    await animationFrame();
    await animationFrame();
}

export const FIND = ".o_recovery_desk_find";
export const OUT = ".o_recovery_desk_line[data-material='21'] .o_recovery_stepper:first input";

/** Type into the search, without waiting for what it finds. */
export async function type(text) {
    await click(FIND);
    await edit(text);
    await animationFrame();
}

export async function settle() {
    await animationFrame();
    await animationFrame();
}

/** What the device keeps under a name that contains `name`. */
export function kept(name) {
    const key = Object.keys(localStorage).find((other) => other.startsWith("recovery_care.front_desk/") && other.includes(name));
    return key && JSON.parse(localStorage.getItem(key));
}
