"""Values of new records of rota, meetings, visits and log in every scope of their access table."""


class DailyRecords:

    def _new_record_about(self, reference, client):
        """An exchange names two residents by their stays; here the one who takes the duty."""
        if (reference.model, reference.field) != ("recovery.house.task.swap", "other_client_id"):
            return super()._new_record_about(reference, client)
        values = self._new_recovery_house_task_swap("own")
        self.env["recovery.stay"].browse(values["other_stay_id"]).client_id = client
        return self.env["recovery.house.task.swap"].create(values)

    @classmethod
    def resident_of(cls, scope):
        """Create a reservation of somebody of the scope for one night."""
        return cls.new_record("recovery.stay", scope)

    @classmethod
    def _new_recovery_house_task(cls, scope):
        return {"name": cls.serial(), "house_id": cls.new_record("recovery.house", scope).id, "mon": True}

    @classmethod
    def _task_in(cls, house):
        return cls.env["recovery.house.task"].create({"name": cls.serial(), "house_id": house.id, "mon": True})

    @classmethod
    def _new_recovery_house_task_duty(cls, scope):
        stay = cls.resident_of(scope)
        return {"task_id": cls._task_in(stay.house_id).id, "stay_id": stay.id, "date": stay.date_from}

    @classmethod
    def _new_recovery_house_task_swap(cls, scope):
        duty = cls.new_record("recovery.house.task.duty", scope)
        bed = cls.env["recovery.bed"].create({"name": cls.serial(), "house_id": duty.house_id.id})
        program = cls.program_of(scope)
        other = cls.env["recovery.stay"].create({
            "client_id": cls.new_client(program).id, "bed_id": bed.id, "date_from": duty.date,
            "date_to": duty.stay_id.date_to,
        })
        return {"duty_id": duty.id, "kind": "takeover", "other_stay_id": other.id}

    @classmethod
    def _new_recovery_house_task_exemption(cls, scope):
        stay = cls.resident_of(scope)
        return {"house_id": stay.house_id.id, "client_id": stay.client_id.id}

    @classmethod
    def _new_recovery_house_meeting(cls, scope):
        program = cls.program_of(scope)
        return {
            "house_id": cls.new_record("recovery.house", scope).id,
            "employee_ids": [(6, 0, program.employee_ids[:1].ids)],
        }

    @classmethod
    def _new_recovery_house_meeting_attendance(cls, scope):
        stay = cls.resident_of(scope)
        meeting = cls.env["recovery.house.meeting"].create({
            "house_id": stay.house_id.id, "employee_ids": [(6, 0, [])], "date_start": f"{cls.day_before_stays()} 10:00:00",
        })
        return {"meeting_id": meeting.id, "stay_id": stay.id}

    @classmethod
    def day_before_stays(cls):
        """Return a day on which nobody of ``resident_of`` lives here yet, so that lists begin empty."""
        return cls.today.replace(year=cls.today.year - 1)

    @classmethod
    def _new_recovery_house_meeting_decision(cls, scope):
        meeting = cls.new_record("recovery.house.meeting", scope)
        return {"meeting_id": meeting.id, "name": "Demo decision", "client_id": cls.client_of(scope).id}

    @classmethod
    def _new_recovery_house_visit(cls, scope):
        return {"stay_id": cls.resident_of(scope).id, "visitor_name": "Demo visitor"}

    @classmethod
    def _new_recovery_house_visit_ban(cls, scope):
        return {
            "house_id": cls.new_record("recovery.house", scope).id, "name": "Demo visitor",
            "client_id": cls.client_of(scope).id,
        }

    @classmethod
    def _new_recovery_house_log(cls, scope):
        return {
            "house_id": cls.new_record("recovery.house", scope).id, "client_id": cls.client_of(scope).id,
            "body": "Demo entry",
        }

    @classmethod
    def _new_recovery_house_log_receipt(cls, scope):
        entry = cls.new_record("recovery.house.log", scope)
        return {"log_id": entry.id, "user_id": cls.env.uid}
