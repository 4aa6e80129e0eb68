"""aiosmtpd (Debian: python3-aiosmtpd) as a second mail server for our mailer, read with Python's own email package.

    smtp_sink.py --key KEY.pem --cert CERT.pem [--security starttls|tls] [--login USER:PASSWORD] [--keep FOLDER]

Speaks like smtp_server.mjs: a JSON object a line, {"what":"listening","port":...} first. Ends with stdin.
With --keep it says nothing more, but keeps each mail in the folder: NUMBER.eml as it came, and before that NUMBER.json with
what was read in it, who had logged in, and by which TLS.
"""

import argparse
import asyncio
import email
import email.policy
import hashlib
import json
import os
import ssl
import sys

try:
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError:
    print("SKIPPED: python3-aiosmtpd is not installed")
    sys.exit(77)


def say(**what):
    if not arguments.keep or what["what"] == "listening":
        print(json.dumps(what), flush=True)


def write_whole(name, content):
    """Whoever looks into the folder meanwhile sees all of it or nothing."""
    path = os.path.join(arguments.keep, name)
    with open(path + ".new", "wb") as file:
        file.write(content)
    os.rename(path + ".new", path)


kept = 0


def keep(session, envelope, message):
    global kept
    kept += 1
    secured = session.ssl.get("ssl_object") if session.ssl else None
    facts = dict(message, tls=secured.version() if secured else "", user=session.auth_data or "",
                 sender=envelope.mail_from, recipients=envelope.rcpt_tos)
    write_whole(f"{kept:06}.json", json.dumps(facts).encode())
    write_whole(f"{kept:06}.eml", envelope.original_content)


def refusal(text):
    if "reject" in text:
        return "550 refused for good"
    return "451 try again later" if "later" in text else None


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        say(what="mail", address=address, secure=session.ssl is not None or arguments.security == "tls",
            user=session.auth_data or "")
        if refusal(address):
            return refusal(address)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        say(what="recipient", address=address)
        if refusal(address):
            return refusal(address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = [part for part in mail.walk() if not part.is_multipart()]
        body = {part.get_content_type(): part.get_content() for part in parts if part.get_content_maintype() == "text"}
        refused = refusal(mail["subject"])
        pictures = [{"cid": part["content-id"], "type": part.get_content_type(), "bytes": len(part.get_content()),
                     "sha256": hashlib.sha256(part.get_content()).hexdigest()}
                    for part in parts if part.get_content_maintype() == "image"]
        message = dict(what="message", subject=mail["subject"], id=mail["message-id"], text=body.get("text/plain"),
                       html=body.get("text/html"), taken=refused is None, pictures=pictures,
                       defects=[str(defect) for part in mail.walk() for defect in part.defects])
        if arguments.keep and not refused:
            keep(session, envelope, message)
        say(**message)
        return refused or "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    given = data.login.decode() + ":" + data.password.decode()
    say(what="login", method=mechanism, right=given == arguments.login, secure=True)
    if given == arguments.login:
        return AuthResult(success=True, auth_data=data.login.decode())
    return AuthResult(success=False, handled=False)


def session():
    implicit = arguments.security == "tls"
    return SMTP(Handler(), hostname="sink.test", tls_context=None if implicit else context,
                require_starttls=not implicit, authenticator=authenticate,
                auth_required=bool(arguments.login), auth_require_tls=not implicit)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", 0,
                                      ssl=context if arguments.security == "tls" else None)
    say(what="listening", port=server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


parser = argparse.ArgumentParser()
parser.add_argument("--key", required=True)
parser.add_argument("--cert", required=True)
parser.add_argument("--security", default="starttls")
parser.add_argument("--login")
parser.add_argument("--keep")
arguments = parser.parse_args()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(arguments.cert, arguments.key)
asyncio.run(main())
