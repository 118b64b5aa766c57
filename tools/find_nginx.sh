#!/bin/sh
# Makes sure of an nginx for the rehearsal on several processes: the one already here, else Debian's.
set -u
PATH="$PATH:/usr/sbin"
command -v nginx >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ]; then
  as_root=""
else
  as_root="sudo -n"
fi
{ $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends nginx-light; } >/dev/null 2>&1
command -v nginx >/dev/null 2>&1 ||
  echo "ATTENTION : aucun nginx sur cette machine ; la répétition sur plusieurs serveurs ne sera PAS jouée." >&2
exit 0
