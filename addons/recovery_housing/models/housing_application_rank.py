from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.tools import SQL

from .housing_application import READERS

RANKED = ("priority", "rank")


class HousingApplicationRank(models.Model):
    """The place on the waiting list: points by the weights of the house, counted for the whole list in one query.

    Who asks for any house of a kind stands in the line of each of them, weighed as that house weighs; shown is the
    best place, or the one in the house that the context key ``housing_rank_house`` names. People who are restricted
    are counted only for the users named, so that not even a number tells of them.
    """

    _inherit = "recovery.housing.application"

    priority = fields.Integer(
        string="Points", compute="_compute_rank", aggregator=None,
        help="By the weights of the house, and those added by hand.",
    )
    rank = fields.Integer(
        string="Place", compute="_compute_rank", aggregator=None, help="On the waiting list; only who waits has one.",
    )
    line_length = fields.Integer(string="Waiting in all", compute="_compute_rank", aggregator=None)
    priority_text = fields.Char(string="Points in words", compute="_compute_rank", groups=READERS)
    priority_adjustment = fields.Integer(
        string="Points by hand", tracking=True, copy=False, aggregator=None,
        help="Added to what the weights give; may be negative.",
    )
    priority_reason = fields.Char(string="By hand because", tracking=True, copy=False, groups=READERS)

    _adjusted = Check(
        "CHECK(COALESCE(priority_adjustment, 0) = 0 OR priority_reason IS NOT NULL)",
        "By hand because: say why points are added or taken away.",
        lambda row: not row["priority_adjustment"] or bool(row["priority_reason"]),
    )

    @api.depends(
        "state", "date_applied", "priority_adjustment", "homeless", "with_children", "pregnant", "referred_from", "house_id",
    )
    @api.depends_context("uid", "lang", "housing_rank_house")
    def _compute_rank(self):
        found = self._get_ranking(self.ids)
        for application in self:
            row = found.get(application._origin.id)
            application.priority = row["score"] if row else 0
            application.rank = row["rank"] or 0 if row else 0
            application.line_length = row["length"] if row and row["rank"] else 0
            application.priority_text = row and application._explain_points(row)

    def _explain_points(self, row):
        """Return such as “12 points: 6 for Days of waiting (45), 5 for Homeless now, 1 by hand”."""
        Weight, parts = self.env["recovery.housing.weight"], []
        for factor, referred_from, points in row["parts"]:
            name = Weight._name_factor(factor, referred_from)
            if factor == "waiting":
                name = self.env._("%(factor)s (%(days)s)", factor=name, days=self.days_waiting)
            parts.append(self.env._("%(points)s for %(factor)s", points=points, factor=name))
        if self.priority_adjustment:
            parts.append(self.env._("%s by hand", self.priority_adjustment))
        total = self.env._("%s points", row["score"])
        return f"{total}: {', '.join(parts)}" if parts else total

    # Lists are sorted by what is counted, not stored

    @api.model
    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr not in RANKED or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        joined = query.make_alias(alias, "ranking")
        if joined not in query._joins:
            condition = SQL("%s = %s", SQL.identifier(alias, "id"), SQL.identifier(joined, "application_id"))
            query.add_join("LEFT JOIN", joined, SQL("(%s)", self._get_best_query()), condition)
        return SQL.identifier(joined, {"priority": "score"}.get(field_expr, field_expr))

    @api.model
    def _get_ranking(self, ids):
        """Return {id of an open application: {score, rank, length, house_id, parts}}; one query."""
        if not ids:
            return {}
        rows = self.env.execute_query_dict(SQL(
            "SELECT * FROM (%s) best WHERE application_id IN %s", self._get_best_query(), tuple(ids),
        ))
        return {row["application_id"]: row for row in rows}

    @api.model
    def _get_line(self, houses):
        """Return [(id of a house, id of an application, points there)] of who waits, the first first; one query."""
        if not houses:
            return []
        return self.env.execute_query(SQL(
            "SELECT house_id, application_id, score FROM (%s) line WHERE rank IS NOT NULL ORDER BY house_id, rank",
            self._get_line_query(houses),
        ))

    @api.model
    def _get_best_query(self):
        """Return the SELECT of one row for each open application: its best place."""
        house = self.env["recovery.house"].browse(self.env.context.get("housing_rank_house") or ())
        return SQL(
            "SELECT DISTINCT ON (application_id) * FROM (%s) line"
            " ORDER BY application_id, rank NULLS LAST, score DESC, house_id",
            self._get_line_query(house),
        )

    @api.model
    def _get_line_query(self, houses=None):
        """Return the SELECT of (application_id, house_id, score, parts, rank, length): each person in each line."""
        self._flush_ranked()
        chosen = SQL("AND h.id IN %s", tuple(houses.ids)) if houses else SQL()
        return SQL(
            "SELECT points.application_id, points.house_id, points.score, points.parts,"
            " CASE WHEN points.state = 'waiting' THEN row_number() OVER (PARTITION BY %(line)s"
            "  ORDER BY points.score DESC, points.date_applied, points.application_id) END AS rank,"
            " count(*) OVER (PARTITION BY %(line)s) AS length FROM (%(points)s) points",
            line=SQL("points.house_id, CASE WHEN points.house_id IS NULL THEN points.program_id END,"
                     " CASE WHEN points.house_id IS NULL THEN points.kind_id END, points.state = 'waiting'"),
            points=self._get_points_query(chosen),
        )

    @api.model
    def _get_points_query(self, chosen):
        """Return the SELECT of the open applications with their points in each house that they stand in line for."""
        today = fields.Date.context_today(self)
        return SQL(
            "SELECT l.application_id, l.house_id, l.state, l.date_applied, l.program_id, l.kind_id,"
            " l.adjustment + COALESCE(sum(p.points), 0)::integer AS score,"
            " COALESCE(jsonb_agg(jsonb_build_array(p.factor, p.referred_from, p.points) ORDER BY p.sequence, p.id)"
            "  FILTER (WHERE p.points <> 0), '[]') AS parts"
            " FROM (%(people)s) l LEFT JOIN LATERAL ("
            "  SELECT w.id, w.sequence, w.factor, w.referred_from, %(points)s AS points"
            "  FROM recovery_housing_weight w WHERE w.active AND w.company_id = l.company_id"
            "  AND (w.house_id = l.house_id OR w.house_id IS NULL AND NOT EXISTS (SELECT FROM recovery_housing_weight own"
            "   WHERE own.active AND own.house_id = l.house_id AND own.factor = w.factor))) p ON TRUE"
            " GROUP BY l.application_id, l.house_id, l.state, l.date_applied, l.program_id, l.kind_id, l.adjustment",
            people=self._get_people_query(chosen, today), points=self._get_weight_sql(today),
        )

    @api.model
    def _get_people_query(self, chosen, today):
        return SQL(
            "SELECT a.id AS application_id, h.id AS house_id, a.company_id, a.program_id, a.kind_id, a.state,"
            " a.date_applied,"
            " COALESCE(a.priority_adjustment, 0) AS adjustment, a.homeless, a.with_children, a.pregnant, a.referred_from,"
            " CASE WHEN c.birthdate IS NOT NULL THEN date_part('year', age(%(today)s::timestamp, c.birthdate))"
            "  WHEN c.birth_year > 0 THEN date_part('year', %(today)s::date) - c.birth_year END AS age"
            " FROM recovery_housing_application a JOIN recovery_client c ON c.id = a.client_id"
            " %(join)s JOIN recovery_house h ON (h.id = a.house_id OR a.house_id IS NULL AND h.active"
            "  AND h.program_id = a.program_id AND h.kind_id = a.kind_id) %(chosen)s"
            " WHERE a.state IN ('applied', 'waiting', 'offered', 'accepted')"
            " AND (c.restricted IS NOT TRUE OR EXISTS (SELECT FROM recovery_client_restricted_user_rel named"
            "  WHERE named.client_id = c.id AND named.user_id = %(uid)s))",
            today=today, chosen=chosen, join=SQL("LEFT" if not chosen else ""), uid=self.env.uid,
        )

    @api.model
    def _get_weight_sql(self, today):
        """Return what the weight ``w`` gives the person ``l``; days of waiting count in whole steps."""
        return SQL(
            "CASE w.factor"
            " WHEN 'waiting' THEN CASE WHEN w.maximum > 0 AND w.points > 0"
            "  THEN LEAST(w.maximum, %(waited)s) ELSE %(waited)s END"
            " WHEN 'homeless' THEN w.points * COALESCE(l.homeless = 'yes', FALSE)::integer"
            " WHEN 'children' THEN w.points * COALESCE(l.with_children = 'yes', FALSE)::integer"
            " WHEN 'pregnant' THEN w.points * COALESCE(l.pregnant = 'yes', FALSE)::integer"
            " WHEN 'referral' THEN w.points * COALESCE(l.referred_from = w.referred_from, FALSE)::integer"
            " WHEN 'age' THEN w.points"
            "  * COALESCE(l.age >= w.age_from AND (w.age_to = 0 OR l.age <= w.age_to), FALSE)::integer"
            " END",
            waited=SQL("w.points * (GREATEST(%s::date - l.date_applied, 0) / w.every_days)", today),
        )

    @api.model
    def _flush_ranked(self):
        """Bring everything that counts into the database."""
        self.flush_model([
            "client_id", "house_id", "program_id", "company_id", "kind_id", "state", "date_applied", "priority_adjustment",
            "homeless", "with_children", "pregnant", "referred_from",
        ])
        self.env["recovery.client"].flush_model(["birthdate", "birth_year", "restricted", "restricted_user_ids"])
        self.env["recovery.house"].flush_model(["program_id", "kind_id", "active"])
        self.env["recovery.housing.weight"].flush_model()
