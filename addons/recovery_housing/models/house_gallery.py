from odoo import api, fields, models
from odoo.fields import Domain

from .house_photo import PICTURES


class HouseGallery(models.AbstractModel):
    """A place with photos; the first that shows it as it is stands for it on cards and forms."""

    _name = "recovery.house.gallery"
    _description = "Place with photos"

    # The field by which a photo names the place, and those that lead to a part of it.
    _photo_place = "house_id"
    _photo_parts = ("room_id", "bed_id")

    cover_id = fields.Many2one("recovery.house.photo", compute="_compute_cover_id")
    image_1920 = fields.Binary(
        string="Image", compute="_compute_images", inverse="_inverse_image_1920",
        help="The cover: the first photo. What is written here becomes the first; emptied, that photo is deleted.",
    )
    image_1024 = fields.Binary(compute="_compute_images")
    image_512 = fields.Binary(compute="_compute_images")
    image_256 = fields.Binary(compute="_compute_images")
    image_128 = fields.Binary(compute="_compute_images")
    can_add_photos = fields.Boolean(compute="_compute_can_add_photos", help="Whether you may add photos here.")

    @api.depends("photo_ids.sequence", "photo_ids.kind")
    def _compute_cover_id(self):
        parts = Domain.AND(Domain(name, "=", False) for name in (*self._photo_parts, "item_id", "stay_id"))
        photos = self.env["recovery.house.photo"].search_fetch(
            Domain(self._photo_place, "in", self.ids) & Domain("kind", "=", "house") & parts, [self._photo_place],
        )
        covers = {photo[self._photo_place].id: photo for photo in reversed(photos)}
        for place in self:
            place.cover_id = covers.get(place._origin.id)

    @api.depends("cover_id")
    def _compute_images(self):
        for place in self:
            for name in PICTURES:
                place[name] = place.cover_id[name]

    def _inverse_image_1920(self):
        """Add what was written as the first photo; without a picture delete the one that was first."""
        Photo = self.env["recovery.house.photo"]
        changed = [(place, place.image_1920, place.cover_id) for place in self]
        Photo.union(*(cover for _place, image, cover in changed if not image)).unlink()
        Photo.create([
            {self._photo_place: place.id, "image_1920": image, "sequence": cover.sequence - 1 if cover else 0}
            for place, image, cover in changed if image
        ])

    @api.depends(lambda self: [f"{'' if self._photo_place == 'house_id' else 'house_id.'}program_id.user_ids"])
    @api.depends_context("uid")
    def _compute_can_add_photos(self):
        user = self.env.user
        administrator = user.has_group("recovery_care.group_administrator")
        works_in_houses = user.has_group("recovery_care.group_house")
        for place in self:
            house = (place if self._photo_place == "house_id" else place.house_id).sudo()
            place.can_add_photos = administrator or works_in_houses and user in house.program_id.user_ids

    def unlink(self):
        """Delete the photos with the place: the database would leave their files behind."""
        self.check_access("unlink")
        self.env["recovery.house.photo"].sudo().search(
            Domain(self._photo_place, "in", self.ids) & Domain("stay_id", "=", False),
        ).unlink()
        return super().unlink()
