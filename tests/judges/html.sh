#!/usr/bin/env bash
# Every HTML page of a built site against the Nu HTML checker, the one behind
# validator.w3.org. An error fails; a warning is shown.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

# nu FOLDER: prints `path:position: error: message` lines; fails on an error.
nu() {
    local folder status=0
    folder="$(cd "$1" && pwd -P)"
    java -Xss4m -jar "$jar" --skip-non-html --stdout --format gnu "$folder" >"$work/report" || status=$?
    sed "s|^\"file:$folder/\([^\"]*\)\"|\1|" "$work/report"
    return "$status"
}

page() { printf '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>t</title>\n%s\n' "$1"; }

# A judge that finds nothing must be shown to find something: of two pages, it
# has to pass the good one and to name the bad one.
self_test() {
    mkdir -p "$work/site/good" "$work/site/bad/deep"
    page '<p>Good.</p>' >"$work/site/good/index.html"
    page '<p id="a">Bad<p id="a"><nonsense>' >"$work/site/bad/deep/index.html"
    if nu "$work/site" >"$work/found"; then
        say "self-test: the checker passed a bad page"
        return 1
    fi
    if ! grep -q '^bad/deep/index\.html:.* error: Duplicate ID' "$work/found" || grep -q '^good/' "$work/found"; then
        say "self-test: the checker did not tell the bad page from the good one:"
        cat "$work/found" >&2
        return 1
    fi
}

site=${1:?usage: html.sh FOLDER}
n_pages="$(find "$site" -name '*.html' | wc -l)"
if [ "$n_pages" -eq 0 ]; then
    say "no HTML page in $site"
    exit 1
fi
command -v java >/dev/null || need_debian default-jre-headless "Java"
jar="$(vnu_jar)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
self_test

status=0
nu "$site" >"$work/all" || status=$?
# From a folder the checker has no origin to compare 'self' with, and takes JSON-LD, which is data, for a script.
grep -v 'Content Security Policy' "$work/all" >"$work/found" || [ $? -eq 1 ]
sed '/ error: /!s/^/note: /' "$work/found"
echo "note: $n_pages pages"
exit "$status"
