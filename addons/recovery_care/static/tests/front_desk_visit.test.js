import { describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { findProblem } from "@recovery_care/front_desk/visit_checks";
import { makeKey, VisitModel } from "@recovery_care/front_desk/visit_model";

describe.current.tags("headless");

const EXCHANGE = { id: 1, name: "Exchange", kind: "exchange", client_required: false, questions: [] };
const FOOD = { id: 2, name: "Food", kind: "food", client_required: false, questions: [] };
const STAGE = { id: 5, name: "Stage", multiple: false, required: true, options: [{ id: 51 }, { id: 52 }] };
const LEGAL = { id: 3, name: "Legal help", kind: "legal", client_required: true, questions: [STAGE] };
const SETUP = { services: [FOOD, EXCHANGE, LEGAL] };
const DEVICE = { programId: 7, place: "centre", districtId: false, employeeId: 4, counter: "counter 1" };
const RYBA = { id: 9, code: "KAR0974", nickname: "Ryba" };

function makeVisit() {
    let number = 0;
    return new VisitModel(() => `key${++number}`);
}

test("keys are different and have the length that the server asks for", () => {
    const keys = Array.from({ length: 50 }, () => makeKey());
    expect(new Set(keys).size).toBe(50);
    expect(keys.every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true);
});

test("keys are made on a page without encryption as well", () => {
    const crypto = { getRandomValues: (bytes) => bytes.fill(10) };
    expect(makeKey(crypto)).toBe("0a".repeat(16));
});

test("a visit becomes what the server takes", () => {
    const visit = makeVisit();
    visit.chooseClient(RYBA);
    visit.toggleService(FOOD.id);
    visit.setPieces(11, "issued", 20);
    visit.setPieces(11, "returned", "18");
    visit.setPieces(12, "issued", 1);
    visit.returnMethod = "weighed";
    visit.setCollectsFor(2);
    expect(visit.toValues(DEVICE)).toEqual({
        key: "key1", program_id: 7, client_id: 9, services: [{ service_id: 2, option_ids: [] }],
        supplies: [
            { product_id: 11, issued: 20, returned: 18, return_method: "weighed" },
            { product_id: 12, issued: 1, returned: 0 },
        ],
        collects_for: 2, place: "centre", district_id: false, employee_ids: [4], counter: "counter 1",
    });
});

test("a visit is of a client or of unnamed people, never of both", () => {
    const visit = makeVisit();
    visit.setHeadcount(3);
    visit.chooseClient(RYBA);
    expect(visit.headcount).toBe(0);
    visit.setHeadcount(2);
    expect(visit.client).toBe(null);
    expect(visit.toValues(DEVICE).headcount).toBe(2);
    expect("client_id" in visit.toValues(DEVICE)).toBe(false);
});

test("pieces are whole numbers from none upwards, and a line without pieces is no line", () => {
    const visit = makeVisit();
    visit.setPieces(11, "issued", -10);
    expect(visit.hasMaterial).toBe(false);
    visit.setPieces(11, "issued", "7.9");
    expect(visit.getPieces(11, "issued")).toBe(7);
    visit.setPieces(11, "issued", "much");
    expect(visit.supplies).toEqual({});
});

test("the exchange is ticked with the first material and goes with the last", () => {
    const visit = makeVisit();
    visit.setPieces(11, "issued", 10);
    visit.followMaterial(SETUP.services);
    expect(visit.hasService(EXCHANGE.id)).toBe(true);
    visit.setPieces(11, "issued", 0);
    visit.followMaterial(SETUP.services);
    expect(visit.hasService(EXCHANGE.id)).toBe(false);
});

test("an exchange that was ticked by hand stays", () => {
    const visit = makeVisit();
    visit.toggleService(EXCHANGE.id);
    visit.setPieces(11, "issued", 10);
    visit.followMaterial(SETUP.services);
    visit.setPieces(11, "issued", 0);
    visit.followMaterial(SETUP.services);
    expect(visit.hasService(EXCHANGE.id)).toBe(true);
});

test("as last time replaces what was entered", () => {
    const visit = makeVisit();
    visit.setPieces(12, "issued", 5);
    visit.applyLast({ last_supplies: [{ product_id: 11, issued: 30, returned: 28 }], collects_for: 1 });
    expect(visit.supplies).toEqual({ 11: { issued: 30, returned: 28 } });
    expect(visit.collectsFor).toBe(1);
});

test("a question with one answer keeps the last one, answers go with their service", () => {
    const visit = makeVisit();
    visit.toggleService(LEGAL.id);
    visit.toggleOption(LEGAL.id, STAGE, 51);
    visit.toggleOption(LEGAL.id, STAGE, 52);
    expect(visit.services[LEGAL.id].optionIds).toEqual([52]);
    visit.toggleOption(LEGAL.id, { ...STAGE, multiple: true }, 51);
    expect(visit.services[LEGAL.id].optionIds).toEqual([52, 51]);
    visit.toggleService(LEGAL.id);
    visit.toggleService(LEGAL.id);
    expect(visit.hasOption(LEGAL.id, 51)).toBe(false);
});

test("a draft brings everything back under the same key, and holds no name", () => {
    const visit = makeVisit();
    visit.chooseClient(RYBA);
    visit.toggleService(LEGAL.id);
    visit.toggleOption(LEGAL.id, STAGE, 51);
    visit.setPieces(11, "returned", 3);
    visit.returnMethod = "estimated";
    const text = JSON.stringify(visit.toDraft());
    expect(text).not.toInclude("Ryba");
    const other = makeVisit();
    other.restore(JSON.parse(text));
    expect(other.toDraft()).toEqual(visit.toDraft());
    expect(other.toValues(DEVICE)).toEqual(visit.toValues(DEVICE));
});

test("a draft is a copy that later changes do not reach", () => {
    const visit = makeVisit();
    visit.toggleService(FOOD.id);
    const draft = visit.toDraft();
    visit.toggleService(EXCHANGE.id);
    expect(Object.keys(draft.services)).toEqual(["2"]);
});

test("the next visit is empty and has another key", () => {
    const visit = makeVisit();
    visit.chooseClient(RYBA);
    visit.toggleService(FOOD.id);
    visit.reset();
    expect(visit.isEmpty).toBe(true);
    expect(visit.key).toBe("key2");
});

test("what is missing is named", () => {
    allowTranslations();
    const visit = makeVisit();
    expect(findProblem(visit, SETUP)).toInclude("Client");
    visit.setHeadcount(2);
    expect(findProblem(visit, SETUP)).toInclude("Services");
    visit.setPieces(11, "issued", 10);
    expect(findProblem(visit, SETUP)).toBe("");
    visit.toggleService(LEGAL.id);
    expect(findProblem(visit, SETUP)).toBe("Legal help is recorded for a known client only.");
    visit.chooseClient(RYBA);
    expect(findProblem(visit, SETUP)).toBe("Legal help: answer “Stage”.");
    visit.toggleOption(LEGAL.id, STAGE, 52);
    expect(findProblem(visit, SETUP)).toBe("");
});
