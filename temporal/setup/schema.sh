#!/bin/sh
# Makes Temporal's databases and brings their schema up to date; may run any number of times.
set -eu
for database in temporal temporal_visibility; do
    case $database in
        temporal) versions=temporal ;;
        *) versions=visibility ;;
    esac
    temporal-sql-tool --db "$database" create
    # Refused where there is a schema already, which the update below then finds.
    temporal-sql-tool --db "$database" setup-schema -v 0.0 || true
    temporal-sql-tool --db "$database" update-schema \
        -d "/etc/temporal/schema/postgresql/v12/$versions/versioned"
done
