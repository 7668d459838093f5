"""Those of the 230 who do not count for the funder, each for a reason that stands in the records."""

from datetime import date, datetime, time, timedelta

from .course import START, Contact, Course, Stretch, ensure_done
from .rating_course import Rating, split

# The latecomer's first meeting is the last record of the history.
HISTORY_END = date(2026, 9, 3)
OTHERS = {"known_before": 5, "relative": 6, "outside_posts": 2, "never_came": 3, "contact_point": 1, "after": 1}


class Others:
    """Part of the plan of the grant's time, see ``history``."""

    def _plan_others(self, courses):
        """The 18 who do not count, each for a reason that stands in the records."""
        others = []
        for number in range(OTHERS["known_before"]):
            outcome = "improved" if number < 3 else "unchanged"
            entry = date(2023, 3, 6) + timedelta(days=self.rng.randint(0, 120))
            others.append(self._plan_course(entry, outcome, entry + timedelta(days=420), "centre", False))
            others[-1].outcome = "known_before"
        patients = [course for course in courses if course.stretches[0].program == "centre"]
        for patient in self.rng.sample(patients, OTHERS["relative"]):
            others.append(self._plan_relative(patient))
        others += [self._plan_outside_posts(number) for number in range(OTHERS["outside_posts"])]
        others += [self._plan_absentee() for _person in range(OTHERS["never_came"])]
        others.append(self._plan_passer_by())
        others.append(self._plan_latecomer())
        return others

    def _plan_relative(self, patient):
        entry = min(patient.stretches[0].start + timedelta(days=self.rng.randint(5, 60)), date(2026, 6, 1))
        person = self.people.draw(entry, male_share=0.25, identity="identified", substances=False)
        keyworker = self.scheduler.draw_keyworker("relatives")
        contacts = self.scheduler.plan("relatives", keyworker, entry, entry + timedelta(days=self.rng.randint(20, 85)))
        ensure_done(contacts, 2)
        start, end = contacts[0].when.date(), contacts[-1].when.date() + timedelta(days=7)
        stretch = Stretch("relatives", entry, start, end, reason="agreed", role="relative", keyworker=keyworker)
        course = Course(person, "relative", [stretch], contacts, relative_of=patient, intake="relatives")
        if self.rng.random() < 0.5:
            done = course.done()
            done[0].ratings.append(Rating(split(self.rng, 170)))
            done[-1].ratings.append(Rating(split(self.rng, 245)))
        return course

    def _plan_outside_posts(self, number):
        """Somebody who saw nobody but the lawyer, or nobody but the psychologist, whom others pay."""
        entry = START + timedelta(days=self.rng.randint(200, 900))
        staff, service = (("lawyer", "legal"), ("psychologist", "crisis"))[number]
        times = [self.scheduler.diary.book(staff, entry + timedelta(days=days), "centre") for days in (0, 9, 23)]
        contacts = [Contact(when, "centre", staff, ((service, 45),)) for when in times]
        for contact, total in zip(contacts[::2], (142, 228), strict=True):
            contact.ratings.append(Rating(split(self.rng, total)))
        end = contacts[-1].when.date() + timedelta(days=5)
        stretch = Stretch("centre", entry, contacts[0].when.date(), end, reason="agreed", keyworker=staff)
        return Course(self.people.draw(entry), "outside_posts", [stretch], contacts, intake="centre")

    def _plan_absentee(self):
        entry = START + timedelta(days=self.rng.randint(100, 900))
        keyworker = self.scheduler.draw_keyworker("centre")
        contacts = self.scheduler.plan("centre", keyworker, entry, entry + timedelta(days=16))
        for contact in contacts:
            contact.state = self.rng.choice(("no_show", "no_show", "cancelled"))
        end = contacts[-1].when.date() + timedelta(days=14)
        stretch = Stretch("centre", entry, None, end, reason="not_admitted", keyworker=keyworker)
        return Course(self.people.draw(entry), "never_came", [stretch], contacts, intake="centre")

    def _plan_passer_by(self):
        """Somebody who talked at the contact point and never gave a name."""
        person = self.people.draw(date(2025, 2, 11), identity="anonymous", substances=False)
        contacts = [
            Contact(datetime.combine(day, time(15, 30)), "contact", "outreach", (("information", 10),))
            for day in (date(2025, 2, 11), date(2025, 2, 18), date(2025, 4, 1))
        ]
        return Course(person, "contact_point", [], contacts, intake="contact")

    def _plan_latecomer(self):
        """Applied in the grant's last days, missed the appointment and came when it was over."""
        applied = date(2026, 8, 20)
        contacts = [
            Contact(datetime(2026, 8, 27, 8), "centre", "counsellor", (("assessment", 60),), "no_show"),
            Contact(datetime.combine(HISTORY_END, time(11)), "centre", "counsellor", (("assessment", 60),)),
        ]
        contacts[1].ratings.append(Rating(split(self.rng, 152)))
        stretch = Stretch("centre", applied, HISTORY_END, state="active", keyworker="counsellor")
        return Course(self.people.draw(applied), "after", [stretch], contacts, intake="centre")
