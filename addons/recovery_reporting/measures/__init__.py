"""Measures: what a figure counts. Each is one class and one query; definitions in docs/measures.md."""

from .scope import Scope
from .measure import get_figures
from .persons import PersonsNew, PersonsSupported
from .ors import PersonsImprovedOrs, ShareImprovedOrs
from .activity import Contacts, Hours, Interventions
from .positions import PositionsFilled

MEASURES = {
    measure.code: measure
    for measure in (
        PersonsSupported(), PersonsNew(), PersonsImprovedOrs(), ShareImprovedOrs(),
        Contacts(), Interventions(), Hours(), PositionsFilled(),
    )
}
