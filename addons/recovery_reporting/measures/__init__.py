"""Measures: what a figure counts. Each is one class and one query; definitions in docs/measures.md."""

from .scope import Scope
from .measure import get_figures
from .persons import PersonsNew, PersonsSupported
from .ors import PersonsImprovedOrs, ShareImprovedOrs
from .activity import Contacts, Hours, Interventions
from .events import EventsHeld, Participants, Publications, VolunteersTrained
from .housing import (
    BedNights, HousesOpen, HousesOpenAverage, IndependentExitsShare, LengthOfStay, LengthOfStayMedian, OccupancyShare,
    Residents, TurnedAway,
)
from .material import PersonsInHarmReduction, ReturnRate, SuppliesIssued, SyringesIssued, SyringesReturned
from .positions import PositionsFilled
from .unnamed import Headcount, PersonsAnonymousContacts
from .units import Units
from .situations import ShareSituationImproved
from .volumes import TOTAL, find_parts, get_volumes

MEASURES = {
    measure.code: measure
    for measure in (
        PersonsSupported(), PersonsNew(), PersonsImprovedOrs(), ShareImprovedOrs(),
        Contacts(), Interventions(), Hours(), PositionsFilled(), Headcount(), PersonsAnonymousContacts(),
        SyringesIssued(), SyringesReturned(), ReturnRate(), SuppliesIssued(), PersonsInHarmReduction(),
        Units(), ShareSituationImproved(),
        EventsHeld(), Participants(), VolunteersTrained(), Publications(),
        BedNights(), Residents(), OccupancyShare(), HousesOpen(), HousesOpenAverage(), LengthOfStay(),
        LengthOfStayMedian(), IndependentExitsShare(), TurnedAway(),
    )
}
