#!/bin/sh
# Makes the virtual environment; on Debian its module is a package apart, fetched where allowed.
set -u
python=$1 venv=$2
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Il faut Python 3.11 ou plus récent. Sur Debian : apt install python3 python3-venv" >&2
  exit 1
fi
"$python" -m venv "$venv" 2>/dev/null && exit 0
rm -rf "$venv"
echo "Le module « venv » de Python manque : installation du paquet python3-venv…" >&2
if [ "$(id -u)" = 0 ]; then
  as_root=""
else
  as_root="sudo -n"
fi
$as_root apt-get update -qq && $as_root apt-get install -y -qq python3-venv >/dev/null
"$python" -m venv "$venv" && exit 0
echo "Impossible de créer l’environnement. Lancez : sudo apt install python3-venv, puis recommencez." >&2
exit 1
