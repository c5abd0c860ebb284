#!/usr/bin/env python3
"""A Netseat keyboard in one file: types the lines of its standard input into whatever its seat is plugged into.

    keyboard.py [--pair] [--folder DIR] HOST [PORT]

Only Python's standard library and the `openssl` command, which makes the key. Everything it knows stands in
docs/protocol.md. With --pair, the first line of standard input is a pairing code; codes and keys never stand in arguments.
"""

import argparse
import hashlib
import os
import pathlib
import socket
import ssl
import struct
import subprocess
import sys
import time

HELLO, WELCOME, ATTACH, ATTACHED, STATUS, PING, PONG, BYE = 0x01, 0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09
ADMISSION, PAIR, IDENTIFY, KEY, LEDS = 0x0A, 0x0B, 0x0C, 0x10, 0x11
SKIPPABLE = 1
LINK, KEYBOARD = 0, 1
RELEASE, PRESS = 0, 1
USAGES, SHIFT = 0x07, 0xE1

# HID usages of a US keyboard, from 0x04 on and from 0x1E on: plain and with Shift.
PLAIN = dict(zip("abcdefghijklmnopqrstuvwxyz", range(0x04, 0x1E))) | dict(
    zip("1234567890\n\x1b\b\t -=[]\\", range(0x1E, 0x32))) | dict(zip(";'`,./", range(0x33, 0x39)))
SHIFTED = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", range(0x04, 0x1E))) | dict(
    zip("!@#$%^&*()", range(0x1E, 0x28))) | dict(zip("_+{}|", range(0x2D, 0x32))) | dict(zip(':"~<>?', range(0x33, 0x39)))


def run(*command, given=b""):
    return subprocess.run(command, input=given, check=True, capture_output=True).stdout


def identifier(certificate):
    """SHA-256 of the public key of a certificate in PEM."""
    key = run("openssl", "x509", "-pubkey", "-noout", given=certificate)
    return hashlib.sha256(run("openssl", "pkey", "-pubin", "-outform", "der", given=key)).hexdigest()


def make_key(folder):
    """The device's own key and certificate, made at the first start; nobody else may read them."""
    os.umask(0o077)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    if not certificate.exists():
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
            "/CN=keyboard.py", "-days", "36500", "-keyout", str(key), "-out", str(certificate))
    return key, certificate


class Link:
    def __init__(self, host, port, folder):
        key, certificate = make_key(folder)
        self.pin = folder / "controller"
        self.sent = self.heard = 0
        print("this device is", identifier(certificate.read_bytes()), flush=True)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        tls.minimum_version = ssl.TLSVersion.TLSv1_3
        tls.check_hostname = False  # not the name counts, nor who signed it, but the key
        tls.verify_mode = ssl.CERT_NONE
        tls.set_alpn_protocols(["netseat/1"])
        tls.load_cert_chain(certificate, key)
        self.socket = tls.wrap_socket(socket.create_connection((host, port), timeout=60))
        self.controller = identifier(ssl.DER_cert_to_PEM_cert(self.socket.getpeercert(binary_form=True)).encode())
        if self.pin.exists() and self.pin.read_text().strip() != self.controller:
            sys.exit("this is not the controller that admitted this device; if it is right, remove " + str(self.pin))

    def send(self, kind, peripheral, payload=b""):
        self.sent += 1
        self.socket.sendall(struct.pack(">BBHII", kind, 0, peripheral, self.sent & 0xFFFFFFFF, len(payload)) + payload)

    def read(self, length):
        data = b""
        while len(data) < length:
            piece = self.socket.recv(length - len(data))
            if not piece:
                sys.exit("the controller closed the link")
            data += piece
        return data

    def receive(self):
        """The next message that is not about the link's life."""
        while True:
            kind, flags, peripheral, sequence, length = struct.unpack(">BBHII", self.read(12))
            self.heard += 1
            if sequence != self.heard & 0xFFFFFFFF or length > 262144:
                sys.exit("the controller broke the protocol")
            payload = self.read(length)
            if kind == PING:
                self.send(PONG, LINK, payload)
            elif kind == BYE and peripheral == LINK:
                reason, = struct.unpack_from(">H", payload)
                sys.exit("refused, reason %d: %s" % (reason, payload[3:].decode()))
            elif kind in (WELCOME, ADMISSION, ATTACHED, STATUS):
                return kind, payload
            elif kind not in (PONG, IDENTIFY, LEDS, BYE) and not flags & SKIPPABLE:
                sys.exit("a message of an unknown type %d" % kind)

    def enter(self, code):
        """Says hello, and waits until the device is admitted."""
        self.send(HELLO, LINK, struct.pack(">HH", 1, 1) + text("keyboard.py"))
        while True:
            kind, payload = self.receive()
            if kind == ADMISSION and payload[0] == 2:
                self.pin.write_text(self.controller + "\n")
                print("admitted", flush=True)
                return
            if kind == ADMISSION:
                print("pending: an administrator must admit it", flush=True)
                if code:
                    self.send(PAIR, LINK, text(code))
                    code = None

    def attach(self):
        """Plugs in the keyboard, and waits until the machine that it is plugged into runs."""
        self.send(ATTACH, KEYBOARD, bytes([1]) + text("docs") + text("keyboard.py") + text("") + bytes([0x01, 1, 0]))
        while True:
            kind, payload = self.receive()
            if kind == STATUS and payload[0] == 3:
                print("typing into", payload[2:2 + payload[1]].decode(), flush=True)
                return

    def key(self, usage, action):
        self.send(KEY, KEYBOARD, struct.pack(">HHB", USAGES, usage, action))
        time.sleep(0.01)  # firmware takes its time

    def type(self, line):
        for character in line:
            usage = SHIFTED.get(character) or PLAIN[character]
            if character in SHIFTED:
                self.key(SHIFT, PRESS)
            self.key(usage, PRESS)
            self.key(usage, RELEASE)
            if character in SHIFTED:
                self.key(SHIFT, RELEASE)


def text(words):
    data = words.encode()
    return bytes([len(data)]) + data


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pair", action="store_true", help="the first line of standard input is a pairing code")
    options.add_argument("--folder", type=pathlib.Path, default=pathlib.Path.home() / ".config" / "netseat-keyboard")
    options.add_argument("host")
    options.add_argument("port", type=int, nargs="?", default=18356)
    given = options.parse_args()
    code = sys.stdin.readline().strip() if given.pair else None
    link = Link(given.host, given.port, given.folder)
    link.enter(code)
    link.attach()
    for line in sys.stdin:
        link.type(line)
    link.send(BYE, LINK, struct.pack(">H", 0) + text(""))
    link.socket.close()


if __name__ == "__main__":
    main()
