#!/bin/sh
# Runs once, when the data volume is empty: a role that may stream and nothing else, and a slot that keeps what the replica has
# not had yet.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$REPLICATION_PASSWORD" --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
create role replica login replication password :'password';
select pg_create_physical_replication_slot('replica');
SQL
echo 'host replication replica all scram-sha-256' >>"$PGDATA/pg_hba.conf"
