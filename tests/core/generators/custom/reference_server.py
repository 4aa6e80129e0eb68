#!/usr/bin/env python3
"""A whole custom generator in less than a hundred lines, with Python's standard library alone: put your model into make().

    reference_server.py [--port N] [--key KEY] [--mode at-once|poll|callback] [--secret whsec_...]

It says on which port it listens. The contract: resources/generators/custom/openapi.json.
"""
import argparse, base64, email, hashlib, hmac, json, threading, time, urllib.request, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

options, works, by_attempt, lock = None, {}, {}, threading.Lock()  # works: id -> {"picture" | "problem" | neither}


def make(order, photos):
    """order: style, words, seed, width, height ...; photos: JPEG files. Answers a picture; raises (status, code)."""
    for word, problem in {"refuse": (422, "content_refused"), "broke": (402, "out_of_money"), "break": (500, "failed")}.items():
        if word in order["words"]:
            raise ValueError(*problem)
    return b"no picture" if "nonsense" in order["words"] else photos[0]


def work(id, order, photos):
    try:
        works[id] = {"picture": make(order, photos)}
    except ValueError as problem:
        works[id] = {"problem": problem.args}
    if options.mode == "callback" and order["callback"]:  # signed as standardwebhooks.com has it
        body, stamp, key = json.dumps({"id": id}).encode(), str(int(time.time())), base64.b64decode(options.secret[6:])
        digest = hmac.new(key, f"{id}.{stamp}.".encode() + body, hashlib.sha256).digest()
        urllib.request.urlopen(urllib.request.Request(order["callback"], body, {
            "content-type": "application/json", "webhook-id": id, "webhook-timestamp": stamp,
            "webhook-signature": "v1," + base64.b64encode(digest).decode()}))


class Handler(BaseHTTPRequestHandler):
    def answer(self, status, body=b"", kind="application/json"):
        body = json.dumps(body).encode() if isinstance(body, dict) else body
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def state_of(self, id):
        if "problem" in works[id]:
            status, code = works[id]["problem"]
            return self.answer(status, {"code": code, "detail": "the reference server was asked to"})
        if "picture" in works[id]:
            return self.answer(200, works[id]["picture"], "image/jpeg")
        return self.answer(202, {"id": id, "progress": 0.5})

    def admitted(self):
        allowed = not options.key or self.headers.get("authorization") == "Bearer " + options.key
        return allowed or self.answer(401, {"code": "key_refused", "detail": "wrong key"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        if not self.admitted():
            return
        form = email.message_from_bytes(b"content-type: " + self.headers["content-type"].encode() + b"\r\n\r\n" + body)
        parts = {p.get_param("name", header="content-disposition"): p.get_payload(decode=True) for p in form.get_payload()}
        order = json.loads(parts["order"])
        with lock:  # the same order again is the same work
            id = by_attempt.setdefault(order["attempt"], uuid.uuid4().hex)
            known = id in works
            works.setdefault(id, {})
        if not known:
            worker = threading.Thread(target=work, args=(id, order, [parts[name] for name in order["photos"]]))
            worker.start()
            if options.mode == "at-once":
                worker.join()
        self.state_of(id) if options.mode == "at-once" else self.answer(202, {"id": id, "progress": 0})

    def do_GET(self):
        url = urlparse(self.path)
        attempt, id = parse_qs(url.query).get("attempt"), url.path.rsplit("/", 1)[-1]
        if not self.admitted():
            return
        if url.path == "/health":
            return self.answer(200, {"status": "ok"})
        if attempt:
            id = by_attempt.get(attempt[0])
            return self.answer(200, {"id": id}) if id else self.answer(404, {"code": "not_found", "detail": ""})
        self.state_of(id) if id in works else self.answer(404, {"code": "not_found", "detail": ""})

    def do_DELETE(self):
        works.pop(self.path.rsplit("/", 1)[-1], None)
        self.answer(204)

    def log_message(self, *_):
        pass


parser = argparse.ArgumentParser()
for name, fallback in {"--port": "0", "--key": "", "--mode": "at-once", "--secret": ""}.items():
    parser.add_argument(name, default=fallback)
options = parser.parse_args()
server = ThreadingHTTPServer(("127.0.0.1", int(options.port)), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
