#!/usr/bin/env python3
"""A worker in Python: answers example.words.count over the bridge, with nothing but the standard library.

  BRIDGE=127.0.0.1:7000 BRIDGE_KEY=... scripts/examples/worker.py

It takes one stored request after the other; a lost connection is made again. To be killed at any moment does no
harm: what it has not answered is asked again.
"""
import json
import os
import socket
import struct
import sys
import time

ADDRESS = "example.words.count"
PING_SECONDS = 20


def send(connection, frame):
    data = json.dumps(frame).encode()
    connection.sendall(struct.pack(">I", len(data)) + data)


def frames(connection):
    """Each frame as it comes; None when nothing came for a while, so that the caller can ping."""
    held = b""
    while True:
        while len(held) >= 4 and len(held) >= 4 + struct.unpack(">I", held[:4])[0]:
            length = struct.unpack(">I", held[:4])[0]
            yield json.loads(held[4:4 + length])
            held = held[4 + length:]
        try:
            more = connection.recv(65536)
        except socket.timeout:
            yield None
            continue
        if not more:
            raise ConnectionError("the server has closed the connection")
        held += more


def count(body):
    """The work. What cannot succeed is unprocessable and is not tried again; any other code is."""
    text = (body or {}).get("text")
    if not isinstance(text, str):
        return {"failure": {"code": "unprocessable", "message": "There is no text to count."}}
    return {"body": {"words": len(text.split()), "by": "python"}}


def work(host, port, key):
    with socket.create_connection((host, port), timeout=PING_SECONDS) as connection:
        send(connection, {"type": "send", "address": "bridge.login", "body": {"key": key}, "replyAddress": "login"})
        for frame in frames(connection):
            if frame is None:
                send(connection, {"type": "ping"})
            elif frame["type"] == "err":
                sys.exit(frame["message"])
            elif frame["type"] == "message" and frame["address"] == "login":
                send(connection, {"type": "register", "address": ADDRESS})
                print("ready", flush=True)
            elif frame["type"] == "message":
                send(connection, {"type": "send", "address": frame["replyAddress"], "body": count(frame["body"]["body"])})


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(__doc__)
        sys.exit()
    at, _, on = os.environ.get("BRIDGE", "127.0.0.1:7000").rpartition(":")
    while True:
        try:
            work(at, int(on), os.environ.get("BRIDGE_KEY", ""))
        except OSError as trouble:
            print(f"{trouble}; trying again", file=sys.stderr, flush=True)
            time.sleep(1)
