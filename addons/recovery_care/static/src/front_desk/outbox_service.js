import { EventBus, reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";
import { DeskStore } from "./desk_store";
import { DraftSlot } from "./draft_slot";
import { isVisit, Outbox } from "./outbox";
import { explainError } from "./server_errors";

/**
 * The outbox of this device for this user, on whichever screen he is: what waits is sent when the
 * web client starts and when the connection is back, and leaving with unsent visits warns.
 */
export const outboxService = {
    dependencies: ["orm", "notification"],

    start(env, { orm, notification }) {
        const store = new DeskStore(browser.localStorage, session.db, user.userId);
        const outbox = new Outbox({
            store,
            send: (values, method) => orm.silent.call("recovery.front.desk", method, [values]),
            explain: explainError,
            timers: browser,
        });
        const state = reactive({ waiting: [], refused: [], needsLogin: false });
        const bus = new EventBus();
        const refresh = () => {
            Object.assign(state, { waiting: outbox.waiting, refused: outbox.refused, needsLogin: outbox.needsLogin });
        };
        const service = {
            store, outbox, state, bus,
            slot: new DraftSlot(store, browser.sessionStorage, browser.navigator.locks),
            /** How many front desks are open; they tell of refused visits themselves. */
            screens: 0,
        };
        store.forgetDraftsOfOthers();
        refresh();
        outbox.addEventListener("changed", refresh);
        outbox.addEventListener("saved", ({ detail }) => bus.trigger("saved", detail));
        outbox.addEventListener("refused", ({ detail }) => {
            bus.trigger("refused", detail);
            if (!service.screens) {
                const { label, error } = detail.visit;
                notification.add(
                    isVisit(detail.visit)
                        ? _t("A visit could not be saved. Open the front desk to correct it: %s", error)
                        : _t("%(what)s could not be saved: %(error)s", { what: label, error }),
                    { type: "danger", sticky: true },
                );
            }
        });
        browser.addEventListener("storage", ({ key }) => {
            if (store.isOwn(key)) {
                refresh();
            }
        });
        browser.addEventListener("online", () => outbox.retry());
        browser.addEventListener("beforeunload", (ev) => {
            if (outbox.visits.length) {
                ev.preventDefault();
                ev.returnValue = "";
            }
        });
        if (outbox.waiting.length) {
            outbox.flush();
        }
        return service;
    },
};

registry.category("services").add("recovery_care.outbox", outboxService);
