#!/usr/bin/python3
"""Builds the bundled interface font from Debian's fonts-inter (package version 4.0~beta7+ds-1).

"Hr Sans" (4 weights) has its digits replaced by Inter's tabular ones, because Qt 6.4 cannot switch OpenType
features on (QFont::setFeature is Qt 6.7) and columns of numbers must line up. "Hr Sans Display" (one weight) keeps
the proportional digits for large single numbers, where a tabular 1 would leave a gap.

Inter is under the SIL Open Font License 1.1 and has no reserved font name; the licence text goes beside the result.
Needs python3-fonttools. Run by a developer; the result is committed.
"""
import pathlib
import re
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = pathlib.Path("/usr/share/fonts/opentype/inter")
COPYRIGHT = pathlib.Path("/usr/share/doc/fonts-inter/copyright")
TARGET = pathlib.Path(__file__).resolve().parents[2] / "resources" / "fonts"
TEXT_WEIGHTS = ["Regular", "Medium", "SemiBold", "Bold"]
DISPLAY_WEIGHTS = ["SemiBold"]
# Latin with its extensions, Greek, Cyrillic, Vietnamese, punctuation, currency, arrows and mathematics.
# Everything else falls back to the system's fonts.
TEXT_RANGES = [(0x20, 0x52F), (0x1E00, 0x1FFF), (0x2000, 0x214F), (0x2190, 0x21FF), (0x2200, 0x22FF),
               (0x25A0, 0x25FF), (0xFB00, 0xFB06)]
DISPLAY_RANGES = [(0x20, 0x17F), (0x2000, 0x206F), (0x20A0, 0x20CF), (0x2212, 0x2212)]
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "case"]


def tabular_digits(font):
    mapping = {}
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "tnum":
            continue
        for index in record.Feature.LookupListIndex:
            for subtable in table.LookupList.Lookup[index].SubTable:
                subtable = getattr(subtable, "ExtSubTable", subtable)
                mapping.update(getattr(subtable, "mapping", {}))
    return mapping


def bake_digits(font):
    mapping = tabular_digits(font)
    baked = set()
    for table in font["cmap"].tables:
        for codepoint, glyph in list(table.cmap.items()):
            if 0x30 <= codepoint <= 0x39 and glyph in mapping:
                table.cmap[codepoint] = mapping[glyph]
                baked.add(codepoint)
    if len(baked) != 10:
        sys.exit("the source font has no tabular form for all ten digits")


def rename(font, family):
    compact = family.replace(" ", "")
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            text = record.toUnicode()
            record.string = text.replace("Inter", compact if record.nameID == 6 else family)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = cff.fontNames[0].replace("Inter", compact)


def build(weight, family, ranges, tabular):
    font = TTFont(SOURCE / f"Inter-{weight}.otf", recalcTimestamp=False)
    if tabular:
        bake_digits(font)
    rename(font, family)
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = ["*"]
    options.glyph_names = False
    options.notdef_outline = True
    options.hinting = False
    subsetter = subset.Subsetter(options)
    available = font.getBestCmap()
    wanted = [c for low, high in ranges for c in range(low, high + 1) if c in available]
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    path = TARGET / f"{family.replace(' ', '')}-{weight}.otf"
    font.save(path)
    print(f"{path.name}: {path.stat().st_size // 1024} KiB, {len(wanted)} characters")
    return path.name


def licence():
    text = COPYRIGHT.read_text(encoding="utf-8")
    holder = re.search(r"^Copyright:\s*(.+)$", text, flags=re.M)
    block = re.search(r"^License: OFL-1\.1\n((?: .*\n)+)", text, flags=re.M)
    if not holder or not block:
        sys.exit(f"{COPYRIGHT} does not hold the licence where it used to")
    body = re.sub(r"^ ", "", re.sub(r"^ \.$", "", block.group(1), flags=re.M), flags=re.M)
    return ("Hr Sans and Hr Sans Display are modified versions of Inter.\n"
            f"Copyright {holder.group(1).strip()}\n\nSIL OPEN FONT LICENSE Version 1.1\n\n{body}")


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    names = [build(w, "Hr Sans", TEXT_RANGES, True) for w in TEXT_WEIGHTS]
    names += [build(w, "Hr Sans Display", DISPLAY_RANGES, False) for w in DISPLAY_WEIGHTS]
    (TARGET / "OFL.txt").write_text(licence(), encoding="utf-8")
    files = "".join(f"    <file>{name}</file>\n" for name in names)
    (TARGET / "fonts.qrc").write_text(f'<RCC>\n  <qresource prefix="/fonts">\n{files}  </qresource>\n</RCC>\n')


if __name__ == "__main__":
    main()
