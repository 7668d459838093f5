import { Component, useState } from "@odoo/owl";
import { useRovingFocus } from "./roving_focus";

const FIRST = 11;
const ICONS = {
    individual: "fa-comments", group: "fa-users", family: "fa-home", crisis: "fa-exclamation-triangle",
    outreach: "fa-street-view", exchange: "fa-exchange", hygiene: "fa-shower", food: "fa-cutlery", medical: "fa-medkit",
    legal: "fa-balance-scale", social: "fa-handshake-o", testing: "fa-flask", accommodation: "fa-bed",
    education: "fa-graduation-cap", prevention: "fa-shield", remote: "fa-phone",
};

/** What was done, as big buttons to tick, and the questions that the ticked services ask. */
export class ServiceTiles extends Component {
    static template = "recovery_care.FrontDeskServiceTiles";
    static props = { visit: Object, services: Array };

    setup() {
        this.visit = useState(this.props.visit);
        this.state = useState({ more: false });
        this.tiles = useRovingFocus("tiles");
    }

    /** One more than fits is shown rather than a button that shows it. */
    get isLong() {
        return this.props.services.length > FIRST + 1;
    }

    get shown() {
        const { services } = this.props;
        if (!this.isLong || this.state.more) {
            return services;
        }
        return services.filter((service, index) => index < FIRST || this.visit.hasService(service.id));
    }

    get asking() {
        return this.props.services.filter(
            (service) => this.visit.hasService(service.id) && service.questions?.length,
        );
    }

    getIcon(service) {
        return ICONS[service.kind] || "fa-check";
    }

    /** Services for a known client are not for unnamed people; one that is ticked can be taken back. */
    isOff(service) {
        return Boolean(this.visit.headcount) && service.client_required && !this.visit.hasService(service.id);
    }

    toggle(service) {
        this.visit.toggleService(service.id);
    }
}
