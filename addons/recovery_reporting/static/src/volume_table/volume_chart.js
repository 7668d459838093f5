import { _t } from "@web/core/l10n/translation";
import { getColor } from "@web/core/colors/colors";
import { cookie } from "@web/core/browser/cookie";

/** Return the colours of text and lines where `element` stands, light or dark. */
export function readColors(element) {
    const style = getComputedStyle(element);
    return { text: style.color, line: style.getPropertyValue("--border-color") || "rgba(128, 128, 128, 0.3)" };
}

/**
 * Return the configuration of the bar chart of one figure; where figures are split, bars are stacked
 * as long as their parts add up.
 *
 * @param {Object} table as `get_table` of recovery.volume.table returns it
 * @param {number} index of the figure
 * @param {{ text: string, line: string }} colors
 */
export function getVolumeChart(table, index, colors) {
    const figure = table.figures[index];
    const start = table.figures.slice(0, index).reduce((sum, other) => sum + other.span, 0);
    const scheme = cookie.get("color_scheme");
    // The last column of a split figure is the whole.
    const parts = figure.span > 1 ? table.parts.slice(0, -1) : [figure.name];
    const datasets = parts.map((label, part) => ({
        label,
        data: table.rows.map((row) => row.values[start + part]),
        backgroundColor: getColor(part, scheme, Math.max(parts.length, 3)),
    }));
    const stacked = figure.span > 1 && figure.additive;
    const unit = figure.unit === "percent" ? _t("%") : figure.unit_label;
    return {
        type: "bar",
        data: { labels: table.rows.map((row) => row.label), datasets },
        options: {
            animation: false,
            maintainAspectRatio: false,
            plugins: { legend: { display: parts.length > 1, labels: { color: colors.text } } },
            scales: {
                x: { stacked, grid: { display: false }, ticks: { color: colors.text } },
                y: {
                    stacked,
                    beginAtZero: true,
                    grid: { color: colors.line },
                    ticks: { color: colors.text },
                    title: { display: true, text: unit, color: colors.text },
                },
            },
        },
    };
}
