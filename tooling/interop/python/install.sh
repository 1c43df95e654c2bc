#!/bin/sh
# Creates one virtual environment per DB-GPT version with the real package from PyPI.
# usage: install.sh [version...]        (default: every version with a requirements file)
# Environments live in ${MODELFLEET_INTEROP_CACHE:-<repo>/node_modules/.cache/interop}/<version>.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
cache=${MODELFLEET_INTEROP_CACHE:-$(CDPATH= cd -- "$here/../../.." && pwd)/node_modules/.cache/interop}
mkdir -p "$cache"

# The marker is a copy of the requirements: an edit to them reinstalls, nothing else does.
installed() {
  [ -x "$cache/$1/bin/python" ] && cmp -s "$here/requirements-$1.txt" "$cache/$1/.installed"
}

if [ $# -eq 0 ]; then
  for file in "$here"/requirements-*.txt; do
    name=${file##*/requirements-}
    set -- "$@" "${name%.txt}"
  done
fi

for version in "$@"; do
  requirements="$here/requirements-$version.txt"
  if [ ! -f "$requirements" ]; then
    echo "no requirements-$version.txt: DB-GPT $version is not one of the tested versions" >&2
    exit 2
  fi
  venv="$cache/$version"
  if installed "$version"; then
    continue
  fi
  # Where there are processors enough, files of tests run side by side and want the same version: one installs it, the
  # others wait. The lock is the open file's, so it goes when this process does.
  exec 9>"$cache/$version.lock"
  python3 -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)'
  if installed "$version"; then
    continue
  fi
  echo "installing dbgpt $version" >&2
  rm -rf "$venv"
  python3 -m venv "$venv"
  # --no-deps: the files pin the whole closure. dbgpt's own dependency list pulls in far more than
  # its cluster modules import, and pins an aiohttp that has no wheel for newer Pythons.
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -r "$requirements"
  cp "$requirements" "$venv/.installed"
  exec 9>&-
done
