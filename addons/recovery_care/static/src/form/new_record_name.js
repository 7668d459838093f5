import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";

// Our names are put together from codes and dates: of fields that are still empty they leave a dot and today's date.
patch(FormController.prototype, {
    displayName() {
        const { root } = this.model;
        return root.isNew && root.resModel.startsWith("recovery.") ? _t("New") : super.displayName();
    },
});
