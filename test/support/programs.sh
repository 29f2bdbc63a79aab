#!/usr/bin/env bash
# Makes sure that the real programs which the tests drive are there: prometheus and promtool 3, and openssl.
# What is on PATH and new enough is taken; on Debian and its relatives the rest is unpacked into the user's cache,
# without touching the system. Elsewhere it says what to install.
# usage: programs.sh [--where]      --where prints the folder that the tests look into, and does nothing else
set -euo pipefail

folder="${SYNTHETIC_EXPORTER_PROGRAMS:-${XDG_CACHE_HOME:-$HOME/.cache}/synthetic-exporter/programs}"
if [ "${1:-}" = --where ]; then
  echo "$folder"
  exit 0
fi

is_new_enough() { # PROGRAM
  "$1" --version 2>&1 | head -n 1 | grep -qE 'version 3\.([5-9]|[1-9][0-9])'
}

found() { # NAME
  local candidate
  for candidate in "$folder/bin/$1" "$(command -v "$1" || true)"; do
    if [ -n "$candidate" ] && [ -x "$candidate" ] && is_new_enough "$candidate"; then
      mkdir -p "$folder/bin"
      [ "$candidate" = "$folder/bin/$1" ] || ln -sf "$candidate" "$folder/bin/$1"
      return 0
    fi
  done
  return 1
}

if ! command -v openssl > /dev/null; then
  if command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
    apt-get -qq update && apt-get -qq install --yes --no-install-recommends openssl > /dev/null
  else
    echo 'the tests need openssl: please install it' >&2
    exit 1
  fi
fi

if found prometheus && found promtool; then exit 0; fi

if ! command -v apt-get > /dev/null || ! command -v dpkg > /dev/null; then
  echo 'the tests need prometheus and promtool 3.5 or newer on PATH (https://prometheus.io/download/)' >&2
  exit 1
fi

# Stable releases are too old, so the packages come from the unstable suite of the archive that this machine uses
# already, with package lists of our own.
archive="$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2> /dev/null \
  | sed -nE 's/^URIs: *([^ ]+).*/\1/p; s/^deb +(\[[^]]*\] +)?([^ ]+) .*/\2/p' | grep -v security | head -n 1 || true)"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
if [ -z "$archive" ] || [ ! -e "$keyring" ]; then
  echo 'no Debian archive is known here: please put prometheus and promtool 3.5 or newer on PATH' >&2
  exit 1
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/packages" "$work/root" "$folder/bin"
echo "deb [signed-by=$keyring] $archive sid main" > "$work/sources.list"
apt=(apt-get -qq
  -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=-
  -o "Dir::State::Lists=$work/lists" -o APT::Sandbox::User=root)
echo 'fetching prometheus and promtool for the tests…' >&2
"${apt[@]}" update
(cd "$work/packages" && "${apt[@]}" download prometheus promtool)
for package in "$work"/packages/*.deb; do dpkg -x "$package" "$work/root"; done
for name in prometheus promtool; do
  # A move within one folder is atomic: nobody ever sees half a program.
  cp "$work/root/usr/bin/$name" "$folder/bin/$name.new"
  mv "$folder/bin/$name.new" "$folder/bin/$name"
done
found prometheus && found promtool || {
  echo "the programs in $folder/bin do not start, or are older than 3.5" >&2
  exit 1
}
