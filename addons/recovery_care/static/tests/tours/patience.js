import { whenReady } from "@odoo/owl";
import { registry } from "@web/core/registry";

// What a tour waits for comes or does not; on a machine with other work it may come late. Odoo waits ten seconds.
const PATIENCE = 60000;

whenReady(() => {
    for (const [name, tour] of registry.category("web_tour.tours").getEntries()) {
        if (name.startsWith("recovery_")) {
            tour.timeout ??= PATIENCE;
        }
    }
});
