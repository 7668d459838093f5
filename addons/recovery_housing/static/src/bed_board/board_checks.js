import { _t } from "@web/core/l10n/translation";
import { overlaps, STAYS } from "./board_model";
import { addDays, formatDay } from "./board_days";

function describeBar(model, { kind, label, start, end }) {
    if (kind === "taken") {
        return _t("taken on some of these nights");
    }
    const from = formatDay(addDays(model.start, start), model.today);
    if (kind === "outage") {
        return _t("out of service from %(from)s: %(reason)s", { from, reason: label });
    }
    if (end === null) {
        return _t("held by %(who)s from %(from)s", { who: label, from });
    }
    return _t("held by %(who)s, %(from)s – %(until)s", { who: label, from, until: formatDay(addDays(model.start, end), model.today) });
}

function isInUse({ from, until, house }, { start, end }) {
    const first = Math.max(from ?? -Infinity, house.opened);
    const last = Math.min(until ?? Infinity, house.closed ?? Infinity);
    // A house that will close lets somebody in for the time being; a bed that will go does not.
    const stop = end ?? (until === null ? start + 1 : Infinity);
    return start >= first && stop <= last;
}

/**
 * Return in words why a stay cannot be there, as far as the board knows; "" where nothing speaks against it.
 *
 * The server knows more (who may live in a house, nights that are not shown) and is asked as well.
 *
 * @param {{bar: Object, bedId: number, start: number, end: number|null}} move where the stay would be
 */
export function findObstacle(model, { bar, bedId, start, end }) {
    const bed = model.beds.get(bedId);
    if (!bed) {
        return _t("it is not on the board");
    }
    if (!bed.house.editable) {
        return _t("you can only look at this house");
    }
    const isMoved = bedId !== bar.bedId;
    const nights = { start: isMoved && bar.kind === "in" ? Math.max(start, model.todayIndex) : start, end };
    if (end !== null && nights.start >= end) {
        return _t("the stay ends on %s: extend it first", formatDay(addDays(model.start, end), model.today));
    }
    if (bar.kind === "in" && start > model.todayIndex) {
        return _t("who is in has come already");
    }
    if (!isInUse(bed, nights)) {
        return _t("not in use in all of these nights");
    }
    // Who should have left and was not checked out lies there tonight.
    const other = bed.bars.find((one) => !isSame(one, bar) && overlaps({ start: one.start, end: one.shownEnd }, nights));
    if (other) {
        return describeBar(model, other);
    }
    const leaving = bar.kind === "in" && isMoved && bed.bars.find((one) => one.isLeaving);
    if (leaving) {
        return _t("%s leaves today and is still in: check them out first", leaving.label);
    }
    const elsewhere = bar.label && findElsewhere(model, bar, nights);
    return elsewhere ? _t("the same person is in %s then", elsewhere.title) : "";
}

function isSame(one, other) {
    return one.id === other.id && one.kind === other.kind;
}

function findElsewhere(model, bar, nights) {
    for (const bed of model.beds.values()) {
        if (bed.bars.some((one) => STAYS.includes(one.kind) && one.label === bar.label && !isSame(one, bar) && overlaps(one, nights))) {
            return bed;
        }
    }
}
