"""Tries the contract of a mixin on every model that inherits it."""

from .access_records import AccessRecords
from .access_table import TABLE


def each_inheriting(mixin):
    """Make a test of a method that takes a model, run for every stored model of ours that inherits ``mixin``."""
    def decorate(method):
        def test(self):
            for Model in self.inheriting(mixin):
                with self.subTest(model=Model._name):
                    method(self, Model)
        test.__name__, test.__qualname__, test.__doc__ = method.__name__, method.__qualname__, method.__doc__
        return test
    return decorate


class MixinCase(AccessRecords):
    """Models are found in the registry, so that a new one cannot be forgotten.

    A model without a factory ``_new_<model>`` in ``AccessRecords`` fails.
    """

    module = "recovery_care"

    def inheriting(self, mixin):
        models = [
            self.env[name] for name in sorted(self.env.registry.descendants([mixin], "_inherit"))
            if self.env[name]._original_module == self.module
            and not self.env[name]._abstract and not self.env[name]._transient
        ]
        self.assertTrue(models, f"nothing inherits {mixin}")
        return models

    def is_for_the_server_alone(self, Model):
        """Return whether the access table gives nobody the right to read a model."""
        return not TABLE[Model._name].rights

    def reader_of(self, record):
        """Return somebody who may read ``record``."""
        self.env.flush_all()
        self.env.invalidate_all()
        return next(user for user in self.users.values() if record.with_user(user).has_access("read"))
