import { makeKey } from "./visit_model";

const SLOT = "recovery_care.front_desk.slot";

/**
 * The open visit of this window, kept on the device so that a reload or a crash does not lose it.
 *
 * Each window has a slot of its own: two windows with one visit would save it under one key, and
 * the second would be taken for a repetition. A lock tells whether the window of a slot still lives;
 * the slot of one that is gone is taken over by the next window.
 */
export class DraftSlot {
    /**
     * @param {import("./desk_store").DeskStore} store
     * @param {Storage} session storage of this window alone
     * @param {LockManager} [locks] missing on pages without encryption
     */
    constructor(store, session, locks) {
        Object.assign(this, { store, session, locks });
        this.id = null;
    }

    get name() {
        return `draft.${this.id}`;
    }

    /** Find the slot of this window. */
    async open() {
        if (this.id) {
            return;
        }
        const before = this.session.getItem(SLOT);
        const left = this.locks ? this.store.names("draft.").map((name) => name.slice("draft.".length)) : [];
        for (const id of [before, ...left]) {
            if (id && (await this.claim(id))) {
                this.id = id;
                break;
            }
        }
        if (!this.id) {
            this.id = makeKey();
            await this.claim(this.id);
        }
        this.session.setItem(SLOT, this.id);
    }

    /** Hold the lock of a slot for as long as this window lives. */
    claim(id) {
        if (!this.locks) {
            return true;
        }
        return new Promise((resolve) => {
            this.locks
                .request(`${SLOT}.${id}`, { ifAvailable: true }, (lock) => {
                    resolve(Boolean(lock));
                    return lock ? new Promise(() => {}) : undefined;
                })
                .catch(() => resolve(false));
        });
    }

    read() {
        return this.store.get(this.name);
    }

    write(draft) {
        return this.store.set(this.name, draft);
    }

    clear() {
        this.store.remove(this.name);
    }
}
