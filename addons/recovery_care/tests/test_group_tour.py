from odoo.tests import HttpCase, tagged

from .group_case import GroupCase


@tagged("post_install", "-at_install")
class TestGroupTour(GroupCase, HttpCase):
    """Attendance of a session taken in the browser; what was saved is read back from the database."""

    def test_attendance_on_one_screen(self):
        self.group_work.client_required = False
        guest = self.new_client(self.own, nickname="Demo Guest")
        self.group._plan_sessions()
        session = self.sessions()[0]
        self.assertEqual(session.date, self.today)
        self.start_tour("/odoo/care-attendance", "recovery_care_attendance", login=self.counsellor.login)
        rows = {(row.client_id, row.headcount): row.state for row in session.delivery_ids}
        self.assertEqual(session.state, "done")
        self.assertEqual(rows, {
            (self.client, 0): "done", (self.second, 0): "no_show", (guest, 0): "done",
            (self.env["recovery.client"], 3): "done",
        })
        self.assertEqual(set(session.delivery_ids.service_id), set(self.group_work))
