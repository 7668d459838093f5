import { localization } from "@web/core/l10n/localization";
import { clamp, roundDecimals } from "@web/core/utils/numbers";
import { formatFloat } from "@web/views/fields/formatters";

export const STEP = 0.1;
export const PAGE = 1;

export class InvalidRatingError extends Error {}

/**
 * Read a typed rating. Comma and point both separate decimals, whatever the language:
 * a rating has no thousands, and "7,5" read as 75 would be worse than any strictness.
 *
 * @param {string} text
 * @param {number} max
 * @returns {number | false} rounded to one decimal; false when nothing is written
 * @throws {InvalidRatingError} when it is no number from 0 to max
 */
export function parseRating(text, max) {
    const written = text.trim();
    if (!written) {
        return false;
    }
    const normalized = written.replace(localization.decimalPoint, ".").replace(",", ".");
    if (!/^(\d+\.?\d*|\.\d+)$/.test(normalized) || Number(normalized) > max) {
        throw new InvalidRatingError(written);
    }
    return roundDecimals(Number(normalized), 1);
}

/**
 * @param {number | false} value
 * @returns {string} with one decimal; empty for a rating that was not given
 */
export function formatRating(value) {
    return formatFloat(value, { digits: [4, 1] });
}

/**
 * Where a key moves the slider. A rating that was not given starts from the middle,
 * so that no end of the scale is suggested.
 *
 * @param {string} key
 * @param {number | false} value
 * @param {number} max
 * @returns {number | undefined} undefined when the key does not move it
 */
export function moveRating(key, value, max) {
    const forward = localization.direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = localization.direction === "rtl" ? "ArrowRight" : "ArrowLeft";
    const steps = {
        [forward]: STEP, ArrowUp: STEP, [back]: -STEP, ArrowDown: -STEP, PageUp: PAGE, PageDown: -PAGE,
    };
    if (key === "Home" || key === "End") {
        return key === "Home" ? 0 : max;
    }
    if (!(key in steps)) {
        return undefined;
    }
    return value === false ? max / 2 : roundDecimals(clamp(value + steps[key], 0, max), 1);
}
