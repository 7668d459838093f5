import { registry } from "@web/core/registry";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

import { OpenIncidents } from "./open_incidents";

/** The log of a house, below the incidents that are open there. */
export class HouseLogRenderer extends KanbanRenderer {
    static template = "recovery_housing.HouseLogRenderer";
    static components = { ...KanbanRenderer.components, OpenIncidents };
}

registry.category("views").add("recovery_house_log", { ...kanbanView, Renderer: HouseLogRenderer });
