#!/usr/bin/env python3
"""A mock of the workers that analyse comments, in Python: answers over the bridge, with nothing but the standard library.

  BRIDGE=127.0.0.1:7000 BRIDGE_KEY=... scripts/examples/analysis-worker.py

Set SENTIMENT_WORKER_URL=bus:workers.sentiment, EMBEDDINGS_WORKER_URL=bus:workers.embedding,
TOPIC_MODEL_WORKER_URL=bus:workers.topics and RECOMMENDATIONS_WORKER_URL=bus:workers.recommendations. Put models in the
place of the four functions; what they are asked and answer is the contract.
"""
import hashlib
import json
import math
import os
import re
import socket
import struct
import sys
import time
from collections import Counter
from datetime import datetime, timezone

PING_SECONDS = 20
DIMENSIONS = 768
GOOD = set("clear good great well friendly patiently finally answers fine helpful best understood thanks".split())
BAD = set("fast late fails hot missing lost hard slow never bad boring confusing broken".split())


def words(text):
    return [word for word in re.split(r"\W+", text.lower()) if word]


def completed(**more):
    return {"version": "1", "status": "completed", "completedAt": datetime.now(timezone.utc).isoformat(), **more}


def sentiment(request):
    """Says how each comment is meant: three shares that sum to 1."""
    results = []
    for item in request["items"]:
        good = sum(word in GOOD for word in words(item["text"])) + 0.1
        bad = sum(word in BAD for word in words(item["text"])) + 0.1
        total = good + bad + 0.4
        results.append({"submissionId": item["submissionId"], "positive": good / total, "neutral": 0.4 / total,
                        "negative": bad / total, "servedBy": "python"})
    return completed(results=results)


def embedding(request):
    """Says what a comment means: 768 numbers, of length 1."""
    vector = [0.01] + [0.0] * (DIMENSIONS - 1)
    for word in words(request["text"]):
        vector[int(hashlib.sha256(word.encode()).hexdigest(), 16) % DIMENSIONS] += 1
    length = math.sqrt(sum(number * number for number in vector))
    return completed(result={"embedding": [number / length for number in vector], "modelName": "words"})


def topics(request):
    """Says what the comments are about: here, the words that most of them have."""
    telling = {item["submissionId"]: {word for word in words(item["text"]) if len(word) > 4} for item in request["items"]}
    counts = Counter(word for found in telling.values() for word in found)
    seeds = [word for word, count in counts.most_common(5) if count > 1]
    found, assignments = {}, []
    for submission, its in telling.items():
        topic = next((index for index, seed in enumerate(seeds) if seed in its), -1)
        if topic >= 0:
            found.setdefault(topic, Counter()).update(its)
            assignments.append({"submissionId": submission, "topicIndex": topic, "probability": 0.9})
    return completed(topics=[{"topicIndex": topic, "rawLabel": f"{topic}_{seeds[topic]}", "docCount": count[seeds[topic]],
                              "keywords": [word for word, _ in count.most_common(5)]} for topic, count in found.items()],
                     assignments=assignments, outlierCount=len(telling) - len(assignments), metrics={})


def recommendations(request):
    """Says what to do about it: 3 to 7 things, each with the comments behind it."""
    bad = [item["submissionId"] for item in request["items"] if item["sentiment"] == "negative"]
    good = [item["submissionId"] for item in request["items"] if item["sentiment"] != "negative"]
    found = [("IMPROVEMENT", "Look into the complaints", bad), ("STRENGTH", "Keep up what is liked", good),
             ("IMPROVEMENT", "Tell them what changes", bad + good), ("STRENGTH", "Thank those who wrote", good + bad)]
    return completed(recommendations=[{
        "category": category, "headline": headline, "description": f"{len(behind)} comments say so.",
        "actionPlan": "Talk about it, agree on one change, and ask again.", "priority": "MEDIUM",
        "supportingEvidence": behind} for category, headline, behind in found if behind])


WORK = {"workers.sentiment": sentiment, "workers.embedding": embedding, "workers.topics": topics,
        "workers.recommendations": recommendations}


def answer(address, body):
    """What cannot succeed is unprocessable and is not tried again; any other code is."""
    try:
        return {"body": WORK[address](body)}
    except (KeyError, TypeError) as wrong:
        return {"failure": {"code": "unprocessable", "message": f"The request lacks {wrong}."}}


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


def work(host, port, key):
    with socket.create_connection((host, port), timeout=PING_SECONDS) as connection:
        send(connection, {"type": "send", "address": "bridge.login", "body": {"key": key}, "replyAddress": "login"})
        for frame in frames(connection):
            if frame is None:
                send(connection, {"type": "ping"})
            elif frame["type"] == "err":
                sys.exit(frame["message"])
            elif frame["type"] == "message" and frame["address"] == "login":
                for address in WORK:
                    send(connection, {"type": "register", "address": address})
                print("ready", flush=True)
            elif frame["type"] == "message":
                send(connection, {"type": "send", "address": frame["replyAddress"],
                                  "body": answer(frame["address"], frame["body"]["body"])})


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
