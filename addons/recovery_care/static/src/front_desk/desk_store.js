const PREFIX = "recovery_care.front_desk";

/**
 * What the front desk keeps on the device, apart for each database and user.
 *
 * Other people use the same device, and it may be lost: ids, codes and numbers are kept here,
 * never a name.
 */
export class DeskStore {
    /**
     * @param {Storage} storage of the browser
     * @param {string} database
     * @param {number} userId
     */
    constructor(storage, database, userId) {
        this.storage = storage;
        this.root = `${PREFIX}/${database}/`;
        this.own = `${this.root}${userId}/`;
    }

    get(name, fallback = null) {
        try {
            return JSON.parse(this.storage.getItem(this.own + name)) ?? fallback;
        } catch {
            return fallback;
        }
    }

    /** @returns {boolean} whether the device has kept it */
    set(name, value) {
        try {
            this.storage.setItem(this.own + name, JSON.stringify(value));
            return true;
        } catch {
            return false;
        }
    }

    remove(name) {
        this.storage.removeItem(this.own + name);
    }

    /** Return the names of what is kept for this user that begin with `start`. */
    names(start) {
        return this.allKeys()
            .filter((key) => key.startsWith(this.own + start))
            .map((key) => key.slice(this.own.length));
    }

    isOwn(key) {
        return key === null || key.startsWith(this.own);
    }

    allKeys() {
        return Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index)).filter(Boolean);
    }

    /** Forget the open visits of whoever used this device before; visits that were saved wait for their owner. */
    forgetDraftsOfOthers() {
        for (const key of this.allKeys()) {
            if (key.startsWith(this.root) && !key.startsWith(this.own) && key.slice(this.root.length).includes("/draft.")) {
                this.storage.removeItem(key);
            }
        }
    }

    /** Return how many saved visits of other users wait on this device. */
    countOfOthers() {
        return this.allKeys()
            .filter((key) => key.startsWith(this.root) && !key.startsWith(this.own) && key.endsWith("/outbox"))
            .reduce((count, key) => {
                try {
                    return count + JSON.parse(this.storage.getItem(key)).length;
                } catch {
                    return count;
                }
            }, 0);
    }
}
