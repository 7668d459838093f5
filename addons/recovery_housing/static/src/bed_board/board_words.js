import { _t } from "@web/core/l10n/translation";
import { addDays, formatDay } from "./board_days";

/** What a bar is, in a word and with a sign, so that colour never stands alone. */
export const KINDS = {
    in: { word: _t("in"), icon: "" },
    reserved: { word: _t("reserved"), icon: "fa-bookmark-o" },
    out: { word: _t("left"), icon: "" },
    taken: { word: _t("taken"), icon: "fa-lock" },
    outage: { word: _t("out of service"), icon: "fa-wrench" },
    leave: { word: _t("on leave"), icon: "fa-suitcase" },
    late: { word: _t("late from leave"), icon: "fa-clock-o" },
    free: { word: _t("free"), icon: "" },
    closed: { word: _t("not in use"), icon: "" },
    guest: { word: _t("in the register"), icon: "fa-moon-o" },
};
const POLICIES = { women: _t("women"), men: _t("men") };

/** Return “10 Oct – 24 Jan” or “since 10 Oct”. */
export function describeNights(model, { start, end }) {
    const from = formatDay(addDays(model.start, start), model.today);
    return end === null ? _t("from %s, open-ended", from) : `${from} – ${formatDay(addDays(model.start, end), model.today)}`;
}

/** Return what is written on a bar. */
export function describeBar({ kind, label, isOverdue, isLeaving }) {
    const who = label || (kind === "guest" ? _t("unnamed") : KINDS[kind].word);
    if (kind === "outage") {
        return `${KINDS.outage.word} · ${label}`;
    }
    if (isLeaving) {
        return `${who} · ${_t("leaves today")}`;
    }
    return isOverdue ? `${who} · ${_t("overdue")}` : who;
}

/** Return what a screen reader says of a bar: who, what, when, where. */
export function spellBar(model, bar) {
    const { title, house, leaves } = model.beds.get(bar.bedId);
    const away = leaves.filter(({ id }) => id === bar.id).map((leave) => `${KINDS[leave.kind].word} ${describeNights(model, leave)}`);
    return [
        bar.label, KINDS[bar.kind].word, bar.isOverdue && _t("overdue"), bar.isLeaving && _t("leaves today"), describeNights(model, bar), ...away, title, house.name,
    ].filter(Boolean).join(", ");
}

/** Return “6 of 8 in the register” of a night, and how many beyond the places. */
export function describeNight({ guests, places, over }) {
    const words = [_t("%(guests)s of %(places)s in the register", { guests, places })];
    return [...words, ...(over ? [_t("%s over capacity", over)] : [])].join(" · ");
}

/** Return what stands behind the name of a house: taken, free, for whom. `night` is that of tonight where nights are counted. */
export function describeHouse({ kind, policy, childrenWelcome }, { places, taken, free }, night) {
    const beds = places ? _t("%(taken)s of %(places)s taken", { taken, places }) : "";
    return [
        kind, night ? describeNight(night) : beds, free ? _t("%s free tonight", free) : "", POLICIES[policy] || "",
        childrenWelcome ? _t("children welcome") : "",
    ].filter(Boolean).join(" · ");
}

/** Return “4 wait · first C-00212” of a house, or "" where nobody waits. */
export function describeLine({ line }) {
    if (!line) {
        return "";
    }
    const count = line.count === 1 ? _t("1 waits") : _t("%s wait", line.count);
    return line.first ? _t("%(count)s · first %(who)s", { count, who: line.first }) : count;
}
