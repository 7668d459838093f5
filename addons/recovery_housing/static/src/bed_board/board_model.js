import { addDays, countDays } from "./board_days";

const BAR = 5;
const NIGHT = 5;
export const STAYS = ["reserved", "in", "out"];
const OVERLAYS = ["leave", "late"];

/** Return bars of a bed from the flat list of the server; see get_board. */
function readBars(flat, kinds, labels, bedId) {
    const bars = [];
    for (let place = 0; place < flat.length; place += BAR) {
        const [id, start, end, kind, label] = flat.slice(place, place + BAR);
        bars.push({ id, start, end, kind: kinds[kind], label: label === null ? "" : labels[label], bedId, key: `${kinds[kind]}${id}|${start}` });
    }
    return bars;
}

/** Return {day: {id, guests, places, over}} of a house from the flat list of the server; null where no nights are counted. */
function readNights(flat) {
    const nights = new Map();
    for (let place = 0; place < flat.length; place += NIGHT) {
        const [day, id, guests, places, over] = flat.slice(place, place + NIGHT);
        nights.set(day, { id, guests, places, over });
    }
    return nights;
}

function readHouse(row, { kinds, labels, lines = [], nights = [] }) {
    const [id, name, code, kind, policy, childrenWelcome, opened, closed, editable, programId, beds] = row;
    const house = { id, name, code, kind, policy, childrenWelcome, opened, closed, editable, programId };
    const line = lines.find(([houseId]) => houseId === id);
    const counted = nights.find(([houseId]) => houseId === id);
    house.line = line ? { count: line[1], first: line[2] === null ? "" : labels[line[2]] } : null;
    house.nights = counted ? readNights(counted[1]) : null;
    house.beds = beds.map(([bedId, room, bedName, bedKind, from, until, flat]) => {
        const all = readBars(flat, kinds, labels, bedId);
        return {
            id: bedId, room: room || "", name: bedName, kind: bedKind, from, until, house,
            title: [room, bedName].filter(Boolean).join(" · "), bars: all.filter((bar) => !OVERLAYS.includes(bar.kind)),
            leaves: all.filter((bar) => OVERLAYS.includes(bar.kind)),
        };
    });
    return house;
}

export function covers({ start, end }, day) {
    return start <= day && (end === null || end > day);
}

export function overlaps(one, other) {
    return (one.end === null || other.start < one.end) && (other.end === null || one.start < other.end);
}

/** The board as it was read: houses, beds and bars, with days counted from the first column. */
export class BoardModel {
    houses = [];
    start = "";
    today = "";
    days = 0;

    load(payload) {
        Object.assign(this, { start: payload.date_from, today: payload.today, days: payload.days });
        this.houses = payload.houses.map((row) => readHouse(row, payload));
        this.index();
    }

    /** Take over houses that were read again; those that were asked for and are not there any more go. */
    merge(payload, houseIds) {
        if (payload.date_from !== this.start || payload.days !== this.days || payload.today !== this.today) {
            return;
        }
        const fresh = new Map(payload.houses.map((row) => [row[0], readHouse(row, payload)]));
        this.houses = this.houses
            .map((house) => (houseIds.includes(house.id) ? fresh.get(house.id) : house))
            .filter(Boolean);
        for (const [id, house] of fresh) {
            if (!this.houses.some((known) => known.id === id)) {
                this.houses.push(house);
            }
        }
        this.index();
    }

    index() {
        this.beds = new Map(this.houses.flatMap((house) => house.beds.map((bed) => [bed.id, bed])));
        this.tonight = new Map();
        const isShown = this.todayIndex >= 0 && this.todayIndex < this.days;
        for (const bed of this.beds.values()) {
            for (const bar of bed.bars) {
                bar.isOverdue = this.isOverdue(bar);
                // Free for the night, but nobody comes in before this person has been checked out.
                bar.isLeaving = bar.kind === "in" && bar.end === this.todayIndex;
                bar.shownEnd = isShown && bar.isOverdue && bar.kind === "in" ? this.getOverdueEnd(bed, bar) : bar.end;
            }
            this.tonight.set(bed.id, this.describeNight(bed, this.todayIndex));
        }
    }

    get todayIndex() {
        return countDays(this.start, this.today);
    }

    toDay(index) {
        return index === null ? false : addDays(this.start, index);
    }

    isOverdue({ kind, start, end }) {
        return (kind === "reserved" && start < this.todayIndex) || (kind === "in" && end !== null && end < this.todayIndex);
    }

    /** Who should have left still lies in the bed tonight, unless somebody else does. */
    getOverdueEnd(bed, bar) {
        const next = bed.bars.filter((other) => other !== bar && other.start >= bar.end).map((other) => other.start);
        return Math.min(this.todayIndex + 1, ...next);
    }

    /** Return {state, bar, leaving, isOverdue} of a bed in the night of a day; `leaving` is in still and leaves today. */
    describeNight(bed, day) {
        const isTonight = day === this.todayIndex;
        const here = bed.bars.filter(
            (bar) => covers(bar, day) || (isTonight && bar.isOverdue && bar.kind === "in")
        );
        const bar = ["in", "guest", "taken", "out", "reserved", "outage"].flatMap((kind) => here.filter((one) => one.kind === kind))[0];
        const leave = bar && bed.leaves.find((one) => one.id === bar.id && (covers(one, day) || (isTonight && one.kind === "late")));
        const state = leave ? leave.kind : bar?.kind || (this.isUsable(bed, day) ? "free" : "closed");
        const leaving = isTonight && !bar ? bed.bars.find((one) => one.isLeaving) : undefined;
        return { state, bar, leaving, isOverdue: Boolean(isTonight && bar?.isOverdue) };
    }

    isUsable({ from, until, house }, day) {
        return (
            (from === null || from <= day) && (until === null || until > day) && house.opened <= day &&
            (house.closed === null || house.closed > day)
        );
    }

    /** Return the parts of the days shown in which a bed or its house is not in use. */
    getClosedParts({ from, until, house }) {
        const first = Math.max(from ?? 0, house.opened, 0);
        const stop = Math.min(until ?? this.days, house.closed ?? this.days, this.days);
        return [{ start: 0, end: Math.min(first, this.days) }, { start: Math.max(stop, 0), end: this.days }]
            .filter(({ start, end }) => end > start);
    }

    findBar(bedId, day) {
        return this.beds.get(bedId)?.bars.find((bar) => bar.start <= day && (bar.shownEnd === null || bar.shownEnd > day));
    }

    findStay(id) {
        for (const bed of this.beds.values()) {
            const bar = bed.bars.find((one) => one.id === id && STAYS.includes(one.kind));
            if (bar) {
                return bar;
            }
        }
    }

    mayChange({ kind, bedId }) {
        return ["reserved", "in"].includes(kind) && this.beds.get(bedId).house.editable;
    }
}
