import { Component } from "@odoo/owl";

const NAME = "device";

/** What this device remembers of its place and its worker, read from and kept in the store. */
export class DeviceSettings {
    constructor(store) {
        this.store = store;
        const { programId = false, place = "", districtId = false, employeeId = false, counter = "", materialOpen = false } =
            store.get(NAME, {});
        Object.assign(this, { programId, place, districtId, employeeId, counter, materialOpen });
    }

    set(name, value) {
        this[name] = value;
        const { programId, place, districtId, employeeId, counter, materialOpen } = this;
        this.store.set(NAME, { programId, place, districtId, employeeId, counter, materialOpen });
    }

    /** Return in words where this device stands and who works at it. */
    describe({ programs, program, employees, places }) {
        const name = (list, id) => list.find((one) => one.id === id)?.name;
        return [
            programs.length > 1 && program.name, this.counter, name(places, this.place), name(employees, this.employeeId),
        ].filter(Boolean).join(" · ");
    }

    /** Let go of what the programme does not have (any more). */
    fit(setup) {
        const has = (list, id) => list.some((one) => one.id === id);
        this.programId = setup.program.id;
        this.place = has(setup.places, this.place) ? this.place : setup.program.place;
        this.districtId = has(setup.districts, this.districtId) ? this.districtId : false;
        this.employeeId = has(setup.employees, this.employeeId) ? this.employeeId : setup.employee_id;
    }
}

/** Where the form for these settings stands. */
export class DeviceForm extends Component {
    static template = "recovery_care.FrontDeskDeviceForm";
    static props = { device: Object, setup: Object, canChangeProgram: Boolean, onSet: Function, onClose: Function };

    set(name, ev) {
        const { value } = ev.target;
        this.props.onSet(name, name.endsWith("Id") ? Number(value) || false : value);
    }
}
