# Installs what a fresh Debian 12 lacks. Sourced by the scripts beside it.
# Quick and quiet when nothing is missing; otherwise says what it installs.

readonly BUILD_PACKAGES=(
  # toolchain
  g++ cmake ninja-build pkg-config git
  # the libraries the user of this project chose
  libgrpc++-dev protobuf-compiler-grpc libprotobuf-dev protobuf-compiler
  libabsl-dev libs2-dev libmysqlcppconn-dev libgtest-dev libgmock-dev
  # what they need beside them
  libbenchmark-dev prometheus-cpp-dev libcivetweb-dev libcli11-dev nlohmann-json3-dev
  libcsv-dev libcurl4-openssl-dev libicu-dev libssl-dev libphonenumber-dev grpc-proto
  # what the search is measured against
  libboost-dev libroaring-dev
  # the private database, and the zone rules
  mariadb-server-core tzdata
  # US postal areas, for the gazetteer
  weather-util-data
  # the model of bookings, and clocks that jump
  spin libfaketime
  # certificates, for tests
  openssl
  # calendars of other programs, and what the tests of them ask
  libical-dev python3 python3-dateutil python3-icalendar
  # the scripts' own
  ca-certificates procps
)
# What clusters need beside the build's.
readonly CLUSTER_PACKAGES=(mariadb-server-core galera-4 mariadb-client-core)
readonly LINT_PACKAGES=(clang-tidy clang-format)
# What bookings are measured against; without it that is left out, aloud.
readonly BENCH_PACKAGES=(postgresql-15 libpq-dev)

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "needs root, or sudo, to run: $*"
  fi
}

# missing_packages NAME...: those of them that dpkg does not have.
missing_packages() {
  local installed
  installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null |
    sed -n 's/ installed$//p' || true)
  printf '%s\n' "$@" | grep -vxF "$installed" || true
}

# ensure_packages NAME...: installs those of them that dpkg does not have.
ensure_packages() {
  local missing
  command -v dpkg-query >/dev/null ||
    die "installs Debian's packages only; elsewhere install their like: $*"
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -eq 0 ] && return
  say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  quietly as_root apt-get update -qq || return
  quietly as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# ensure_node: a node and an npm, Debian's where there is none.
ensure_node() {
  command -v npm >/dev/null && command -v node >/dev/null && return
  ensure_packages npm
}

# ensure_npm: the packages of scripts/node/package-lock.json, exactly.
ensure_npm() {
  ensure_node || return
  local folder="$ROOT/scripts/node"
  local stamp="$folder/node_modules/.installed"
  cmp -s "$folder/package-lock.json" "$stamp" && return
  say "installing the npm packages of scripts/node/package-lock.json"
  (cd "$folder" && quietly npm ci --no-fund --no-audit) || return
  cp "$folder/package-lock.json" "$stamp"
}

# buf, by its own binary: npm may not run the scripts that would link it.
buf() {
  local program
  program=$(echo "$ROOT"/scripts/node/node_modules/@bufbuild/buf-linux-*/bin/buf)
  [ -x "$program" ] || die "npm has no buf for this kind of machine"
  "$program" "$@"
}
