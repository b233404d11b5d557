#!/usr/bin/env bash
# The dependencies against deny.toml. Which checks to run may be given:
# without any, those that need no network.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

if [ $# -eq 0 ]; then
    set -- licenses bans sources
fi
cargo_deny="$(cargo_deny)"
cd "$judges/../.."
"$cargo_deny" --locked check "$@"
