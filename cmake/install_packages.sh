# Sourced by the run scripts: `install_packages build|test` installs what is missing where apt is there, and elsewhere
# says by name what to install.

# For another machine: the test that cross-compiles an application links SQLite for it.
foreign=arm64

# libclang-rt-dev holds the sanitizers and libFuzzer.
package_list() {
  echo "g++ cmake ninja-build make libsqlite3-dev libpq-dev libyaml-cpp-dev libssl-dev libcli11-dev nlohmann-json3-dev"
  [ "$1" = build ] || echo "git ccache clang lld libclang-rt-dev postgresql postgresql-client pgbouncer sqlite3 graphviz zsh fish groff alembic python3-alembic python3-psycopg2 libgtest-dev libbenchmark-dev g++-aarch64-linux-gnu qemu-user-static libsqlite3-dev:$foreign"
}

install_packages() {
  missing=
  if command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
    for package in $(package_list "$1"); do
      dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    sudo=
    if [ "$(id -u)" != 0 ]; then
      command -v sudo >/dev/null 2>&1 || { echo "please install, as root:$missing" >&2; exit 1; }
      sudo=sudo
    fi
    echo "--- installing:$missing"
    [ "$1" = build ] || $sudo dpkg --add-architecture "$foreign"
    $sudo apt-get update -q
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends $missing
    return 0
  fi
  for program in c++ cmake; do
    command -v "$program" >/dev/null 2>&1 || missing="$missing $program"
  done
  [ -z "$missing" ] || {
    echo "not found:$missing" >&2
    echo "aludel needs a C++20 compiler (GCC 12, Clang 14 or later), CMake 3.22, SQLite 3, libpq, yaml-cpp, OpenSSL (libcrypto)," >&2
    echo "CLI11 and nlohmann-json, each with its headers; its tests also need GoogleTest and a PostgreSQL server." >&2
    echo "Debian calls them: $(package_list "$1" | tr '\n' ' ')" >&2
    exit 1
  }
}
