import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

const { DateTime } = luxon;

export const ZOOMS = { week: _t("Week"), month: _t("Month"), quarter: _t("Quarter") };
const STEPS = { day: { days: 1 }, week: { weeks: 1 }, month: { months: 1 }, quarter: { quarters: 1 } };
// Monday, whatever the calendar of the language begins with: weeks of houses are printed that way as well.
const MONDAY = 1;

/** Return the day by the clock of the user, as the server has it; a device may be set to another time zone. */
export function getToday() {
    const now = DateTime.now().setZone(user.tz || "local");
    return (now.isValid ? now : DateTime.now()).toISODate();
}

/** Return the first day and the number of days of the week, month or quarter in which a day lies. */
export function getWindow(zoom, day) {
    const anchor = DateTime.fromISO(day);
    if (zoom === "day") {
        return { start: day, days: 1 };
    }
    const start = zoom === "week" ? anchor.minus({ days: anchor.weekday - MONDAY }) : anchor.startOf(zoom);
    return { start: start.toISODate(), days: Math.round(start.plus(STEPS[zoom]).diff(start, "days").days) };
}

/** Return the day so many weeks, months or quarters away. */
export function stepDay(zoom, day, count) {
    const [[unit, size]] = Object.entries(STEPS[zoom]);
    return DateTime.fromISO(day).plus({ [unit]: size * count }).toISODate();
}

/** Whether a text from a link is a day. */
export function isDay(text) {
    return /^\d{4}-\d\d-\d\d$/.test(text || "") && DateTime.fromISO(text).isValid;
}

export function addDays(day, count) {
    return DateTime.fromISO(day).plus({ days: count }).toISODate();
}

export function countDays(from, to) {
    return Math.round(DateTime.fromISO(to).diff(DateTime.fromISO(from), "days").days);
}

/** Return “24 Nov”, with the year where it is not the one of `today`. */
export function formatDay(day, today) {
    const date = DateTime.fromISO(day);
    return date.toFormat(today && date.year !== DateTime.fromISO(today).year ? "d MMM yyyy" : "d MMM");
}

/** Return what stands over the columns: for each day its number, weekday, whether it begins a week or a month. */
export function describeDays(start, days, today) {
    return Array.from({ length: days }, (_, index) => {
        const date = DateTime.fromISO(start).plus({ days: index });
        return {
            index, day: date.toISODate(), number: date.day, weekday: date.toFormat("ccc"), month: date.toFormat("LLLL yyyy"),
            isWeekend: date.weekday > 5, isMonday: date.weekday === MONDAY, isFirst: !index || date.day === 1,
            isToday: date.toISODate() === today, title: date.toFormat("cccc d LLLL"),
        };
    });
}

/** Return “23 – 29 November 2026”, “November 2026” or “October – December 2026”. */
export function describeWindow(zoom, start, days) {
    const first = DateTime.fromISO(start);
    const last = first.plus({ days: days - 1 });
    if (zoom === "day") {
        return first.toFormat("cccc d LLLL");
    }
    if (zoom === "month") {
        return first.toFormat("LLLL yyyy");
    }
    if (zoom === "quarter") {
        return `${first.toFormat("LLLL")} – ${last.toFormat("LLLL yyyy")}`;
    }
    const sameMonth = first.month === last.month;
    return `${first.toFormat(sameMonth ? "d" : "d LLLL")} – ${last.toFormat("d LLLL yyyy")}`;
}
