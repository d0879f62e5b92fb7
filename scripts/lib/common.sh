# What the scripts share: where the project is, how they speak, how they build.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly ROOT
readonly PRESETS=(debug release asan tsan)

# What a script does, on standard error: its standard output is its answer.
say() { printf '== %s\n' "$*" >&2; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 2; }

# usage: the comment that the script begins with.
usage() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"; }

# minutes SECONDS: as people say it.
minutes() {
  if [ "$1" -lt 60 ]; then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi
}

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

is_preset() {
  local preset
  for preset in "${PRESETS[@]}"; do [ "$1" = "$preset" ] && return; done
  return 1
}

# for_preset PRESET COMMAND...: the ThreadSanitizer of GCC 12 ends at once where
# the kernel spreads addresses over more than 28 bits, so it gets fixed ones.
for_preset() {
  local preset=$1 bits; shift
  bits=$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null || echo 0)
  if [ "$preset" = tsan ] && [ "$bits" -gt 28 ]; then
    setarch "$(uname -m)" --addr-no-randomize "$@"
  else
    "$@"
  fi
}

# configure PRESET: installs what is missing, then configures.
configure() {
  ensure_packages "${BUILD_PACKAGES[@]}" && ensure_npm &&
    (cd "$ROOT" && quietly cmake --preset "$1")
}

# build PRESET [TARGET...]: shows its progress to whoever watches; in a log it
# speaks only of what fails.
build() {
  local preset=$1 begin=$SECONDS quiet=(--quiet); shift
  say "building the $preset preset into build/$preset"
  [ -t 2 ] && quiet=()
  (cd "$ROOT" && for_preset "$preset" cmake --build --preset "$preset" \
    ${1:+--target "$@"} -- ${quiet[@]+"${quiet[@]}"}) >&2 || return
  say "built in $(minutes $((SECONDS - begin)))"
}

configure_and_build() {
  configure "$1" && build "$@"
}
