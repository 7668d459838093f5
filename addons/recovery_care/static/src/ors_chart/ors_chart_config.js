import { _t } from "@web/core/l10n/translation";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { formatRating } from "../rating/rating_value";

const { DateTime } = luxon;

export const TOTAL_MAX = 40;
const DAY = 24 * 3600 * 1000;
const TICK_WIDTH = 100;

function getTime(point) {
    return deserializeDate(point.date).toMillis();
}

/** Colours come from the style sheet, so that every theme draws its own. */
export function readColors(element) {
    const style = getComputedStyle(element);
    const read = (name) => style.getPropertyValue(`--recovery-ors-${name}`).trim();
    return {
        line: read("line"),
        cutoff: read("cutoff"),
        band: read("band"),
        grid: read("grid"),
        text: read("text"),
        font: style.fontFamily,
    };
}

/** Time axis from a little before the first rating to a little after the last. */
export function getTimeRange(points) {
    const first = getTime(points[0]);
    const last = getTime(points.at(-1));
    const margin = Math.max((last - first) * 0.04, 3 * DAY);
    return { min: first - margin, max: last + margin };
}

/** Days to name below the axis: the first, the last, and as many between them as `width` holds. */
export function getTicks(points, width) {
    const first = getTime(points[0]);
    const days = Math.round((getTime(points.at(-1)) - first) / DAY);
    const steps = Math.min(Math.max(Math.floor(width / TICK_WIDTH) - 1, 1), 6, days);
    return [...Array(steps + 1).keys()].map((step) => first + Math.round((days * step) / (steps || 1)) * DAY);
}

function formatTick(time) {
    return DateTime.fromMillis(time).toLocaleString({ day: "numeric", month: "short", year: "2-digit" });
}

/** The cut-off of each rating as a line of steps over the whole width: it changes with age and version. */
export function getCutoffLine(points, range) {
    return [
        { x: range.min, y: points[0].cutoff },
        ...points.map((point) => ({ x: getTime(point), y: point.cutoff })),
        { x: range.max, y: points.at(-1).cutoff },
    ];
}

/** Totals that differ from the first by less than the reliable change, in points. */
export function getBand(chart) {
    return {
        low: Math.max(chart.first - chart.reliable_change, 0),
        high: Math.min(chart.first + chart.reliable_change, TOTAL_MAX),
    };
}

function drawText(ctx, text, x, y, colors) {
    ctx.font = `12px ${colors.font}`;
    ctx.fillStyle = colors.text;
    ctx.textBaseline = "bottom";
    ctx.fillText(text, x, y);
}

function getBandPlugin(data, colors) {
    const band = getBand(data);
    return {
        id: "recoveryReliableChange",
        beforeDatasetsDraw({ ctx, chartArea, scales }) {
            const top = scales.y.getPixelForValue(band.high);
            const bottom = scales.y.getPixelForValue(band.low);
            ctx.save();
            ctx.fillStyle = colors.band;
            ctx.fillRect(chartArea.left, top, chartArea.right - chartArea.left, bottom - top);
            ctx.restore();
        },
        afterDatasetsDraw({ ctx, chartArea, scales }) {
            const label = (text, x, value) => drawText(ctx, text, x, scales.y.getPixelForValue(value) - 2, colors);
            const [first, last] = [data.points[0].cutoff, data.points.at(-1).cutoff];
            ctx.save();
            label(_t("cut-off %s", formatRating(first)), chartArea.left + 6, first);
            ctx.textAlign = "right";
            if (last !== first) {
                label(_t("cut-off %s", formatRating(last)), chartArea.right - 6, last);
            }
            label(_t("first ± %s", formatRating(data.reliable_change)), chartArea.right - 6, band.low);
            ctx.restore();
        },
    };
}

/**
 * Chart.js configuration for the totals of one client or episode.
 *
 * @param {Object} data what get_ors_chart returned, with at least one point
 * @param {Object} colors as readColors returns them
 */
export function getChartConfig(data, colors) {
    const range = getTimeRange(data.points);
    const tick = { color: colors.text, font: { family: colors.font } };
    return {
        type: "line",
        plugins: [getBandPlugin(data, colors)],
        data: {
            datasets: [
                {
                    label: _t("Total"),
                    data: data.points.map((point) => ({ x: getTime(point), y: point.total })),
                    borderColor: colors.line,
                    backgroundColor: colors.line,
                    borderWidth: 2,
                    pointRadius: 4,
                    pointHoverRadius: 7,
                    pointHitRadius: 22,
                },
                {
                    label: _t("Cut-off"),
                    data: getCutoffLine(data.points, range),
                    borderColor: colors.cutoff,
                    borderDash: [6, 4],
                    borderWidth: 1.5,
                    pointRadius: 0,
                    pointHitRadius: 0,
                    stepped: "before",
                },
            ],
        },
        options: {
            animation: false,
            maintainAspectRatio: false,
            scales: {
                x: {
                    type: "linear",
                    min: range.min,
                    max: range.max,
                    grid: { display: false },
                    ticks: { ...tick, maxRotation: 0, autoSkip: false, callback: formatTick },
                    afterBuildTicks: (axis) => {
                        axis.ticks = getTicks(data.points, axis.maxWidth).map((value) => ({ value }));
                    },
                },
                y: { min: 0, max: TOTAL_MAX, grid: { color: colors.grid }, ticks: { ...tick, stepSize: 10 } },
            },
            plugins: {
                legend: { display: false },
                tooltip: {
                    filter: (item) => item.datasetIndex === 0,
                    displayColors: false,
                    callbacks: {
                        title: ([item]) => item && formatDate(deserializeDate(data.points[item.dataIndex].date)),
                        label: (item) => _t("Total %s", formatRating(data.points[item.dataIndex].total)),
                    },
                },
            },
        },
    };
}
