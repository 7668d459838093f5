from odoo import models

from .life_pictures import draw_house, draw_kitchen, draw_room, draw_wall

ROOMS = 2


class DemoLifePhotos(models.AbstractModel):
    """Photos of houses and rooms, of a cupboard before and after its repair, and of a check-in."""

    _inherit = "recovery.demo"

    def _create_life_photos(self, plan, houses, stays):
        taker = self._by(plan, "house").user
        photos = self.env["recovery.house.photo"].create([
            {"date": self._day(-360), "user_id": taker.id, **values}
            for row, house in zip(plan.houses, houses, strict=True) for values in self._draw_place(row, house)
        ])
        self._create_damage(photos.house_id[:1], taker)
        mine = stays.filtered(lambda stay: stay.house_id == houses[0])[:1]
        if mine and not plan.quiet:
            self._create_check_in_photos(plan, mine, plan.houses[0].colour)

    def _draw_place(self, row, house):
        yield {"house_id": house.id, "image_1920": draw_house(row.colour, len(house.bed_ids)), "caption": "From the street"}
        yield {"house_id": house.id, "image_1920": draw_kitchen(row.colour), "caption": "Kitchen"}
        for room in house.room_ids[:ROOMS]:
            yield {"room_id": room.id, "image_1920": draw_room(row.colour), "caption": room.name}

    def _create_damage(self, house, taker):
        room = house.room_ids[:1]
        self.env["recovery.house.photo"].create([
            {
                "room_id": room.id, "image_1920": draw_wall(broken), "kind": kind, "caption": caption,
                "date": self._day(-days), "user_id": taker.id, "sequence": 20,
            }
            for broken, kind, caption, days in (
                (True, "damage", "Cupboard door off its hinges", 48), (False, "repaired", "Cupboard, new hinges", 41),
            )
        ] if room else [])

    def _create_check_in_photos(self, plan, stay, colour):
        """What somebody found when they moved in, photographed by the house staff."""
        items = stay.item_ids[:1]
        self._by(plan, "house")["recovery.house.photo"].create([
            {
                "stay_id": stay.id, "moment": "in", "image_1920": image, "kind": kind, "date": stay.date_from,
                "stay_item_id": item.id, **({} if stay.program_id.no_free_text else {"caption": caption}),
            }
            for image, kind, caption, item in (
                (draw_room(colour), "house", "Bed made, window closes", items),
                (draw_wall(True), "damage", "Cupboard door was off before", items.browse()),
            )
        ])
