#!/usr/bin/env bash
# Prints the path of a Chromium that starts; installs one when none is there.
set -euo pipefail
cd "$(dirname "$0")/.."

starts() { [ -n "$1" ] && [ -x "$1" ] && "$1" --version >/dev/null 2>&1; }

installed() {
  local name path
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    path=$(command -v "$name" || true)
    if starts "$path"; then
      echo "$path"
      return 0
    fi
  done
  return 1
}

of_playwright() {
  local path
  [ -x .venv/bin/python ] || return 1
  path=$(.venv/bin/python - 2>/dev/null <<'PYTHON'
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
PYTHON
  ) || return 1
  starts "$path" && echo "$path"
}

if [ -n "${RERS_CHROMIUM:-}" ]; then
  if starts "$RERS_CHROMIUM"; then
    echo "$RERS_CHROMIUM"
    exit 0
  fi
  echo "RERS_CHROMIUM=$RERS_CHROMIUM does not start." >&2
  exit 1
fi

installed && exit 0
of_playwright && exit 0

echo "No Chromium found: installing one for the browser tests …" >&2
if [ -x .venv/bin/playwright ] && .venv/bin/playwright install chromium >/dev/null 2>&1; then
  of_playwright && exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  if apt-get update -qq >/dev/null 2>&1 &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null 2>&1; then
    installed && exit 0
  fi
fi
echo "The browser tests need Chromium: install it, or set RERS_CHROMIUM to its path." >&2
exit 1
