#!/bin/sh
# The tunnel suite in the lab, twice beside itself, and every wrong program. Wants a build; says so where no lab can be had.
set -e
cd "$(dirname "$0")/.."
run() {
  node dist/bin/conform.js run --quiet --target "$1" --only 'tunnel/**'
}
run reference:tunnel
run "tunnel:node dist/bin/conform.js serve tunnel" &
beside=$!
run reference:tunnel
wait "$beside"
node dist/checks/tunnel_deviation.js
node dist/checks/tunnel_bad_programs.js
node dist/checks/tunnel_mutants.js
