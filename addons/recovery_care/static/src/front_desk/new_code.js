import { Component, useState } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { explainError } from "./server_errors";

/** A new client in place: a code typed, built from what the person tells, or the next number. */
export class NewCode extends Component {
    static template = "recovery_care.FrontDeskNewCode";
    static props = {
        programId: Number,
        inputs: Array,
        genders: Array,
        text: String,
        onChoose: Function,
        onClose: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({
            code: this.props.inputs.length ? "" : this.props.text.toUpperCase(),
            nickname: "", gender: "unknown", birthYear: "", inputs: {}, busy: false, error: "", answer: null,
        });
        useAutofocus({ refName: "first", mobile: true });
    }

    /** The scheme's inputs apart from those that every new client is asked for. */
    get schemeInputs() {
        return this.props.inputs.filter(({ name }) => !["gender", "birth_year"].includes(name));
    }

    get codeHint() {
        return this.props.inputs.length ? _t("Empty: built from what is told") : _t("Empty: the next number");
    }

    get answerText() {
        const { status, code, suggestion } = this.state.answer;
        return status === "exists"
            ? _t("%s is known. Is it this person?", code || suggestion)
            : _t("%(code)s is taken. %(suggestion)s is free.", { code, suggestion });
    }

    describe(match) {
        return [
            match.nickname, match.gender !== "unknown" && match.gender_label, match.birth_year,
            match.last_contact
                ? _t("last contact %s", deserializeDate(match.last_contact).toLocaleString(luxon.DateTime.DATE_MED))
                : _t("no contact yet"),
            match.programs.join(", "), !match.active && _t("archived"),
        ].filter(Boolean).join(" · ");
    }

    getVerdict(match) {
        return { true: _t("same details"), false: _t("other details") }[match.same_person] || "";
    }

    onInput(name, ev) {
        this.state[name] = ev.target.value;
        Object.assign(this.state, { answer: null, error: "" });
    }

    onSchemeInput(name, ev) {
        this.state.inputs[name] = ev.target.value;
        Object.assign(this.state, { answer: null, error: "" });
    }

    /** @param {string} [confirmed] the free code, where the person is none of those shown */
    async create(confirmed) {
        if (this.state.busy) {
            return;
        }
        const { code, nickname, gender, birthYear, inputs } = this.state;
        Object.assign(this.state, { busy: true, error: "" });
        try {
            const answer = await this.orm.call("recovery.front.desk", "create_client", [this.props.programId, {
                code: confirmed || code, confirmed: Boolean(confirmed), nickname, gender, birth_year: birthYear.trim(), inputs,
            }]);
            if (answer.status === "created") {
                this.props.onChoose(answer.client);
                return;
            }
            this.state.answer = answer;
        } catch (error) {
            this.state.error = explainError(error).message;
        } finally {
            this.state.busy = false;
        }
    }

    take(match) {
        this.props.onChoose({ id: match.id, code: match.code, nickname: match.nickname || "", last_visit: false, here: true });
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.props.onClose();
        }
    }
}
