import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatRating, moveRating, parseRating } from "./rating_value";

/**
 * A rating on a visual analogue scale whose empty value is `false`, never 0.
 *
 * The web client's own number input treats 0 and `false` as the same when a field is
 * left by Tab or Enter, so this one keeps its own draft: `text` while somebody types,
 * `draft` while the slider moves or the record is being updated.
 */
export class RatingField extends Component {
    static template = "recovery_care.RatingField";
    static props = {
        ...standardFieldProps,
        label: { type: String, optional: true },
        max: { type: Number, optional: true },
    };
    static defaultProps = { max: 10 };
    static showsErrorInPlace = true;

    setup() {
        this.notification = useService("notification");
        this.state = useState({ text: null, draft: undefined, error: "" });
        this.moving = false;
        this.isScrolling = false;
        this.awaited = undefined;
        const { bus } = this.props.record.model;
        useBus(bus, "NEED_LOCAL_CHANGES", (ev) => ev.detail.proms.push(this.commitPending()));
        useBus(bus, "WILL_SAVE_URGENTLY", () => this.commitPending({ urgent: true }));
        // Another record comes, or this one is discarded: then its data are replaced as a whole.
        useRecordObserver((record) => {
            if (record.data !== this.shownData && (record.id !== this.shownId || this.state.error)) {
                Object.assign(this.state, { text: null, draft: undefined, error: "" });
                this.moving = false;
                this.awaited = undefined;
            }
            this.shownData = record.data;
            this.shownId = record.id;
        });
    }

    get value() {
        return this.state.draft ?? this.props.record.data[this.props.name];
    }

    get isAnswered() {
        return this.value !== false;
    }

    get label() {
        return this.props.label || this.props.record.fields[this.props.name].string;
    }

    get numberLabel() {
        return _t("%s, as a number", this.label);
    }

    get clearLabel() {
        return _t("Clear %s", this.label);
    }

    get formattedValue() {
        return formatRating(this.value);
    }

    get shownText() {
        return this.state.text ?? this.formattedValue;
    }

    /** A slider without an answer rests, invisible, in the middle. */
    get sliderPosition() {
        return this.isAnswered ? this.value : this.props.max / 2;
    }

    get fillStyle() {
        return `--recovery-rating-fill: ${this.isAnswered ? (100 * this.value) / this.props.max : 0}%`;
    }

    get valueText() {
        return this.isAnswered ? this.formattedValue : _t("not answered");
    }

    get errorId() {
        return `${this.props.id || this.props.name}_error`;
    }

    get errorMessage() {
        return _t("%(field)s: write a number from %(min)s to %(max)s, or leave it empty.", {
            field: this.label,
            min: formatRating(0),
            max: formatRating(this.props.max),
        });
    }

    announceDirty() {
        this.props.record.model.bus.trigger("FIELD_IS_DIRTY", true);
    }

    /** What the record holds once the updates that wait for the server are through. */
    get recordValue() {
        return this.awaited ?? this.props.record.data[this.props.name];
    }

    async commit(value, { urgent = false } = {}) {
        const { record, name } = this.props;
        Object.assign(this.state, { text: null, draft: value, error: "" });
        this.moving = false;
        if (record.isFieldInvalid(name)) {
            record.resetFieldValidity(name);
        }
        if (urgent || value !== this.recordValue) {
            this.awaited = value;
            await record.update({ [name]: value });
            if (this.awaited === value) {
                this.awaited = undefined;
            }
        }
        record.model.bus.trigger("FIELD_IS_DIRTY", false);
        if (this.awaited === undefined && !this.moving) {
            this.state.draft = undefined;
        }
    }

    async commitText(options) {
        if (this.state.text === null) {
            return;
        }
        let value;
        try {
            value = parseRating(this.state.text, this.props.max);
        } catch {
            return this.rejectText();
        }
        return this.commit(value, options);
    }

    rejectText() {
        if (this.state.error) {
            return;
        }
        this.state.error = this.errorMessage;
        this.props.record.setInvalidField(this.props.name);
        if (!this.constructor.showsErrorInPlace) {
            this.notification.add(this.errorMessage, { type: "danger" });
        }
    }

    /** Hand over what is typed or moved but not yet in the record, before it is saved. */
    async commitPending(options) {
        if (this.state.text !== null) {
            return this.commitText(options);
        }
        if (this.state.draft !== undefined) {
            return this.commit(this.state.draft, options);
        }
    }

    onTextInput(ev) {
        this.state.text = ev.target.value;
        this.state.error = "";
        this.announceDirty();
        if (this.props.record.isFieldInvalid(this.props.name)) {
            this.props.record.resetFieldValidity(this.props.name);
        }
    }

    onTextKeydown(ev) {
        if (["Enter", "Tab"].includes(ev.key)) {
            this.commitText();
        }
    }

    onSlide(ev) {
        if (this.isScrolling) {
            return;
        }
        this.moving = true;
        this.state.draft = Number(ev.target.value);
        this.state.text = null;
        this.announceDirty();
    }

    onSlideEnd(ev) {
        if (!this.isScrolling) {
            this.commit(Number(ev.target.value));
        }
    }

    onSliderPointerDown() {
        this.isScrolling = false;
    }

    /** The finger scrolls the page: the slider jumped below it and will report a change, which is no answer. */
    onSliderPointerCancel(ev) {
        this.isScrolling = true;
        this.moving = false;
        this.state.draft = undefined;
        ev.target.value = this.sliderPosition;
        this.props.record.model.bus.trigger("FIELD_IS_DIRTY", false);
    }

    /** A press exactly where the unanswered slider rests changes nothing for the browser, but is an answer. */
    answerWhereItRests(ev) {
        if (!this.isAnswered) {
            this.commit(Number(ev.target.value));
        }
    }

    /** A finger causes no click on a slider; the slider itself moves only after this event. */
    onSliderPointerUp(ev) {
        if (ev.pointerType !== "mouse") {
            browser.setTimeout(() => this.answerWhereItRests(ev));
        }
    }

    onSliderKeydown(ev) {
        if (["Delete", "Backspace"].includes(ev.key)) {
            ev.preventDefault();
            this.commit(false);
            return;
        }
        const value = ev.altKey || ev.ctrlKey || ev.metaKey ? undefined : moveRating(ev.key, this.value, this.props.max);
        if (value === undefined) {
            return;
        }
        ev.preventDefault();
        this.moving = true;
        Object.assign(this.state, { draft: value, text: null });
        this.announceDirty();
    }

    /** A held key moves the slider many times and the record once, when it is released. */
    onSliderRelease() {
        if (this.moving) {
            this.commit(this.state.draft);
        }
    }

    onClear(ev) {
        const slider = ev.target.closest(".o_recovery_rating").querySelector("input[type=range]");
        this.commit(false);
        slider?.focus();
    }
}

export class ListRatingField extends RatingField {
    static template = "recovery_care.ListRatingField";
    static showsErrorInPlace = false;
}

export const ratingField = {
    component: RatingField,
    displayName: _t("Rating"),
    supportedTypes: ["float"],
    supportedOptions: [{ label: _t("Highest value"), name: "max", type: "number", default: 10 }],
    // Not answered is shown with its words, so the field never counts as empty.
    isEmpty: () => false,
    extractProps: ({ options, string }) => ({ label: string, max: options.max }),
};

registry.category("fields").add("recovery_rating", ratingField);
registry.category("fields").add("list.recovery_rating", {
    ...ratingField,
    component: ListRatingField,
    listViewWidth: [70, 110],
});
