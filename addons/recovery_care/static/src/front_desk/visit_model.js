/**
 * Make a key for a piece of work: 32 hexadecimal digits.
 * `crypto.randomUUID` exists on encrypted pages only, and a counter may be in a house network without.
 */
export function makeKey(crypto = window.crypto) {
    if (crypto.randomUUID) {
        return crypto.randomUUID().replaceAll("-", "");
    }
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const toPieces = (value) => Math.min(Math.max(Math.trunc(Number(value)) || 0, 0), 99999);

/**
 * The visit that is being written down: who, what was done, material out and back.
 *
 * Plain data and no screen, so that it can be kept on the device and tested alone. It holds ids
 * and the code, never a name: what it returns from `toDraft` is written to the device.
 */
export class VisitModel {
    constructor(newKey = makeKey) {
        this.newKey = newKey;
        this.reset();
    }

    /** Begin the next visit, under a key of its own. */
    reset() {
        this.restore({ key: this.newKey() });
    }

    /** Take over what `toDraft` returned. */
    restore(draft) {
        this.key = draft.key;
        this.programId = draft.programId || false;
        // At a stop of an outreach shift: {id} or, as long as the server does not know it, {key}.
        this.stop = draft.stop || null;
        this.client = draft.client || null;
        this.headcount = draft.headcount || 0;
        this.services = draft.services || {};
        this.supplies = draft.supplies || {};
        this.returnMethod = draft.returnMethod || "counted";
        this.collectsFor = draft.collectsFor || 0;
        // The exchange that was ticked because material was entered goes with the material again.
        this.followedExchange = draft.followedExchange || false;
    }

    toDraft() {
        const { key, programId, stop, client, headcount, services, supplies, returnMethod, collectsFor, followedExchange } = this;
        // Through JSON: a copy that no later change reaches.
        return JSON.parse(JSON.stringify({
            key, programId, stop, client, headcount, services, supplies, returnMethod, collectsFor, followedExchange,
        }));
    }

    get isEmpty() {
        return !this.hasSomebody && !this.hasContent;
    }

    get hasSomebody() {
        return Boolean(this.client || this.headcount);
    }

    get hasContent() {
        return Boolean(Object.keys(this.services).length || this.hasMaterial || this.collectsFor);
    }

    get hasMaterial() {
        return Object.values(this.supplies).some(({ issued, returned }) => issued || returned);
    }

    get hasReturned() {
        return Object.values(this.supplies).some(({ returned }) => returned);
    }

    /** The code, which may be kept on the device, or the number of unnamed people. */
    get who() {
        return this.client ? this.client.code : this.headcount ? String(this.headcount) : "";
    }

    chooseClient({ id, code }) {
        this.client = { id, code };
        this.headcount = 0;
    }

    setHeadcount(headcount) {
        this.headcount = Math.min(toPieces(headcount), 999);
        if (this.headcount) {
            this.client = null;
        }
    }

    hasService(serviceId) {
        return serviceId in this.services;
    }

    toggleService(serviceId) {
        if (this.hasService(serviceId)) {
            delete this.services[serviceId];
        } else {
            this.services[serviceId] = { optionIds: [] };
        }
        this.followedExchange = false;
    }

    hasOption(serviceId, optionId) {
        return Boolean(this.services[serviceId]?.optionIds.includes(optionId));
    }

    /** Choose an answer or take it back; of a question with one answer the others go. */
    toggleOption(serviceId, question, optionId) {
        const service = this.services[serviceId];
        if (this.hasOption(serviceId, optionId)) {
            service.optionIds = service.optionIds.filter((id) => id !== optionId);
            return;
        }
        const gone = question.multiple ? [] : question.options.map((option) => option.id);
        service.optionIds = [...service.optionIds.filter((id) => !gone.includes(id)), optionId];
    }

    getPieces(productId, way) {
        return this.supplies[productId]?.[way] || 0;
    }

    /**
     * @param {"issued"|"returned"} way
     * @param {number|string} pieces what is no number counts as none
     */
    setPieces(productId, way, pieces) {
        const line = { issued: 0, returned: 0, ...this.supplies[productId], [way]: toPieces(pieces) };
        if (line.issued || line.returned) {
            this.supplies[productId] = line;
        } else {
            delete this.supplies[productId];
        }
    }

    setCollectsFor(others) {
        this.collectsFor = Math.min(toPieces(others), 999);
    }

    /** Enter the material of the client's last exchange. */
    applyLast({ last_supplies: lines, collects_for: others }) {
        this.supplies = {};
        for (const { product_id, issued, returned } of lines) {
            this.setPieces(product_id, "issued", issued);
            this.setPieces(product_id, "returned", returned);
        }
        this.setCollectsFor(others);
    }

    /** Keep the exchange ticked while there is material, unless somebody ticks by hand. */
    followMaterial(services) {
        const exchanges = services.filter(({ kind }) => kind === "exchange");
        if (this.hasMaterial && exchanges.length && !exchanges.some(({ id }) => this.hasService(id))) {
            this.toggleService(exchanges[0].id);
            this.followedExchange = exchanges[0].id;
        } else if (!this.hasMaterial && this.followedExchange && this.hasService(this.followedExchange)) {
            this.toggleService(this.followedExchange);
        }
    }

    /**
     * Return what `save_visit` takes.
     *
     * @param {Object} device what this device remembers: programId, place, districtId, employeeId, counter
     */
    toValues({ programId, place, districtId, employeeId, counter }) {
        return {
            key: this.key,
            program_id: programId,
            ...(this.client ? { client_id: this.client.id } : { headcount: this.headcount }),
            services: Object.entries(this.services).map(([id, { optionIds }]) => ({
                service_id: Number(id), option_ids: [...optionIds],
            })),
            supplies: Object.entries(this.supplies).map(([id, { issued, returned }]) => ({
                product_id: Number(id), issued, returned, ...(returned ? { return_method: this.returnMethod } : {}),
            })),
            collects_for: this.collectsFor,
            ...this.getWhere({ place, districtId }),
            employee_ids: employeeId ? [employeeId] : [],
            counter: counter || "",
        };
    }

    /** A stop says place and district itself. */
    getWhere({ place, districtId }) {
        if (this.stop) {
            return this.stop.id ? { stop_id: this.stop.id } : { stop_key: this.stop.key };
        }
        return { place: place || false, district_id: districtId || false };
    }
}
