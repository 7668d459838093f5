import { describe, expect, test } from "@odoo/hoot";
import { collectPending } from "@recovery_housing/night/night_pending";

const NIGHT = { house_id: 7, date: "2026-11-21" };

function entry(method, values) {
    return { method, values: { ...NIGHT, ...values } };
}

describe.current.tags("headless");

test("what waits of this night is added up", () => {
    const pending = collectPending(
        [
            entry("save_night_guests", { client_ids: [3, 4] }),
            entry("save_night_unnamed", { gender: "female", change: 2 }),
            entry("save_night_unnamed", { gender: "female", change: -1 }),
            entry("save_night_passage", { direction: "in", persons: 3 }),
            entry("save_night_passage", { direction: "out", persons: 1 }),
            entry("save_night_refusal", { headcount: 2 }),
            entry("save_night_refusal", { client_id: 5 }),
            entry("save_night_change", { guest_id: 9, change: "left" }),
        ],
        NIGHT,
    );
    expect(pending).toEqual({
        clients: [3, 4], unnamed: { female: 1 }, come: 3, inside: 2, entries: 3, refused: 3, changes: { 9: "left" },
    });
});

test("other nights, other houses and visits are left alone", () => {
    const pending = collectPending(
        [
            entry("save_night_guests", { client_ids: [3], date: "2026-11-20" }),
            entry("save_night_guests", { client_ids: [4], house_id: 8 }),
            { values: { program_id: 1, services: [] } },
        ],
        NIGHT,
    );
    expect(pending.clients).toEqual([]);
    expect(pending.come).toBe(0);
});
