from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Refuses every change of a frozen report and of its parts, whoever asks: user, import, script or psql.
# Only the PDF, which is drawn from what is frozen, can be added once.
_TRIGGERS = """
CREATE OR REPLACE FUNCTION recovery_report_keep_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'frozen' AND (TG_OP = 'DELETE' OR OLD.file_pdf IS NOT NULL
        OR to_jsonb(NEW) - ARRAY['file_pdf', 'write_date', 'write_uid']
           <> to_jsonb(OLD) - ARRAY['file_pdf', 'write_date', 'write_uid'])
    THEN
        RAISE EXCEPTION 'A frozen report never changes (report %)', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION recovery_report_part_keep_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reports integer[];
BEGIN
    IF TG_OP <> 'INSERT' THEN reports := reports || OLD.report_id; END IF;
    IF TG_OP <> 'DELETE' THEN reports := reports || NEW.report_id; END IF;
    IF EXISTS (SELECT FROM recovery_report WHERE id = ANY(reports) AND state = 'frozen') THEN
        RAISE EXCEPTION 'A frozen report never changes (report %)', reports
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION recovery_report_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM recovery_report WHERE state = 'frozen') THEN
        RAISE EXCEPTION 'Frozen reports never change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""


class ReportFreeze(models.Model):
    """Freezing: figures, evidence and file are written once and kept by the database."""

    _inherit = "recovery.report"

    def _install_triggers(self):
        """Make PostgreSQL itself refuse changes of frozen reports; safe to run again."""
        cr = self.env.cr
        cr.execute(_TRIGGERS)
        for table in ("recovery_report", "recovery_report_line", "recovery_report_evidence"):
            part = table != "recovery_report"
            name = SQL.identifier(table)
            cr.execute(SQL("DROP TRIGGER IF EXISTS keep_frozen ON %s", name))
            cr.execute(SQL("DROP TRIGGER IF EXISTS no_truncate ON %s", name))
            cr.execute(SQL(
                "CREATE TRIGGER keep_frozen BEFORE %s ON %s FOR EACH ROW EXECUTE FUNCTION %s()",
                SQL("INSERT OR UPDATE OR DELETE") if part else SQL("UPDATE OR DELETE"), name,
                SQL.identifier("recovery_report_part_keep_frozen" if part else "recovery_report_keep_frozen"),
            ))
            cr.execute(SQL(
                "CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %s"
                " FOR EACH STATEMENT EXECUTE FUNCTION recovery_report_no_truncate()", name,
            ))

    def action_freeze(self):
        """Attribute, compute, write figures with their evidence and the file, and keep them for good.

        A report that is frozen already is left alone, so that a second click does nothing.

        :raises UserError: while a conflict in the period is undecided, and for a period that is not over
        """
        for report in self:
            report.check_access("write")
            report.sudo()._lock_report()
            if report.state == "draft":
                report._check_may_freeze()
                report.sudo()._freeze()

    def _lock_report(self):
        """Wait for whoever freezes the same report."""
        self.env.flush_all()
        self.env.execute_query(SQL("SELECT id FROM recovery_report WHERE id = %s FOR UPDATE", self.id))
        self.invalidate_recordset(["state"])

    def _check_may_freeze(self):
        """Raise UserError where the period is not over or somebody must decide first."""
        self.ensure_one()
        grant = self.grant_id
        if self.date_to > fields.Date.context_today(self):
            raise UserError(self.env._("To: the period ends on %s. Freeze it when it is over.", self.date_to))
        if not grant.sudo().indicator_ids:
            raise UserError(self.env._("Indicators: the grant has none, so there is nothing to report."))
        if grant.state == "running":
            grant.sudo()._attribute()
        blocking = grant.sudo()._get_blocking_conflicts(self.date_from, self.date_to)
        if blocking:
            names = [
                f"{row._get_subject_name()} ({row.date})" for row in blocking[:5]
            ] + (["…"] if len(blocking) > 5 else [])
            raise UserError(self.env._(
                "In conflict: %(count)s services or stays are wanted by two exclusive grants. Decide them first "
                "(Attribution → In conflict): %(deliveries)s.",
                count=len(blocking), deliveries="; ".join(names),
            ))

    def _freeze(self):
        self.ensure_one()
        self._fill_lines()
        for line in self.line_ids:
            line._write_figures()
        header = self._get_header()
        self.env.flush_all()
        self.write({
            "header": header, "file_name": self._get_file_name(), "file_xlsx": self._get_xlsx(header),
            "frozen_at": fields.Datetime.now(), "frozen_by": self.env.uid, "state": "frozen",
        })
        self.env.flush_all()
        self.grant_id.message_post(body=self.env._(
            "Report No. %(number)s, %(start)s to %(end)s, was frozen.",
            number=self.number, start=self.date_from, end=self.date_to,
        ))
