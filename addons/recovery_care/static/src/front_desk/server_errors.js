import { _t } from "@web/core/l10n/translation";
import { ConnectionAbortedError, ConnectionLostError, RPCError } from "@web/core/network/rpc";

// What the server says in words that a user can act on; anything else is a fault without a useful text.
const EXPLAINED = ["AccessError", "MissingError", "RedirectWarning", "UserError", "ValidationError"].map(
    (name) => `odoo.exceptions.${name}`,
);
const EXPIRED = "odoo.http.SessionExpiredException";

/**
 * Return what an error of a call means; rethrow what is a fault of this page.
 *
 * @returns {{kind: "lost"|"login"|"refused"|"fault", message: string}}
 */
export function explainError(error) {
    if (error instanceof ConnectionLostError || error instanceof ConnectionAbortedError) {
        return { kind: "lost", message: _t("No connection to the server.") };
    }
    if (!(error instanceof RPCError)) {
        throw error;
    }
    if (error.exceptionName === EXPIRED) {
        return { kind: "login", message: _t("Your session has ended. Log in again.") };
    }
    if (EXPLAINED.includes(error.exceptionName)) {
        return { kind: "refused", message: error.data.message };
    }
    return {
        kind: "fault",
        message: _t("The server could not do this. Try again; if it stays so, tell the administrator."),
    };
}
