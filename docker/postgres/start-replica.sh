#!/bin/sh
# An empty volume begins as a copy of the primary; from then on it is a standby that goes on where it was.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # What a copy that was broken off has left.
  rm -rf "$PGDATA"
  pg_basebackup --host="$PRIMARY_HOST" --username=replica --pgdata="$PGDATA" --slot=replica --wal-method=stream \
    --checkpoint=fast --write-recovery-conf
  chmod 0700 "$PGDATA"
fi
exec docker-entrypoint.sh "$@"
