"""Publishes a message and waits until the worker has stored it.

Runs in a second container of the worker's own image, which has both clients.
"""

import os
import sys
import time
import uuid

import pika
import pymongo

QUEUE = os.environ.get("QUEUE", "messages")
DATABASE = os.environ.get("DATABASE", "worker")
PATIENCE = 20.0

text = f"message {uuid.uuid4()}"

connection = pika.BlockingConnection(pika.URLParameters(os.environ["RABBITMQ_URL"]))
channel = connection.channel()
channel.queue_declare(queue=QUEUE, durable=True)
channel.confirm_delivery()
channel.basic_publish(exchange="", routing_key=QUEUE, body=text.encode())
connection.close()

client = pymongo.MongoClient(os.environ["MONGODB_URL"], serverSelectionTimeoutMS=5000)
messages = client[DATABASE]["messages"]
deadline = time.monotonic() + PATIENCE
while time.monotonic() < deadline:
    stored = messages.find_one({"message": text})
    if stored is not None:
        print(f"stored: {stored['message']}")
        sys.exit()
    time.sleep(0.1)
sys.exit(f"not in the database after {PATIENCE:.0f} s: {text!r}")
