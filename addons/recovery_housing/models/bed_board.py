from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

MOST_DAYS = 100
# What a bar is, by its place in this list; see get_board.
BARS = ("reserved", "in", "out", "taken", "outage", "leave", "late", "guest")


class BedBoard(models.AbstractModel):
    """What the bed board shows: houses, beds and who holds them, read with the rights of the user in few queries.

    Of a stay that the user may not see only the nights are told, as the bed cannot be given to anybody else.
    """

    _name = "recovery.bed.board"
    _description = "Bed board"

    @api.model
    @api.readonly
    def get_board(self, date_from, days, house_ids=None):
        """Return the board of some days; what is held tonight is told as well where tonight lies outside of them.

        Days are numbers counted from ``date_from``; None is open-ended, ends are exclusive.

        :param date_from: date of the first column
        :param int days: number of columns, at most 100
        :param list house_ids: only these houses; all of the user's companies when empty
        :return: dict of

            - ``date_from``, ``today`` (dates), ``days``
            - ``houses``: lists of [id, name, code, kind, for whom, children welcome, opened, closed, may be changed,
              programme, beds];
              a bed is a list of [id, room, name, kind, in use from, until, bars]; ``bars`` a flat list of five values a
              bar: id, first day, end, place in ``kinds``, place in ``labels`` or None
            - ``kinds``: what a bar is: a stay by its state, ``taken`` (not the user's to see, id 0), ``outage``, ``leave``
              and ``late`` (nights of a leave, with the id of the stay), ``guest`` (nights in the register, with the id of
              the guest of the first)
            - ``labels``: what is written on the bars: clients as the user may know them, reasons of outages
            - ``lines``: lists of [id of a house, how many wait for it, place in ``labels`` of who is the first]
            - ``nights``: of houses that count their nights, lists of [id of a house, flat list of five values a night: day,
              id, guests, places, how many beyond the places]
        :raises UserError: for more days than a board has
        """
        start = fields.Date.to_date(date_from)
        if not start or not 0 < days <= MOST_DAYS:
            raise UserError(self.env._("Days: a board has between 1 and %s of them.", MOST_DAYS))
        today = fields.Date.context_today(self)
        stop = start + timedelta(days=days)
        houses, nights = self._read_houses(start, stop, today, house_ids)
        bars, labels, lines = self._read_bars(start, stop, today, [house[0] for house in houses])
        for house in houses:
            for bed in house[-1]:
                bed.append(bars.get(bed[0], []))
        return {
            "date_from": fields.Date.to_string(start), "today": fields.Date.to_string(today), "days": days,
            "houses": houses, "kinds": BARS, "labels": labels, "lines": lines, "nights": nights,
        }

    @api.model
    def _read_houses(self, start, stop, today, house_ids):
        """Return (houses with their beds, nights) in one query; see get_board."""
        House, Bed, Kind = (self.env[name] for name in ("recovery.house", "recovery.bed", "recovery.house.kind"))
        for model in (House, Bed, Kind, self.env["recovery.room"], self.env["recovery.program"]):
            model.flush_model()
        query = House._search([("id", "in", house_ids)] if house_ids else [], order=House._order)
        kind = query.left_join(query.table, "kind_id", "recovery_house_kind", "id", "kind_id")
        beds = SQL(
            "(SELECT json_agg(json_build_array(b.id, r.name, b.name, b.kind, b.date_from - %(start)s, b.date_to - %(start)s)"
            " ORDER BY b.room_sequence, b.room_id, b.sequence, b.name, b.id)"
            " FROM recovery_bed b LEFT JOIN recovery_room r ON r.id = b.room_id"
            " WHERE b.house_id = %(house)s AND b.id IN %(seen)s)",
            start=start, house=SQL.identifier(query.table, "id"), seen=Bed._search([]).subselect(),
        )
        rows = self.env.execute_query(query.select(
            SQL.identifier(query.table, "id"), House._field_to_sql(query.table, "name", query),
            SQL.identifier(query.table, "code"), Kind._field_to_sql(kind, "name", query),
            SQL.identifier(query.table, "gender_policy"), SQL.identifier(query.table, "children_welcome"),
            SQL("%s - %s", SQL.identifier(query.table, "date_open"), start),
            SQL("%s - %s", SQL.identifier(query.table, "date_close"), start),
            self._get_editable(query.table), SQL.identifier(query.table, "program_id"), beds,
            self._get_nights(query.table, start, stop, today), SQL("%s <> 'stay'", SQL.identifier(kind, "nights")),
        ))
        shown = [row for row in rows if row[-3] or row[-1]]
        houses = [[*row[:-3], row[-3] or []] for row in shown]
        return houses, [[row[0], row[-2] or []] for row in shown if row[-1]]

    @api.model
    def _get_nights(self, table, start, stop, today):
        """Return SQL: the nights of a house as a flat list; see get_board."""
        Night = self.env["recovery.night"]
        if not Night.has_access("read"):
            return SQL("NULL")
        Night.flush_model()
        return SQL(
            "(SELECT json_agg(value ORDER BY n.date, place) FROM recovery_night n, LATERAL unnest(ARRAY["
            "n.date - %(start)s, n.id, n.guest_count, n.capacity, n.over_count]) WITH ORDINALITY AS part (value, place)"
            " WHERE n.house_id = %(house)s AND n.id IN %(seen)s"
            " AND (n.date >= %(start)s AND n.date < %(stop)s OR n.date = %(today)s))",
            start=start, stop=stop, today=today, house=SQL.identifier(table, "id"), seen=Night._search([]).subselect(),
        )

    @api.model
    def _get_editable(self, table):
        """Return SQL: whether the user may change the stays of a house."""
        if not self.env["recovery.stay"].has_access("create"):
            return SQL("FALSE")
        own = self.env["recovery.program"].sudo()._search([("user_ids", "in", self.env.uid)])
        return SQL("%s IN %s", SQL.identifier(table, "program_id"), own.subselect())

    @api.model
    def _read_bars(self, start, stop, today, house_ids):
        """Return ({id of a bed: its bars, flat}, labels, lines); see get_board."""
        if not house_ids:
            return {}, [], []
        rows = self.env.execute_query(SQL(
            "%s ORDER BY bed_id, begins, id", SQL(" UNION ALL ").join(self._get_bar_queries(start, stop, today, house_ids)),
        ))
        names = self._read_names({row[5] for row in rows if row[5]})
        bars, labels, lines, last_taken = {}, {}, [], {}
        for bed_id, kind, bar_id, begins, ends, client_id, text in rows:
            label = names.get(client_id) or text
            place = labels.setdefault(label, len(labels)) if label else None
            if kind == "line":
                lines.append([bed_id, begins, place])
                continue
            flat = bars.setdefault(bed_id, [])
            if kind == "taken":
                # Where one hidden stay ends and the next begins is nobody's business.
                before = last_taken.get(bed_id)
                if before is not None and (flat[before] is None or flat[before] >= begins):
                    flat[before] = None if ends is None or flat[before] is None else max(ends, flat[before])
                    continue
                last_taken[bed_id] = len(flat) + 2
            flat += [bar_id, begins, ends, BARS.index(kind), place]
        return bars, list(labels), lines

    @api.model
    def _read_names(self, client_ids):
        """Return {id of a client: code with what else the user may know}; all at once, which Odoo does by the thousand."""
        clients = self.env["recovery.client"].sudo().browse(client_ids)
        clients.fetch()
        clients._fields["display_name"].compute_value(clients)
        return {client.id: client.display_name for client in clients}

    @api.model
    def _get_bar_queries(self, start, stop, today, house_ids):
        """Return SELECTs of (bed, kind, id, first day, end, client, text): stays and outages; other models add theirs.

        Of the kind ``line`` is who waits, so that one query does for all: (house, kind, id, how many, None, client, None).
        """
        Stay, Outage = self.env["recovery.stay"], self.env["recovery.bed.outage"]
        Stay.flush_model()
        Outage.flush_model()
        tonight = SQL("daterange(%s, %s)", today, today + timedelta(days=1))
        values = {
            "start": start, "stop": stop, "today": today, "tonight": tonight,
            "window": SQL("daterange(%s, %s)", start, stop),
            "tomorrow": today + timedelta(days=1),
            "first": min(start, today), "last": max(stop, today + timedelta(days=1)), "houses": tuple(house_ids),
            "seen": Stay._search([]).subselect(), "outages": Outage._search([]).subselect(),
        }
        return [
            SQL(
                "SELECT bed_id, CASE WHEN seen THEN state ELSE 'taken' END AS kind, CASE WHEN seen THEN id ELSE 0 END AS id,"
                " CASE WHEN seen THEN date_from ELSE GREATEST(date_from, %(first)s) END - %(start)s AS begins,"
                # Who should have left is in the bed tonight, also for those who may not know who it is.
                " CASE WHEN NOT seen AND state = 'in' AND date_to < %(today)s THEN NULLIF(%(tomorrow)s, %(last)s)"
                " WHEN seen OR date_to < %(last)s THEN date_to END - %(start)s AS ends,"
                " CASE WHEN seen THEN client_id END AS client_id, NULL AS text"
                " FROM (SELECT *, id IN %(seen)s AS seen FROM recovery_stay"
                " WHERE house_id IN %(houses)s AND state <> 'cancelled' AND (daterange(date_from, date_to) && %(window)s"
                " OR state IN ('reserved', 'in') AND date_from <= %(today)s)) stay", **values,
            ),
            SQL(
                "SELECT bed_id, 'outage', id, date_from - %(start)s, date_to - %(start)s, NULL, reason"
                " FROM recovery_bed_outage WHERE house_id IN %(houses)s AND id IN %(outages)s"
                " AND (daterange(date_from, date_to) && %(window)s OR daterange(date_from, date_to) && %(tonight)s)",
                **values,
            ),
        ]
