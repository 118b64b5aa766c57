#!/bin/sh
# Makes sure of a Chromium for the browser tests: the one already here, else Debian's package.
set -u
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ]; then
  as_root=""
else
  as_root="sudo -n"
fi
{ $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1
command -v chromium >/dev/null 2>&1 ||
  echo "ATTENTION : aucun Chromium sur cette machine ; les tests de navigateur ne seront PAS joués." >&2
exit 0
