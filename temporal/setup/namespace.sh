#!/bin/sh
# Registers the namespace and Noria's search attributes; may run any number of times.
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE are read by the command itself.
set -eu

# A namespace is known to all of the server only some seconds after it was registered.
patiently() {
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
        "$@" && return
        sleep 2
    done
    "$@"
}

patiently temporal operator cluster health
temporal operator namespace describe >/dev/null 2>&1 \
    || temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE"
patiently temporal operator namespace update --retention "$RETENTION"
for name in NoriaWorkspace NoriaWorkflow NoriaVersion; do
    # Says so and does nothing where the attribute is there.
    patiently temporal operator search-attribute create --name "$name" --type Keyword
done
