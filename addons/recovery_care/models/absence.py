from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

ACTIVITY = "recovery_care.activity_absence"


class Absence(models.AbstractModel):
    """Missing appointments one after the other, counted from the last one that was kept.

    A model says in ``_get_absence_sql`` whose appointments are meant and in ``_get_absence_responsible``
    who is told. Appointments that were cancelled are neither kept nor missed.
    """

    _name = "recovery.absence"
    _description = "Missing in a row"

    missed_in_a_row = fields.Integer(
        string="Missed in a row", compute="_compute_missed_in_a_row", search="_search_missed_in_a_row", aggregator=None,
    )
    is_missing = fields.Boolean(
        string="Missing in a row", compute="_compute_missed_in_a_row", search="_search_is_missing",
        help="Missed as many as call for somebody to ask how the person is.",
    )
    absence_alerted_on = fields.Date(string="Absence noticed on", readonly=True, copy=False)

    def _compute_missed_in_a_row(self):
        absences = self._get_absences(SQL("o.id IN %s", tuple(self.ids) or (0,)))
        for record in self:
            missed, _since, limit = absences.get(record._origin.id, (0, None, 0))
            record.missed_in_a_row = missed
            record.is_missing = bool(limit) and missed >= limit

    @api.model
    def _search_missed_in_a_row(self, operator, value):
        compare = {
            ">": int.__gt__, ">=": int.__ge__, "<": int.__lt__, "<=": int.__le__,
            "in": lambda missed, values: missed in values,
        }.get(operator)
        if not compare:
            return NotImplemented
        absences = self._get_absences(SQL("TRUE"))
        matching = [res_id for res_id, (missed, *_rest) in absences.items() if compare(missed, value)]
        if compare(0, value):
            return Domain("id", "in", matching) | Domain("id", "not in", list(absences))
        return Domain("id", "in", matching)

    @api.model
    def _search_is_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        missing = Domain("id", "in", [
            res_id for res_id, (missed, _since, limit) in self._get_absences(SQL("TRUE")).items()
            if limit and missed >= limit
        ])
        return missing if True in value else ~missing

    @api.model
    def _get_absence_sql(self):
        """Return (SQL of a FROM clause with the record as o, SQL of the number of misses that call for somebody, SQL
        that is true for an appointment e with the service d of the record)."""
        raise NotImplementedError

    def _get_absence_responsible(self):
        """Return {record: res.users who is told, or nobody}."""
        raise NotImplementedError

    @api.model
    def _get_absences(self, condition):
        """Return {id: (missed in a row, day of the first of them, misses that call for somebody)}; one query.

        Records that have missed nothing since they last came are left out.

        :param SQL condition: on the record, called o
        """
        self.env.flush_all()
        owners, limit, appointment = self._get_absence_sql()
        return {res_id: tuple(row) for res_id, *row in self.env.execute_query(SQL(
            """
            SELECT o.id, COUNT(DISTINCT e.id), MIN(e.date), MAX(%(limit)s)
              FROM %(owners)s
         CROSS JOIN LATERAL (
                   SELECT MAX(e.date_start) AS kept
                     FROM recovery_delivery d
                     JOIN recovery_encounter e ON e.id = d.encounter_id
                    WHERE d.client_id = o.client_id AND d.state = 'done' AND %(appointment)s
                   ) last
              JOIN recovery_delivery d ON d.client_id = o.client_id AND d.state = 'no_show'
              JOIN recovery_encounter e ON e.id = d.encounter_id
             WHERE %(appointment)s AND e.date_start > COALESCE(last.kept, '-infinity') AND %(condition)s
          GROUP BY o.id
            """,
            owners=owners, limit=limit, appointment=appointment, condition=condition,
        ))}

    @api.model
    def _cron_absences(self):
        """Tell somebody of each record that is missing, once until the person comes again.

        The to-do of whoever came again is closed; an open one follows a change of the responsible person.
        """
        absences = self._get_absences(SQL("TRUE"))
        missing = self.browse(
            res_id for res_id, (missed, _since, limit) in absences.items() if limit and missed >= limit
        )
        activity_type = self.env.ref(ACTIVITY)
        activities = self.env["mail.activity"].search([
            ("res_model", "=", self._name), ("activity_type_id", "=", activity_type.id),
        ])
        by_record = {activity.res_id: activity for activity in activities}
        responsible = missing._get_absence_responsible()
        unnoticed = self.browse()
        for record in missing:
            activity, user = by_record.get(record.id), responsible[record]
            if not user or not record.with_user(user).has_access("read"):
                continue
            if activity and activity.user_id != user:
                activity.user_id = user
            elif not activity and (not record.absence_alerted_on or record.absence_alerted_on < absences[record.id][1]):
                unnoticed |= record
        unnoticed._notice_absence(activity_type, responsible)
        activities.filtered(lambda activity: activity.res_id not in absences).action_feedback()

    def _notice_absence(self, activity_type, responsible):
        """Make one to-do for each record; it names the client by the code alone."""
        today = fields.Date.context_today(self)
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create([
            {
                "res_model_id": self.env["ir.model"]._get_id(self._name), "res_id": record.id,
                "activity_type_id": activity_type.id, "date_deadline": today, "user_id": responsible[record].id,
                "automated": True,
            }
            for record in self
        ])
        self.write({"absence_alerted_on": today})
