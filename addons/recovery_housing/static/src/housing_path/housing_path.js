import { Component, status, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** The way of a client from the street to a home of their own: one bar, and the same in words. */
export class HousingPath extends Component {
    static template = "recovery_housing.HousingPath";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ path: null });
        useRecordObserver((record) => {
            if (record.data !== this.shownData) {
                this.shownData = record.data;
                this.load(record.resId);
            }
        });
    }

    async load(clientId) {
        const path = clientId
            ? await this.keepLast.add(this.orm.call("recovery.client", "get_housing_path", [clientId]))
            : null;
        if (status(this) !== "destroyed") {
            this.state.path = path;
        }
    }

    get stretches() {
        return this.state.path?.stretches || [];
    }

    /** A stretch is as wide as it was long; none so narrow that it cannot be seen. */
    getStyle(stretch) {
        return `flex: ${Math.max(stretch.days, 1)} 1 0`;
    }

    getDates(stretch) {
        const start = formatDate(deserializeDate(stretch.start));
        return stretch.stop
            ? _t("%(start)s – %(stop)s", { start, stop: formatDate(deserializeDate(stretch.stop)) })
            : _t("since %s", start);
    }

    getDays(days) {
        return days === 1 ? _t("1 day") : _t("%s days", days);
    }
}

registry.category("view_widgets").add("recovery_housing_path", { component: HousingPath });
