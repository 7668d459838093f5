import base64
import binascii
from datetime import date

from odoo import api, fields, models
from odoo.addons.recovery_care.table_rules import Check
from odoo.exceptions import UserError, ValidationError

from ..picture import MAX_BYTES, MAX_PIXELS, PictureError, clean_picture

# The picture, and what Odoo draws from it.
PICTURES = ("image_1920", "image_1024", "image_512", "image_256", "image_128")
PICTURE, *SMALLER = PICTURES
# What cameras whose clock was never set write.
EARLIEST = date(2000, 1, 2)


class HousePhoto(models.Model):
    """A photo of a house, a room, a bed or a thing that is handed over; or of how a resident found or left it.

    The first is read by whoever reads the house. The second hangs on a stay and is for the house staff of its programme,
    like what was handed over. A photo is never exchanged: it shows what was there on that day.
    """

    _name = "recovery.house.photo"
    _description = "Photo of a house"
    _inherit = ["image.mixin", "recovery.client.record", "recovery.free.text"]
    _order = "sequence, id"
    _rec_names_search = ["house_id", "room_id"]
    _free_text_fields = ("caption",)

    image_1920 = fields.Image(string="Photo", max_width=1920, max_height=1920)
    house_id = fields.Many2one(
        "recovery.house", required=True, index=True, ondelete="cascade", check_company=True,
        compute="_compute_house_id", store=True, readonly=False, precompute=True,
    )
    room_id = fields.Many2one(
        "recovery.room", index="btree_not_null", ondelete="set null", check_company=True,
        domain="[('house_id', '=?', house_id)]", compute="_compute_room_id", store=True, readonly=False, precompute=True,
    )
    bed_id = fields.Many2one(
        "recovery.bed", index="btree_not_null", ondelete="set null", check_company=True,
        domain="[('house_id', '=?', house_id)]", compute="_compute_bed_id", store=True, readonly=False, precompute=True,
    )
    item_id = fields.Many2one(
        "recovery.house.item", string="Thing", index="btree_not_null", ondelete="set null", check_company=True,
        domain="[('house_id', '=?', house_id)]", help="One of the things that the house hands over.",
    )
    stay_id = fields.Many2one(
        "recovery.stay", index="btree_not_null", ondelete="restrict", check_company=True,
        compute="_compute_stay_id", store=True, readonly=False, precompute=True,
        help="Whose check-in or check-out the photo belongs to. Only the house staff of the programme see it then.",
    )
    stay_item_id = fields.Many2one(
        "recovery.stay.item", string="Handed over", index="btree_not_null", ondelete="set null", check_company=True,
        domain="[('stay_id', '=', stay_id)]",
    )
    client_id = fields.Many2one(
        related="stay_id.client_id", store=True, precompute=True, required=False, domain=None,
    )
    program_id = fields.Many2one(
        related="house_id.program_id", string="Programme", store=True, precompute=True, index=True,
    )
    company_id = fields.Many2one(related="house_id.company_id", store=True, precompute=True, default=None)
    moment = fields.Selection(
        [("in", "Check-in"), ("out", "Check-out")], string="Taken at", compute="_compute_moment", store=True, readonly=False,
        precompute=True,
    )
    kind = fields.Selection(
        [("house", "As it is"), ("before", "Before"), ("damage", "Damage"), ("repaired", "After repair")],
        string="Shows", required=True, default="house",
    )
    caption = fields.Char(help="What there is to see. Never who: no names of residents, no faces.")
    date = fields.Date(
        string="Photographed on", required=True, default=fields.Date.context_today,
        help="The day that the camera wrote into the file, if it did; else today.",
    )
    user_id = fields.Many2one(
        "res.users", string="Photographed by", required=True, index=True, ondelete="restrict",
        default=lambda self: self.env.user,
    )
    sequence = fields.Integer(default=10)
    no_free_text = fields.Boolean(related="program_id.no_free_text")

    _moment_of_stay = Check(
        "CHECK((stay_id IS NULL) = (moment IS NULL))",
        "Taken at: a photo of a stay says whether it is of the check-in or the check-out, another one does not.",
        lambda row: (row["stay_id"] is None) == (row["moment"] is None),
    )

    @api.depends("room_id", "bed_id", "item_id", "stay_id")
    def _compute_house_id(self):
        for photo in self:
            place = photo.bed_id or photo.room_id or photo.item_id or photo.stay_id
            photo.house_id = place.house_id or photo.house_id

    @api.depends("bed_id")
    def _compute_room_id(self):
        for photo in self:
            photo.room_id = photo.bed_id.room_id or photo.room_id

    @api.depends("stay_id")
    def _compute_bed_id(self):
        for photo in self:
            photo.bed_id = photo.bed_id or photo.stay_id.bed_id

    @api.depends("stay_item_id.stay_id")
    def _compute_stay_id(self):
        """What was handed over goes along with a resident who moves within the house, and its photos with it."""
        for photo in self:
            photo.stay_id = photo.stay_item_id.stay_id or photo.stay_id

    @api.depends("stay_id")
    def _compute_moment(self):
        for photo in self:
            usual = "out" if photo.stay_id.state == "out" else "in"
            photo.moment = photo.stay_id and (photo.moment or usual)

    @api.depends("house_id.code", "room_id.name", "date")
    def _compute_display_name(self):
        for photo in self:
            parts = (photo.house_id.sudo().code, photo.room_id.sudo().name, photo.date and str(photo.date))
            photo.display_name = " · ".join(filter(None, parts))

    @api.constrains("house_id", "room_id", "bed_id", "item_id", "stay_id", "stay_item_id")
    def _check_places(self):
        for photo in self.sudo():
            for name in ("room_id", "bed_id", "item_id", "stay_id"):
                if photo[name] and photo[name].house_id != photo.house_id:
                    raise ValidationError(self.env._(
                        "%s: it belongs to another house than the photo.", self._fields[name]._description_string(self.env),
                    ))
            if photo.bed_id.room_id and photo.room_id and photo.bed_id.room_id != photo.room_id:
                raise ValidationError(self.env._("Bed: it stands in another room than the one of the photo."))
            if photo.stay_item_id and photo.stay_item_id.stay_id != photo.stay_id:
                raise ValidationError(self.env._("Handed over: that line is of another stay."))

    @api.constrains("date")
    def _check_taken(self):
        today = fields.Date.context_today(self)
        if any(photo.date > today for photo in self):
            raise ValidationError(self.env._("Photographed on: that day is still to come."))

    def _is_free_text_allowed(self, name):
        """What a house looks like is no text about a client."""
        return not self.stay_id or super()._is_free_text_allowed(name)

    @api.model_create_multi
    def create(self, vals_list):
        """Keep the pictures alone, without place and camera, and the days on which they were taken.

        :raises ValidationError: for a file that is no JPEG or PNG picture, too large or damaged
        """
        return super().create([self._with_picture(vals) for vals in vals_list])

    @api.model
    def _with_picture(self, vals):
        """Return values whose picture is cleaned, see ``picture.py``."""
        data, taken = self._clean(vals.get(PICTURE))
        kept = {name: value for name, value in vals.items() if name not in SMALLER}
        if taken and EARLIEST <= taken <= fields.Date.context_today(self):
            kept.setdefault("date", taken)
        return {**kept, PICTURE: data}

    @api.model
    def _clean(self, value):
        """Return (base64 of the picture to be kept, day on which it was taken or None)."""
        if not value:
            raise ValidationError(self.env._("Photo: choose a picture."))
        try:
            data, taken = clean_picture(base64.b64decode(value))
        except (binascii.Error, ValueError) as error:
            raise ValidationError(self.env._("Photo: this is not a file.")) from error
        except PictureError as error:
            raise ValidationError(self._tell(error.reason)) from error
        return base64.b64encode(data), taken

    @api.model
    def _tell(self, reason):
        if reason == "size":
            return self.env._("Photo: the file is too large. Choose one of at most %s MB.", MAX_BYTES // 1024 ** 2)
        if reason == "pixels":
            return self.env._("Photo: the picture is too large. Choose one of at most %s megapixels.", MAX_PIXELS // 10 ** 6)
        if reason == "damaged":
            return self.env._("Photo: the file is damaged. Take the picture again, or choose another file.")
        return self.env._("Photo: choose a JPEG or PNG picture. Other files cannot be shown everywhere.")

    def write(self, vals):
        if vals.keys() & set(PICTURES) and not self.env.su:
            self.check_access("write")
            raise UserError(self.env._(
                "Photo: it shows what was there that day and is not exchanged. Add another one, delete this one.",
            ))
        if "stay_id" in vals and not vals["stay_id"] and not self.env.su:
            self._check_stays_with_its_stay()
        return super().write(vals)

    def _check_stays_with_its_stay(self):
        """Otherwise everybody in care would see it."""
        self.check_access("write")
        if self.sudo().stay_id:
            raise UserError(self.env._("Stay: a photo of a check-in or check-out is not taken off it. Delete it."))

    @api.ondelete(at_uninstall=False)
    def _unlink_before_the_end(self):
        """How a bed was left is asked about later, when the deposit is settled."""
        if self.env.su or self.env.user.has_group("recovery_care.group_manager"):
            return
        if "out" in self.sudo().stay_id.mapped("state"):
            raise UserError(self.env._("Photo: the stay is over. Only a manager of the programme deletes its photos now."))

    def action_make_cover(self):
        """Put one photo before the others of its place, where cards and forms show it."""
        self.ensure_one()
        self.check_access("write")
        first = self.search([("house_id", "=", self.house_id.id)], limit=1)
        self.sequence = first.sequence - 1
