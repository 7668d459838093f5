from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date


class WeekPage(models.AbstractModel):
    """A week of something on one page: leafed through on the screen, printed as it is seen."""

    _name = "recovery.week.page"
    _description = "Page of a week"
    # QWeb template of the page and xmlid of the report that prints it.
    _page_template = None
    _page_report = None

    monday = fields.Date(string="Week of", required=True, default=lambda self: self._default_monday())
    content = fields.Html(compute="_compute_content", sanitize=False)

    @api.model
    def _default_monday(self):
        return self._to_monday(fields.Date.context_today(self))

    @api.model
    def _to_monday(self, day):
        return day - timedelta(days=day.weekday())

    def _get_days(self):
        """Return the seven days of the week in which ``monday``, any day of it, lies."""
        first = self._to_monday(self.monday)
        return [first + timedelta(days=number) for number in range(7)]

    def _get_language(self):
        """Return the code of the language of the page."""
        return self.env.lang or "en_US"

    def _name_day(self, day):
        return format_date(self.env, day, date_format="EEE d MMM")

    def _name_week(self):
        days = self._get_days()
        return f"{format_date(self.env, days[0])} – {format_date(self.env, days[-1])}"

    @api.depends("monday")
    def _compute_content(self):
        for page in self:
            page.content = page.monday and page._render_page()

    def _render_page(self):
        page = self.with_context(lang=self._get_language())
        return page.env["ir.qweb"]._render(self._page_template, {"page": page})

    def action_previous(self):
        """Turn to the week before."""
        self._leaf(-7)

    def action_next(self):
        """Turn to the week after."""
        self._leaf(7)

    def _leaf(self, days):
        for page in self:
            page.monday = self._to_monday(page.monday) + timedelta(days=days)

    def _get_screen(self):
        """Return the action that shows one page."""
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "view_mode": "form",
            "views": [(False, "form")], "target": "current", "name": self._get_title(),
        }

    def _get_title(self):
        raise NotImplementedError

    def action_print(self):
        return self.env.ref(self._page_report).report_action(self)
