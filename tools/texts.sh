#!/bin/sh
# Gathers the interface's French sentences and brings the English catalogue up to date.
# « --check » changes nothing and fails where the catalogue is behind.
set -eu
bin=$1
locale=diagnostic/texts/locale
template=build/regards.pot
mkdir -p build "$locale/en/LC_MESSAGES"
"$bin/pybabel" -q extract --no-location --omit-header --sort-output \
  -k say -k say_many:1,2 -F tools/babel.cfg -o "$template" app.py pages diagnostic
catalogue="$locale/en/LC_MESSAGES/regards.po"
if [ "${2:-}" = "--check" ]; then
  exec "$bin/pybabel" -q update --check --no-fuzzy-matching --ignore-obsolete --omit-header -l en \
    -i "$template" -o "$catalogue"
fi
[ -f "$catalogue" ] || "$bin/pybabel" -q init -l en -i "$template" -o "$catalogue"
"$bin/pybabel" -q update --no-fuzzy-matching --ignore-obsolete -l en -i "$template" -o "$catalogue"
"$bin/pybabel" -q compile -i "$catalogue" -o "$locale/en/LC_MESSAGES/regards.mo"
