#!/bin/sh
# A real cron daemon runs the entry that `transcron crontab --install` wrote, for two minutes: a folder is picked up,
# translated and written back, with the environment cron gives. Needs root (to run cron) and Debian's cron; it is
# skipped elsewhere. It uses the crontab of a user of its own making and takes both away again.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
skip() { echo "skipped  $1"; exit 0; }
[ "$(id -u)" = 0 ] || skip "not root"
command -v cron >/dev/null || skip "cron is not installed (apt-get install cron)"
command -v crontab >/dev/null || skip "crontab is not installed"
command -v useradd >/dev/null || skip "useradd is not installed"

user=transcronproof$$
work=$(mktemp -d)
chmod 755 "$work"
useradd --no-create-home --home-dir "$work/user" --shell /bin/sh "$user"
mkdir "$work/user" "$work/films"
cp -r "$here/bin" "$here/dist" "$here/sql" "$here/samples" "$here/package.json" "$here/node_modules" "$work/"
cp "$here/samples/product-talk.en.srt" "$work/films/"
chown -R "$user" "$work/user" "$work/films"
started=
finish() {
  crontab -r -u "$user" 2>/dev/null || true
  [ -z "$started" ] || kill "$started" 2>/dev/null || true
  userdel "$user" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

transcron() { su "$user" -c "cd / && HOME=$work/user $(command -v node) $work/bin/transcron.js $*"; }
mkdir -m 700 "$work/user/.transcron"
echo TRANSCRON_PROVIDER=pseudo >"$work/user/.transcron/.env"
chmod 600 "$work/user/.transcron/.env"
chown -R "$user" "$work/user/.transcron"
# Every minute rather than every five, so that this ends soon.
transcron crontab --install --folder "$work/films" --to fr,es >/dev/null
crontab -l -u "$user" | sed 's|^\*/5|*|' | crontab -u "$user" -
transcron crontab | grep -q 'tick' || { echo "FAILED  no entry"; exit 1; }

if ! pgrep -x cron >/dev/null; then
  cron -f &
  started=$!
fi
echo "waiting for cron (up to three minutes) …"
for _ in $(seq 180); do
  [ -f "$work/films/product-talk.fr.srt" ] && [ -f "$work/films/product-talk.es.srt" ] && break
  sleep 1
done
for language in fr es; do
  file="$work/films/product-talk.$language.srt"
  count=$(grep -c -- '-->' "$file" 2>/dev/null || echo 0)
  [ "$count" = 31 ] || { echo "FAILED  $language: $count of 31 cues"; cat "$work/user/.transcron/logs/"*.log 2>/dev/null; exit 1; }
  echo "ok  cron wrote product-talk.$language.srt with $count cues"
done
if grep -v '^added' "$work/user/.transcron/logs/crontab.log"; then
  echo "FAILED  the lines above were said for no reason"
  exit 1
fi
echo "ok  and cron's log holds what was added and nothing else"
