import { Component, useState } from "@odoo/owl";

/** Begin a shift: go on with a running one, begin a planned one, or a new one with its team and route. */
export class StartShift extends Component {
    static template = "recovery_care.OutreachStart";
    static props = { setup: Object, data: Object, busy: Boolean, problem: String, onProgram: Function, onGoOn: Function, onStart: Function };

    setup() {
        const { employee_id: own } = this.props.setup;
        this.team = useState({ employees: own ? [own] : [], volunteers: [], routeId: this.props.data.routes[0]?.id || false });
    }

    get running() {
        return this.props.data.shifts.filter(({ state }) => state === "running");
    }

    get planned() {
        return this.props.data.shifts.filter(({ state }) => state === "planned");
    }

    get chosenRoute() {
        return this.props.data.routes.find(({ id }) => id === this.team.routeId);
    }

    describe(shift) {
        return [shift.code, shift.route, shift.time, shift.workers].filter(Boolean).join(" · ");
    }

    onProgram(ev) {
        this.props.onProgram(Number(ev.target.value));
    }

    onRoute(ev) {
        this.team.routeId = Number(ev.target.value) || false;
    }

    toggle(list, id) {
        const chosen = this.team[list];
        this.team[list] = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
        const other = list === "employees" ? "volunteers" : "employees";
        this.team[other] = this.team[other].filter((person) => !this.team[list].includes(person));
    }

    start() {
        const { employees, volunteers, routeId } = this.team;
        this.props.onStart({
            program_id: this.props.setup.program.id, route_id: routeId, employee_ids: [...employees], volunteer_ids: [...volunteers],
        });
    }
}
