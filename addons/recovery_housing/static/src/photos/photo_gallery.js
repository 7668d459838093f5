import { Component, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog, deleteConfirmationMessage } from "@web/core/confirmation_dialog/confirmation_dialog";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { checkFileSize } from "@web/core/utils/files";
import { useService } from "@web/core/utils/hooks";
import { getDataURLFromFile, imageUrl } from "@web/core/utils/urls";
import { formatDate } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

const BADGES = { damage: "text-bg-danger", repaired: "text-bg-success" };

/**
 * The photos of a record: several are added at once, by choosing or dropping files; a touch enlarges one.
 * What is done here is done at once, like attachments; the record is saved first.
 */
export class PhotoGallery extends Component {
    static template = "recovery_housing.PhotoGallery";
    static props = {
        ...standardFieldProps,
        allowedField: { type: String, optional: true },
        coverField: { type: String, optional: true },
        context: { type: Object, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.viewer = useFileViewer();
        this.input = useRef("input");
        this.state = useState({ total: 0, done: 0 });
        useDropzone(
            useRef("gallery"),
            (ev) => this.addFiles(ev.dataTransfer.files),
            "o_recovery_photos_zone",
            () => this.canChange && !this.state.total
        );
    }

    get list() {
        return this.props.record.data[this.props.name];
    }

    get photos() {
        return this.list.records.map((record, index) => this.getCard(record, index));
    }

    get unseen() {
        return this.list.count - this.list.records.length;
    }

    /** Photos have rights of their own: house staff add them to a house that only managers change. */
    get canChange() {
        const { allowedField, readonly, record } = this.props;
        return allowedField ? record.data[allowedField] : !readonly;
    }

    get coverId() {
        return this.props.coverField && this.props.record.data[this.props.coverField]?.id;
    }

    getCard(record, index) {
        const { kind, caption, date } = record.data;
        const label = Object.fromEntries(this.list.fields.kind.selection)[kind];
        const day = formatDate(date);
        const place = ["bed_id", "stay_item_id"].map((name) => record.data[name]?.display_name).find(Boolean);
        const isCover = record.resId === this.coverId;
        return {
            id: record.resId,
            title: caption || place || (kind === "house" ? "" : label),
            name: [caption, label, place, day].filter(Boolean).join(", "),
            label: kind === "house" ? "" : label,
            badge: BADGES[kind] || "text-bg-info",
            day,
            index,
            isCover,
            canBeCover: Boolean(this.props.coverField) && kind === "house" && !isCover && !record.data.bed_id,
            thumbnail: imageUrl(this.list.resModel, record.resId, "image_512"),
        };
    }

    show(index) {
        const files = this.photos.map(({ id, name }) => ({
            isImage: true,
            isViewable: true,
            name,
            defaultSource: imageUrl(this.list.resModel, id, "image_1920"),
            downloadUrl: imageUrl(this.list.resModel, id, "image_1920", { download: true }),
        }));
        this.viewer.open(files[index], files);
    }

    onInput(ev) {
        const files = [...ev.target.files];
        ev.target.value = null;
        return this.addFiles(files);
    }

    async addFiles(fileList) {
        const files = [...fileList].filter((file) => checkFileSize(file.size, this.notification));
        if (!files.length || !(await this.saveRecord())) {
            return;
        }
        Object.assign(this.state, { total: files.length, done: 0 });
        try {
            for (const file of files) {
                await this.addFile(file);
                this.state.done += 1;
            }
        } finally {
            this.state.total = 0;
            await this.reload();
        }
    }

    async addFile(file) {
        const { fields, resId } = this.props.record;
        const image = (await getDataURLFromFile(file)).split(",")[1];
        const values = { [fields[this.props.name].relation_field]: resId, image_1920: image };
        try {
            await this.orm.create(this.list.resModel, [values], { context: this.props.context });
        } catch (error) {
            if (!(error instanceof RPCError)) {
                throw error;
            }
            this.notification.add(error.data?.message || error.message, { title: file.name, type: "danger", sticky: true });
        }
    }

    async saveRecord() {
        const { record } = this.props;
        return (!record.isNew && !(await record.isDirty())) || record.save();
    }

    reload() {
        return this.props.record.load();
    }

    async edit(id) {
        if (await this.saveRecord()) {
            this.dialog.add(FormViewDialog, {
                resModel: this.list.resModel,
                resId: id,
                title: _t("Photo"),
                onRecordSaved: () => this.reload(),
            });
        }
    }

    remove(id) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Delete the photo?"),
            body: deleteConfirmationMessage,
            confirmLabel: _t("Delete"),
            confirm: () => this.change("unlink", id),
            cancel: () => {},
        });
    }

    makeCover(id) {
        return this.change("action_make_cover", id);
    }

    async change(method, id) {
        if (await this.saveRecord()) {
            await this.orm.call(this.list.resModel, method, [[id]]);
            await this.reload();
        }
    }
}

export const photoGallery = {
    component: PhotoGallery,
    displayName: _t("Photos"),
    supportedTypes: ["one2many"],
    useSubView: true,
    isEmpty: () => false,
    extractProps: ({ options }, dynamicInfo) => ({
        allowedField: options.allowed_field,
        coverField: options.cover_field,
        context: dynamicInfo.context,
    }),
};

registry.category("fields").add("recovery_photos", photoGallery);
