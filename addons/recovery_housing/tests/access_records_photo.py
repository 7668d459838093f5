"""Values of new photos in every scope of their access table."""

from .pictures import PICTURE


class PhotoRecords:

    @classmethod
    def _new_recovery_house_photo(cls, scope):
        return {"stay_id": cls.new_record("recovery.stay", scope).id, "image_1920": PICTURE}
