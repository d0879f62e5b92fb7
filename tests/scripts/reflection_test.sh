#!/usr/bin/env bash
# A program that knows nothing of Rapport but its address lists every method by
# reflection, and calls each: reflection_test.sh PROJECT SERVER_PROGRAM
#
# An empty request is answered, or refused for a reason of its own; it never
# finds a method missing, or breaks something.
. "$1/scripts/lib/common.sh"

program=$2
readonly READY_SECONDS_MAX=120
readonly METHODS_MIN=20
# What an empty request may be told.
readonly FINE='invalid_argument|not_found|permission_denied'
work=$(mktemp -d)
server_id=''

stop() {
  [ -z "$server_id" ] || { kill -TERM "$server_id" && wait "$server_id"; } || true
  rm -rf "$work"
}
trap stop EXIT

# curl METHOD-OR-FLAG...: as a shopper of some brand.
curl() {
  buf curl --protocol grpc --http2-prior-knowledge --connect-timeout 10 \
    -H x-rapport-brand:demo -H x-rapport-role:shopper -H x-rapport-principal:ada "$@"
}

"$program" --listen 127.0.0.1:0 --data-dir "$work/data" --trust-caller-metadata \
  --no-request-log >"$work/out" 2>"$work/log" </dev/null &
server_id=$!
deadline=$((SECONDS + READY_SECONDS_MAX))
until grep -q ready "$work/out"; do
  if ! kill -0 "$server_id" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
    cat "$work/log" >&2
    die "the server did not start"
  fi
  sleep 0.1
done
url=http://$(sed -n 's/^rapport-server ready on //p' "$work/out")

curl --list-methods "$url" >"$work/methods"
# Those that answer until the caller hangs up.
grep -v -e 'Health/Watch' -e 'ServerReflectionInfo' "$work/methods" >"$work/called"
[ "$(wc -l <"$work/called")" -ge "$METHODS_MIN" ] || die "only $(wc -l <"$work/called") methods are listed"

failures=0
while read -r method; do
  if curl -d '{}' "$url/$method" >"$work/answer" 2>&1 </dev/null; then
    code=ok
  else
    code=$(sed -nE 's/^ *"code": "([a-z_]+)".*/\1/p' "$work/answer" | head -n 1)
  fi
  printf '%-50s %s\n' "$method" "$code"
  [[ $code =~ ^(ok|$FINE)$ ]] || { cat "$work/answer"; failures=$((failures + 1)); }
done <"$work/called"
[ "$failures" -eq 0 ]
