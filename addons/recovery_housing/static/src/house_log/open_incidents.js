import { Component, onWillStart, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/** The incidents that are not over, above the log of a house: whoever comes on shift sees what is late. */
export class OpenIncidents extends Component {
    static template = "recovery_housing.OpenIncidents";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ incidents: [], open: 0, overdue: 0 });
        onWillStart(async () => {
            Object.assign(this.state, await this.orm.call("recovery.house.incident", "get_open", []));
        });
    }

    openIncident(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "recovery.house.incident",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openAll() {
        return this.action.doAction("recovery_housing.house_incident_action");
    }

    openOverdue() {
        return this.action.doAction("recovery_housing.house_incident_step_action", {
            additionalContext: { search_default_overdue: 1 },
        });
    }
}
