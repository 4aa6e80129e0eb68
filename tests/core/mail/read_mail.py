"""Reads a mail as an independent program does and prints what it found as JSON."""

import email
import email.policy
import json
import sys

with open(sys.argv[1], "rb") as file:
    raw = file.read()
message = email.message_from_bytes(raw, policy=email.policy.default)
parts = [part for part in message.walk() if not part.is_multipart()]
defects = [str(defect) for part in message.walk() for defect in part.defects]
for name in message.keys():
    defects += [f"{name}: {defect}" for defect in message[name].defects]
print(json.dumps({
    "headers": {name.lower(): str(value) for name, value in message.items()},
    "type": message.get_content_type(),
    "from_name": message["from"].addresses[0].display_name,
    "from_address": message["from"].addresses[0].addr_spec,
    "to": [address.addr_spec for address in message["to"].addresses],
    "date": message["date"].datetime.isoformat(),
    "types": [part.get_content_type() for part in parts],
    "bodies": [part.get_content().replace("\r\n", "\n") for part in parts],
    "defects": defects,
    "longest_line": max(len(line) for line in raw.split(b"\r\n")),
    "bare_line_ends": raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(b"\r"),
}))
