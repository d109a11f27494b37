#!/bin/sh
# Run once by the postgres image, on an empty data directory: makes the three roles and the database.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v owner_password="$PAYOFF_PG_OWNER_PASSWORD" \
  -v app_password="$PAYOFF_PG_APP_PASSWORD" \
  -v stream_password="$PAYOFF_PG_STREAM_PASSWORD" \
  -f /payoff/roles.sql
