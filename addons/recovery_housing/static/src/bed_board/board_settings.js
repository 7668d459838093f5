import { browser } from "@web/core/browser/browser";
import { router } from "@web/core/browser/router";
import { isDay, ZOOMS } from "./board_days";

const KEY = "recovery_housing.bed_board";

/** Read what this device remembers of the board, and what the link says. What somebody searched for is not kept: it may be a name. */
export function readSettings() {
    let kept = {};
    try {
        kept = JSON.parse(browser.localStorage.getItem(KEY)) || {};
    } catch {
        // What cannot be read is written anew.
    }
    const { date, zoom } = router.current;
    return {
        day: isDay(date) ? date : "", zoom: [zoom, kept.zoom].find((name) => name in ZOOMS) || "month",
        houseId: Number(kept.houseId) || false, kind: typeof kept.kind === "string" ? kept.kind : "",
    };
}

export function keepSettings({ zoom, houseId, kind }) {
    browser.localStorage.setItem(KEY, JSON.stringify({ zoom, houseId, kind }));
}
