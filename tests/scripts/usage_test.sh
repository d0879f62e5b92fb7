#!/usr/bin/env bash
# Every script tells its usage, and refuses what it does not know before it does
# anything: usage_test.sh PROJECT
set -u
cd "$1" || exit 1
failures=0

fail() { printf 'FAILED: %s\n' "$*"; failures=$((failures + 1)); }

# refuses TEXT COMMAND...: exit 2, and says the text.
refuses() {
  local text=$1 said status; shift
  said=$("$@" 2>&1 </dev/null)
  status=$?
  [ "$status" -eq 2 ] || fail "$* ended with exit $status: $said"
  [[ $said == *"$text"* ]] || fail "$* said: $said"
}

for script in demo test bench soak tidy check_protos cluster; do
  [[ $("scripts/$script" --help) == *"usage: scripts/$script"* ]] ||
    fail "scripts/$script --help tells no usage"
  refuses "'--nonsense' is unknown" "scripts/$script" --nonsense
done
refuses "no preset is 'fast'" scripts/test --preset fast
refuses "takes a mysql:// URL" scripts/test --database postgres://there
refuses "takes a mysql:// URL" scripts/test --database=
refuses "cannot read no/such/file" scripts/demo --stores no/such/file
refuses "'many' is not a number" scripts/soak many
refuses "50 cycles need as many attempts" scripts/soak 10 50
refuses "no commit is 'nowhere'" scripts/tidy --since nowhere
refuses "'burn' is unknown" scripts/cluster burn 1
refuses "there is no cluster in" scripts/cluster --dir /no/such/folder kill 1
[ "$failures" -eq 0 ]
