#!/bin/sh
# The packed package, installed from its tarball in an empty project as anybody would. Wants the registry, or npm's cache.
set -e
cd "$(dirname "$0")/.."
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm pack --silent --ignore-scripts --pack-destination "$home" >/dev/null
cd "$home"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --prefer-offline ./p2p-conform-*.tgz
npx --no-install p2p-conform run --quiet --only '*/*/decode-*'
npx --no-install p2p-conform init adapter --lang python --out adapter
npx --no-install p2p-conform run --quiet --target 'exec:python3 adapter/adapter.py' --only 'punch/token/*'
