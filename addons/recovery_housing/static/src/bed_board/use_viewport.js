import { onWillUnmount, useEffect, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

/** What is seen of something that scrolls: size and place, read once a frame. */
export function useViewport(ref) {
    const state = useState({ width: 0, height: 0, top: 0, left: 0 });
    let frame;

    function read() {
        const { el } = ref;
        if (el) {
            Object.assign(state, { width: el.clientWidth, height: el.clientHeight, top: el.scrollTop, left: el.scrollLeft });
        }
    }

    function onScroll() {
        browser.cancelAnimationFrame(frame);
        frame = browser.requestAnimationFrame(read);
    }

    useEffect(
        (el) => {
            const observer = new ResizeObserver(read);
            observer.observe(el);
            el.addEventListener("scroll", onScroll, { passive: true });
            read();
            return () => {
                observer.disconnect();
                el.removeEventListener("scroll", onScroll);
            };
        },
        () => [ref.el]
    );
    onWillUnmount(() => browser.cancelAnimationFrame(frame));
    return state;
}
