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
};
const POLICIES = { women: _t("women"), men: _t("men") };

/** Return “10 Oct – 24 Jan” or “since 10 Oct”. */
export function describeNights(model, { start, end }) {
    const from = formatDay(addDays(model.start, start), model.today);
    return end === null ? _t("from %s, open-ended", from) : `${from} – ${formatDay(addDays(model.start, end), model.today)}`;
}

/** Return what is written on a bar. */
export function describeBar({ kind, label, isOverdue }) {
    const who = label || KINDS[kind].word;
    if (kind === "outage") {
        return `${KINDS.outage.word} · ${label}`;
    }
    return isOverdue ? `${who} · ${_t("overdue")}` : who;
}

/** Return what a screen reader says of a bar: who, what, when, where. */
export function spellBar(model, bar) {
    const { title, house, leaves } = model.beds.get(bar.bedId);
    const away = leaves.filter(({ id }) => id === bar.id).map((leave) => `${KINDS[leave.kind].word} ${describeNights(model, leave)}`);
    return [
        bar.label, KINDS[bar.kind].word, bar.isOverdue && _t("overdue"), describeNights(model, bar), ...away, title, house.name,
    ].filter(Boolean).join(", ");
}

/** Return what stands behind the name of a house: taken, free, for whom. */
export function describeHouse({ kind, policy, childrenWelcome }, { places, taken, free }) {
    return [
        kind, _t("%(taken)s of %(places)s taken", { taken, places }), free ? _t("%s free tonight", free) : "", POLICIES[policy] || "",
        childrenWelcome ? _t("children welcome") : "",
    ].filter(Boolean).join(" · ");
}
