import { _t } from "@web/core/l10n/translation";
import { findObstacle } from "./board_checks";

const STAY = "recovery.stay";

/** A stay that somebody holds, with the mouse, a finger or the keys, until it is dropped or let go. */
export class BoardMove {
    /**
     * @param {"move"|"start"|"end"} mode all of it, its first day, or its end
     */
    constructor(model, bar, mode) {
        Object.assign(this, { model, bar, mode, bedId: bar.bedId, start: bar.start, end: bar.end });
        this.answers = {};
    }

    get isChanged() {
        const { bar } = this;
        return this.bedId !== bar.bedId || this.start !== bar.start || this.end !== bar.end;
    }

    /** Move by so many days from where it was; who is in stays on their days and changes only the bed. */
    shift(days) {
        if (this.mode === "move" && this.bar.kind === "reserved") {
            this.start = this.bar.start + days;
            this.end = this.bar.end === null ? null : this.bar.end + days;
        }
    }

    /** Put the edge that is held before a day; at least one night remains. */
    setEdge(day) {
        if (this.mode === "start") {
            this.start = Math.min(day, (this.end ?? Infinity) - 1);
        } else if (this.mode === "end") {
            this.end = Math.max(day, this.start + 1);
        }
    }

    setBed(bedId) {
        if (this.mode === "move" && this.model.beds.has(bedId)) {
            this.bedId = bedId;
        }
    }

    /** The question to the server: it holds for all beds of these nights. */
    get question() {
        return `${this.start}|${this.end}`;
    }

    /** Return {reason, isSure}: why it cannot be in a bed, "" where it can; not sure until the server has answered. */
    judge(bedId) {
        if (bedId === this.bar.bedId && !this.isChanged) {
            return { reason: "", isSure: true };
        }
        const { bar, start, end } = this;
        const reason = findObstacle(this.model, { bar, bedId, start, end });
        const answer = this.answers[this.question]?.[bedId];
        return reason ? { reason, isSure: true } : { reason: answer || "", isSure: answer !== undefined };
    }

    /** Return those of some beds about which the server has to be asked. */
    getOpenQuestions(bedIds) {
        return bedIds.filter((bedId) => !this.judge(bedId).isSure);
    }

    /** Ask the server about beds, in one call. */
    async ask(orm, bedIds) {
        const { question, model } = this;
        const dates = [model.toDay(this.start), model.toDay(this.end)];
        const refused = new Map(await orm.silent.call("recovery.bed.board", "check_places", [this.bar.id, bedIds, ...dates]));
        const answers = { ...this.answers[question] };
        for (const bedId of bedIds) {
            answers[bedId] = refused.get(bedId) || "";
        }
        this.answers = { ...this.answers, [question]: answers };
    }

    /** Whether the stay becomes one of another programme, whose staff see it then. */
    get changesProgram() {
        const { beds } = this.model;
        return beds.get(this.bedId).house.programId !== beds.get(this.bar.bedId).house.programId;
    }

    /**
     * Do it; the methods of the stay have the last word.
     *
     * @returns {Promise<() => Promise>} what takes it back
     */
    async drop(orm) {
        const { bar, bedId, model } = this;
        if (bar.kind === "in" && bedId !== bar.bedId) {
            const [id] = await orm.call(STAY, "action_move", [[bar.id], bedId]);
            return () => (id === bar.id ? orm.call(STAY, "action_move", [[id], bar.bedId]) : orm.call(STAY, "action_undo_move", [[id]]));
        }
        const values = { bed_id: bedId, date_from: model.toDay(this.start), date_to: model.toDay(this.end) };
        const before = { bed_id: bar.bedId, date_from: model.toDay(bar.start), date_to: model.toDay(bar.end) };
        const changed = Object.keys(values).filter((name) => values[name] !== before[name]);
        const pick = (from) => Object.fromEntries(changed.map((name) => [name, from[name]]));
        await orm.write(STAY, [bar.id], pick(values));
        return () => orm.write(STAY, [bar.id], pick(before));
    }

    /** Return in words what a drop has done, or would do. */
    describe(formatIndex) {
        const { bar, bedId } = this;
        const bed = this.model.beds.get(bedId);
        if (bedId !== bar.bedId) {
            return _t("%(who)s: %(bed)s, %(house)s", { who: bar.label, bed: bed.title, house: bed.house.name });
        }
        const from = formatIndex(this.start);
        if (this.end === null) {
            return _t("%(who)s: from %(from)s", { who: bar.label, from });
        }
        return _t("%(who)s: %(from)s – %(until)s", { who: bar.label, from, until: formatIndex(this.end) });
    }
}
