#!/usr/bin/env bash
# Looks at every state that the model of bookings can come to, and sees that
# each planted bug is found: check_model.sh MODEL FOLDER
set -u
model=$(realpath "$1")
rm -rf "$2" && mkdir -p "$2" && cd "$2" || exit 1
# Deeper than any run of the model; each level is a step on a stack.
readonly DEPTH=1000000
readonly WORLDS=(RACE TWINS WAITERS)
# Where each can be seen.
readonly BUGS=(
  CONFIRM_WITHOUT_CLOCK:RACE CONFIRM_OLD_CLOCK:RACE EXPIRE_BLINDLY:RACE
  RELEASE_OF_OTHERS:RACE CLAIM_UNSEEN:RACE TWIN_UNSEEN:TWINS
  OFFER_LATER:WAITERS OFFER_BLINDLY:WAITERS ENTRY_BEHIND:WAITERS
)
failures=0

# search NAME DEFINE...: writes what the search said into NAME.log.
search() {
  local name=$1; shift
  mkdir -p "$name" && (
    cd "$name" && spin "$@" -a "$model" && "${CC:-gcc}" -O2 -w -DSAFETY \
      -DCOLLAPSE -o pan pan.c && ./pan -m$DEPTH
  ) >"$name.log" 2>&1
}

fail() {
  printf 'FAILED: %s\n' "$1"
  tail -25 "$1.log"
  failures=$((failures + 1))
}

# Exhaustive: nothing was cut off, nothing was violated.
is_sound() {
  grep -q 'errors: 0$' "$1.log" && grep -q 'Full statespace search' "$1.log" &&
    ! grep -qE 'depth too small|not completed|out of memory' "$1.log"
}

for world in "${WORLDS[@]}"; do
  search "$world" "-D$world"
  is_sound "$world" || { fail "$world"; continue; }
  printf '%s: sound in all its %s states\n' "$world" \
    "$(sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' "$world.log")"
done
for each in "${BUGS[@]}"; do
  bug=${each%:*}
  search "$bug" "-D${each#*:}" "-DBUG_$bug"
  if grep -q 'assertion violated' "$bug.log" && grep -q 'errors: 1$' "$bug.log"; then
    printf '%s: found, %s\n' "$bug" \
      "$(sed -n 's/^pan:.*\(assertion violated .*\) (at depth.*/\1/p' "$bug.log")"
  else
    fail "$bug"
  fi
done
[ "$failures" -eq 0 ]
