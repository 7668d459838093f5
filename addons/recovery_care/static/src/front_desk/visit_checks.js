import { _t } from "@web/core/l10n/translation";

/** Return what is missing before a visit can be saved, as text; empty where it can. */
export function findProblem(visit, { services }) {
    if (!visit.hasSomebody) {
        return _t("Client: choose one, or count unnamed people.");
    }
    const ticked = services.filter(({ id }) => visit.hasService(id));
    if (!ticked.length && !visit.hasMaterial) {
        return _t("Services: tick what was done, or enter material.");
    }
    if (!visit.client) {
        const personal = ticked.find((service) => service.client_required);
        return personal ? _t("%s is recorded for a known client only.", personal.name) : "";
    }
    for (const service of ticked) {
        const open = (service.questions || []).find(
            (question) => question.required && !question.options.some(({ id }) => visit.hasOption(service.id, id)),
        );
        if (open) {
            return _t("%(service)s: answer “%(question)s”.", { service: service.name, question: open.name });
        }
    }
    return "";
}
