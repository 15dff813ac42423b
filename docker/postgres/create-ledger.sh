#!/bin/sh
# Runs once, when the data volume is empty: a role for the ledger that owns its database and nothing else.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$LEDGER_PASSWORD" --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
create role hezhang login password :'password';
create database hezhang owner hezhang template template0;
SQL
