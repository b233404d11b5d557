#!/usr/bin/env bash
# A stranger's pull request, built: which files the program opens and whether it asks for the network, by strace, in a
# network of its own with nothing in it; and whether a script runs in any page, in Chromium.
# Usage: stranger.sh PROGRAM
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

program="$(cd "$(dirname "$1")" && pwd -P)/$(basename "$1")"
command -v strace >/dev/null || need_debian strace "strace"
command -v unshare >/dev/null || need_debian util-linux "unshare"
chromium="$(command -v chromium || command -v google-chrome || command -v chromium-browser || true)"
if [ -z "$chromium" ]; then
    need_debian chromium "Chromium"
    chromium="$(command -v chromium)"
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# alone COMMAND...: runs it in a network with nothing in it.
alone() {
    if [ "$(id -u)" -eq 0 ]; then
        unshare --net -- "$@"
    elif unshare --net --map-root-user true 2>/dev/null; then
        unshare --net --map-root-user -- "$@"
    else
        sudo -n unshare --net -- "$@"
    fi
}

# traced LOG COMMAND...: the same, every file and every socket written down.
traced() {
    local log=$1
    shift
    alone strace -f -qq -o "$log" -e trace=open,openat,openat2,readlink,readlinkat,network -- "$@"
}

# Lines of a trace that open a file outside the site or talk to anybody. The loader's and the machine's own files are not
# the guide's: a build reads them whatever the content.
outside() {
    grep -E '(open|openat|openat2|readlink|readlinkat)\(.* = [0-9]' "$1" |
        grep -vE "\"($work/site|/proc/(self|[0-9]+|sys/vm)/|/sys/(fs/cgroup|devices/system/cpu|kernel/mm/transparent_hugepage)|/etc/ld\.so|/lib|/usr/lib|/dev/null|$program)" |
        grep -vE '(AT_FDCWD|[0-9]+), "(\.|[^/".][^"/]*)"' || true
    grep -E ' (socket|connect|sendto|sendmsg|bind)\(' "$1" || true
}

# A judge that finds nothing must be shown to find something.
self_test() {
    traced "$work/trace" sh -c 'cat /etc/passwd >/dev/null'
    if ! outside "$work/trace" | grep -q passwd; then
        say "self-test: a file read outside was not seen"
        return 1
    fi
    traced "$work/trace" python3 -c 'import socket; socket.socket().close()'
    if ! outside "$work/trace" | grep -q 'socket('; then
        say "self-test: a socket was not seen"
        return 1
    fi
}

# title PAGE: the title of a page after its scripts have run.
title() {
    timeout 120 "$chromium" --headless --no-sandbox --disable-quic --disable-background-networking \
        --disable-component-update --disable-sync --disable-gpu --user-data-dir="$work/profile" \
        --virtual-time-budget=2000 --dump-dom "file://$1" 2>/dev/null |
        tr '\n' ' ' | sed -n 's|.*<title>\([^<]*\)</title>.*|\1|p'
}

hostile() {
    cp -r "$judges/../sites/small/content" "$work/site/"
    local exercise="$work/site/content/exercises/bird-dog.md" page="$work/site/content/pages/questions.md"
    local say="document.title='PWNED'"
    # What is refused would hide what is not: the links and the raw tags go into a guide of their own below.
    sed -i "s|^title: .*|title: \"Bird ' onload=$say dog {{ 7 * 7 }}\"|
        s|^should_feel: .*|should_feel: \"\\\\\" onmouseover=$say x=\\\\\" {% include '/etc/passwd' %}\"|" "$exercise"
    # shellcheck disable=SC2016 # The back-ticks are Markdown's.
    printf '\n`<script>%s</script>`\n\n```html\n</code></pre><script>%s</script><img src=x onerror=%s>\n```\n\n&lt;script&gt;%s&lt;/script&gt; &#60;img src=x onerror=%s&#62;\n\n\\<script>%s\\</script>\n\n{%% raw %%} {# note #}\n' \
        "$say" "$say" "$say" "$say" "$say" "$say" | tee -a "$exercise" >>"$page"
}

mkdir "$work/site"
self_test
hostile
(cd "$work/site" && traced "$work/trace" "$program" build --as-of 2026-11-22) >"$work/said" 2>&1 || {
    cat "$work/said" >&2
    exit 1
}
outside "$work/trace" >"$work/outside"
if [ -s "$work/outside" ]; then
    say "building read outside the site, or asked for the network:"
    head -20 "$work/outside" >&2
    exit 1
fi

# The same for what is refused: links out of the folder, climbing names, pictures of another host, tags.
ln -s /etc/passwd "$work/site/content/exercises/secret.md"
ln -s /etc "$work/site/content/etc"
# shellcheck disable=SC2016 # Nobody is to run it.
for name in $'new\nline' 'quo"te' $'esc\e[2J' $'rtl\xe2\x80\xae' '$(touch pwned)' '..\\..\\x'; do
    cp "$work/site/content/pages/questions.md" "$work/site/content/pages/$name.md"
done
printf 'a: &a [x, x]\nb: [*a, *a]\n' >"$work/site/content/plans/bomb.yaml"
ln -s /etc/passwd "$work/site/content/pictures.png"
printf '\n![x](../../../../etc/passwd) ![x](https://evil.example/x.png) [x](file:///etc/passwd)\n<img src=https://evil.example/>\n' \
    >>"$work/site/content/pages/questions.md"
status=0
(cd "$work/site" && traced "$work/trace" "$program" build --as-of 2026-11-22) >"$work/said" 2>&1 || status=$?
if [ "$status" -ne 1 ]; then
    say "a hostile guide was not refused (exit status $status)"
    exit 1
fi
outside "$work/trace" >"$work/outside"
if [ -s "$work/outside" ]; then
    say "checking read outside the site, or asked for the network:"
    head -20 "$work/outside" >&2
    exit 1
fi

# Without the policy that forbids scripts: the text alone must be harmless.
n_pages=0
printf '<!doctype html><title>x</title><img src=x onerror="document.title='"'PWNED'"'">' >"$work/site/control.html"
if [ "$(title "$work/site/control.html")" != PWNED ]; then
    say "self-test: a script did not run in Chromium, or its title was not read"
    exit 1
fi
while IFS= read -r page; do
    sed -i 's|<meta http-equiv="Content-Security-Policy"[^>]*>||' "$page"
    title="$(title "$page")"
    if [ -z "$title" ] || [[ $title == PWNED* ]]; then
        say "a script of the content ran in $page, or the page has no title: \`$title\`"
        exit 1
    fi
    n_pages=$((n_pages + 1))
done < <(grep -rlE 'PWNED|7 \* 7' "$work/site/public" --include='*.html' | sort | head -30)
if [ "$n_pages" -lt 3 ]; then
    say "only $n_pages pages hold what the stranger wrote: this proves little"
    exit 1
fi
echo "note: $n_pages pages in Chromium, no script of the content ran; no file outside was read, no socket opened"
