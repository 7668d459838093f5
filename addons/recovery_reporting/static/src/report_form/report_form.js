import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { DOWNLOADS, downloadReport } from "./report_download";

/** The form of a report: its files are saved without leaving it, and it shows at once that it is frozen. */
export class ReportFormController extends FormController {
    setup() {
        super.setup();
        this.notification = useService("notification");
    }

    async beforeExecuteActionButton(clickParams) {
        const proceeds = await super.beforeExecuteActionButton(clickParams);
        if (proceeds === false || !DOWNLOADS.includes(clickParams.name)) {
            return proceeds;
        }
        try {
            await downloadReport(this, clickParams.name, this.model.root.resId);
        } finally {
            await this.model.load();
        }
        return false;
    }
}

registry.category("views").add("recovery_report_form", { ...formView, Controller: ReportFormController });
