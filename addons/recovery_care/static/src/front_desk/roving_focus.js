import { onMounted, onPatched, useRef } from "@odoo/owl";

const ITEMS = "[data-item]:not(:disabled)";
const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** Return the item to which an arrow leads: the next one in reading order, or the nearest in the row above or below. */
function findNext(items, current, [across, down]) {
    const index = items.indexOf(current);
    if (across) {
        const forward = getComputedStyle(current).direction === "rtl" ? -across : across;
        return items[(index + forward + items.length) % items.length];
    }
    const here = current.getBoundingClientRect();
    const rows = items
        .map((item) => ({ item, box: item.getBoundingClientRect() }))
        .filter(({ box }) => (down > 0 ? box.top >= here.bottom - 1 : box.bottom <= here.top + 1))
        .map(({ item, box }) => ({
            item, distance: Math.abs(box.top - here.top) * 1000 + Math.abs(box.left - here.left),
        }))
        .sort((one, other) => one.distance - other.distance);
    return rows[0]?.item;
}

/**
 * A group of buttons that Tab enters once and arrows walk through.
 *
 * @param {string} name of the t-ref of the group, whose buttons carry `data-item`
 */
export function useRovingFocus(name) {
    const group = useRef(name);

    function reach(item) {
        for (const other of group.el.querySelectorAll("[data-item]")) {
            other.tabIndex = other === item ? 0 : -1;
        }
    }

    function keepReachable() {
        const items = group.el ? [...group.el.querySelectorAll(ITEMS)] : [];
        if (items.length && items.filter((item) => item.tabIndex === 0).length !== 1) {
            reach(items.includes(document.activeElement) ? document.activeElement : items[0]);
        }
    }

    onMounted(keepReachable);
    onPatched(keepReachable);
    return {
        onFocusin: (ev) => {
            const item = ev.target.closest("[data-item]");
            if (item) {
                reach(item);
            }
        },
        onKeydown: (ev) => {
            const items = [...group.el.querySelectorAll(ITEMS)];
            const current = ev.target.closest("[data-item]");
            if (!items.includes(current) || ev.altKey || ev.ctrlKey || ev.metaKey) {
                return;
            }
            const ends = { Home: items[0], End: items.at(-1) };
            const next = STEPS[ev.key] ? findNext(items, current, STEPS[ev.key]) : ends[ev.key];
            if (next) {
                ev.preventDefault();
                next.focus();
            }
        },
    };
}
