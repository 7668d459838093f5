#!/bin/bash
# Runs once, when the cluster is made: Odoo works as a role that may create databases and nothing else.
set -euo pipefail
psql --username postgres --set ON_ERROR_STOP=1 --set password="$(< /run/secrets/database_password)" <<'SQL'
CREATE ROLE odoo LOGIN CREATEDB PASSWORD :'password';
SQL
