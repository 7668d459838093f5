"""Values of a new record of every model of fees in every scope of the access table."""

from datetime import date, timedelta

from odoo.fields import Command

from .fee_case import FeeCase


class FeeRecords:

    @classmethod
    def new_record(cls, model, scope):
        if model != "recovery.fee.arrears":
            return super().new_record(model, scope)
        stay = cls._living(scope)
        cls._have_ledger(stay.company_id)
        fee = cls.env["recovery.fee"].create({"stay_id": stay.id, "period": cls.today.replace(day=1)})
        fee.action_invoice()
        fee.share_ids.move_id.sudo().action_post()
        return cls.env[model].search([("client_id", "=", stay.client_id.id)])

    @classmethod
    def _have_ledger(cls, company):
        if not company.fee_journal_id:
            FeeCase.set_up_ledger.__func__(cls, company)

    @classmethod
    def _living(cls, scope):
        stay = cls.new_record("recovery.stay", scope)
        stay.house_id.date_open = cls.today - timedelta(days=500)
        stay.write({"date_from": cls.today - timedelta(days=400), "date_to": False, "monthly_fee": 100})
        stay.state = "in"
        return stay

    @classmethod
    def _new_recovery_fee_arrears(cls, scope):
        return {"client_id": cls.client_of(scope).id, "amount_open": 5}

    @classmethod
    def _new_recovery_fee_plan(cls, scope):
        return {"name": "Demo plan", "applies_to": "stay", "company_id": cls.company_of(scope).id}

    @classmethod
    def _new_recovery_fee_plan_payer(cls, scope):
        return {"plan_id": cls.new_record("recovery.fee.plan", scope).id, "payer": "grant", "value": 10}

    @classmethod
    def _new_recovery_fee_run(cls, scope):
        return {
            "house_ids": [Command.set(cls.new_record("recovery.house", scope).ids)], "company_id": cls.company_of(scope).id,
            "period": date(2025, 1, 1),
        }

    @classmethod
    def _new_recovery_client_income(cls, scope):
        return {"client_id": cls.client_of(scope).id, "company_id": cls.company_of(scope).id, "amount": 100}

    @classmethod
    def _new_recovery_fee(cls, scope):
        return {"stay_id": cls.new_record("recovery.stay", scope).id, "period": date(2025, 1, 1)}

    @classmethod
    def _new_recovery_fee_share(cls, scope):
        return {"fee_id": cls.new_record("recovery.fee", scope).id, "payer": "resident", "amount": 5}

    @classmethod
    def _new_recovery_stay_payer(cls, scope):
        return {"stay_id": cls.new_record("recovery.stay", scope).id, "payer": "grant", "value": 10}

    @classmethod
    def _new_recovery_stay_deposit(cls, scope):
        return {"stay_id": cls.new_record("recovery.stay", scope).id, "amount": 50}

    @classmethod
    def _new_recovery_repayment_plan(cls, scope):
        program = cls.program_of(scope)
        return {"client_id": cls.client_of(scope).id, "program_id": program.id, "company_id": program.company_id.id}

    @classmethod
    def _new_recovery_repayment_instalment(cls, scope):
        plan = cls.new_record("recovery.repayment.plan", scope)
        return {"plan_id": plan.id, "date_due": cls.today, "amount": 5}
