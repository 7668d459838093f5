import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, edit } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { getService, makeServerError, onRpc } from "@web/../tests/web_test_helpers";
import { DeskServer, OUT, kept, openFrontDesk, settle } from "./front_desk_helpers";

describe.current.tags("desktop");

let server;

beforeEach(() => {
    server = new DeskServer();
});

test("without a connection the visit waits on the device and goes once when it is back", async () => {
    await openFrontDesk();
    server.isCut = true;
    await click(".o_recovery_desk_chips .o_recovery_desk_chip:first");
    await settle();
    expect(".o_recovery_desk_person").toHaveText(/No connection/);
    await click(".o_recovery_desk_tile[data-service=S3]");
    await click(".o_recovery_desk_save");
    await settle();
    expect(".o_recovery_desk_waits").toHaveText("1 visit waits for the connection, kept on this device");
    expect(".o_recovery_desk_waiting").toHaveText(/KAR0974/);
    expect(kept("outbox")).toHaveLength(1);
    expect(JSON.stringify(kept("outbox"))).not.toInclude("Ryba");
    server.isCut = false;
    await advanceTime(2500);
    await settle();
    expect(server.saved.size).toBe(1);
    expect(".o_recovery_desk_waits").toHaveCount(0);
    await advanceTime(120000);
    expect(server.saved.size).toBe(1);
});

test("leaving with unsent visits warns", async () => {
    await openFrontDesk();
    const leave = () => {
        const event = new Event("beforeunload", { cancelable: true });
        window.dispatchEvent(event);
        return event.defaultPrevented;
    };
    expect(leave()).toBe(false);
    server.isCut = true;
    await click(".o_recovery_desk_unnamed");
    await click(".o_recovery_desk_tile[data-service=S3]");
    await click(".o_recovery_desk_save");
    await settle();
    expect(leave()).toBe(true);
});

test("a visit that the server refuses comes back with its message and can be corrected", async () => {
    server.refusal = "Material: 3 pieces are too many.";
    await openFrontDesk();
    await click(".o_recovery_desk_chips .o_recovery_desk_chip:first");
    await click(".o_recovery_desk_tile[data-service=S3]");
    await click(".o_recovery_desk_save");
    await settle();
    expect(".o_recovery_desk_alert").toHaveText("Material: 3 pieces are too many.");
    expect(".o_recovery_desk_code").toHaveText("KAR0974");
    expect(".o_recovery_desk_tile[data-service=S3]").toHaveAttribute("aria-pressed", "true");
    server.refusal = "";
    await click(".o_recovery_desk_save");
    await settle();
    expect(server.saved.size).toBe(1);
});

test("the open visit is kept with every change, without a name, and is there again", async () => {
    await openFrontDesk();
    await click(".o_recovery_desk_chips .o_recovery_desk_chip:first");
    await click(".o_recovery_desk_tile[data-service=S3]");
    await click(OUT);
    await edit("30");
    await animationFrame();
    const draft = kept("/draft.");
    expect(draft).toMatchObject({ client: { id: 9, code: "KAR0974" }, supplies: { 21: { issued: 30, returned: 0 } } });
    expect(JSON.stringify(draft)).not.toInclude("Ryba");
    await getService("action").doAction({ type: "ir.actions.client", tag: "recovery_care.front_desk" }, { clearBreadcrumbs: true });
    await settle();
    expect(".o_recovery_desk_code").toHaveText("KAR0974");
    expect(OUT).toHaveValue("30");
    await click(".o_recovery_desk_save");
    await settle();
    expect([...server.saved.keys()]).toEqual([draft.key]);
    expect(kept("/draft.")).toBe(undefined);
});

test("no programme with a front desk: the server's words tell how to get one", async () => {
    onRpc("recovery.front.desk", "get_setup", () => {
        throw makeServerError({ message: "None of your programmes has a front desk." });
    });
    await openFrontDesk();
    expect(".o_recovery_desk_state").toHaveText(/None of your programmes has a front desk/);
    expect(".o_recovery_desk_state button").toHaveCount(0);
});

test("no connection at the beginning: it opens by itself when the connection is back", async () => {
    server.isCut = true;
    await openFrontDesk();
    await settle();
    expect(".o_recovery_desk_state").toHaveText(/No connection/);
    server.isCut = false;
    window.dispatchEvent(new Event("online"));
    await settle();
    expect(".o_recovery_desk_person").toHaveCount(1);
});
