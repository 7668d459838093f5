import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What a service asks, each question with its answers as chips to press. */
export class OptionChips extends Component {
    static template = "recovery_care.OptionChips";
    static props = { ...standardFieldProps, serviceField: { type: String, optional: true } };
    static defaultProps = { serviceField: "service_id" };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ questions: [] });
        useRecordObserver((record) => {
            const serviceId = record.data[this.props.serviceField]?.id;
            if (serviceId !== this.serviceId) {
                this.serviceId = serviceId;
                this.load(serviceId);
            }
        });
    }

    async load(serviceId) {
        if (!serviceId) {
            this.state.questions = [];
            return;
        }
        const found = await this.keepLast.add(this.orm.call("recovery.service", "get_questions", [[serviceId]]));
        this.state.questions = found[serviceId] || [];
    }

    get list() {
        return this.props.record.data[this.props.name];
    }

    isChosen(option) {
        return this.list.currentIds.includes(option.id);
    }

    chosenLabels(question) {
        return question.options.filter((option) => this.isChosen(option)).map((option) => option.name).join(", ");
    }

    hint(question) {
        return question.required ? _t("answer needed") : "";
    }

    async toggle(question, option) {
        if (this.isChosen(option)) {
            await this.list.addAndRemove({ remove: [option.id] });
            return;
        }
        const others = question.multiple ? [] : question.options.filter((other) => this.isChosen(other));
        await this.list.addAndRemove({ add: [option.id], remove: others.map((other) => other.id) });
    }
}

registry.category("fields").add("recovery_option_chips", {
    component: OptionChips,
    displayName: _t("Answers as chips"),
    supportedTypes: ["many2many"],
    isEmpty: () => false,
    relatedFields: [{ name: "display_name", type: "char" }],
    extractProps: ({ options }) => ({ serviceField: options.service_field }),
});
