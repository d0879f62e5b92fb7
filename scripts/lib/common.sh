# What the scripts share: where the project is, how they speak, how they build.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly ROOT

say() { printf '== %s\n' "$*"; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 2; }

# quietly COMMAND...: its output is shown only if it fails.
quietly() {
  local log status
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then rm -f "$log"; return 0; else status=$?; fi
  cat "$log" >&2
  rm -f "$log"
  return "$status"
}

. "$ROOT/scripts/lib/install.sh"

# configure_and_build PRESET [TARGET...]: installs what is missing, then builds.
configure_and_build() {
  local preset=$1; shift
  ensure_packages "${BUILD_PACKAGES[@]}"
  ensure_npm
  say "building the $preset preset into build/$preset"
  (cd "$ROOT" && quietly cmake --preset "$preset")
  (cd "$ROOT" && cmake --build --preset "$preset" ${1:+--target "$@"} -- --quiet)
}
