import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { configureBlobDownloadXHR } from "@web/core/network/download";

// Methods of recovery.report that return the address of a file.
export const DOWNLOADS = ["action_freeze_and_download", "action_download", "action_download_pdf"];

/**
 * Fetch a file into this page. A new window would be stopped by the browser once freezing takes
 * longer than a click may last, and a refusal would replace the screen.
 *
 * @param {string} url
 * @returns {Promise<string>} the name of the file that was saved
 */
function fetchFile(url) {
    return new Promise((resolve, reject) => {
        const xhr = new browser.XMLHttpRequest();
        xhr.open("GET", url);
        configureBlobDownloadXHR(xhr, { onSuccess: resolve, onFailure: reject, url });
        xhr.send();
    });
}

/**
 * Call a method of one report that returns a file, save the file and say so.
 *
 * @param {{ orm: Object, notification: Object }} services
 * @param {string} method one of `DOWNLOADS`
 * @param {number} id of the report
 */
export async function downloadReport({ orm, notification }, method, id) {
    const { url } = await orm.call("recovery.report", method, [[id]]);
    const name = await reportFiles.fetch(url);
    notification.add(_t("Saved: %s", name), { type: "success" });
}

export const reportFiles = { fetch: fetchFile };
