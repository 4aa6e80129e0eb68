#!/bin/sh
# Copies the icons named in icons.txt out of the pinned npm package lucide-static, with its licence text, and
# writes the resource list. Run by a developer when icons.txt changes; the result is committed.
set -eu
version=1.62.0
here=$(cd "$(dirname "$0")" && pwd)
target=$here/../../resources/icons
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent "lucide-static@$version" >/dev/null && tar xzf "lucide-static-$version.tgz")
mkdir -p "$target"
rm -f "$target"/*.svg
# Our own picture lives beside the copied ones and is restored from its source.
cp "$here/headroom.svg" "$target/headroom.svg"
cp "$work/package/LICENSE" "$target/LICENSE-lucide.txt"
{
    echo '<RCC>'
    echo '  <qresource prefix="/icons">'
    echo '    <file>headroom.svg</file>'
    while read -r name; do
        # The licence notice of each file stands in LICENSE-lucide.txt; the comment and class are only weight.
        sed -e '/<!--/d' -e '/^  class=/d' "$work/package/icons/$name.svg" > "$target/$name.svg"
        echo "    <file>$name.svg</file>"
    done < "$here/icons.txt"
    echo '  </qresource>'
    echo '</RCC>'
} > "$target/icons.qrc"
