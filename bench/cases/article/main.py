"""Stores every message of a RabbitMQ queue in a MongoDB collection."""

import os
import signal
import threading
import time
from datetime import UTC, datetime
from types import FrameType

import pika
import pymongo
import structlog
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError
from pymongo.collection import Collection
from pymongo.errors import PyMongoError

RABBITMQ_URL = os.environ.get("RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672/")
MONGODB_URL = os.environ.get("MONGODB_URL", "mongodb://127.0.0.1:27017/")
QUEUE = os.environ.get("QUEUE", "messages")
DATABASE = os.environ.get("DATABASE", "worker")

# How long to wait before the next attempt when a server cannot be reached.
FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0

structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(),
    ]
)
log = structlog.get_logger()


stopping = threading.Event()


def stop(signum: int, _frame: FrameType | None) -> None:
    log.info("stopping", signal=signal.Signals(signum).name)
    stopping.set()


def store(collection: Collection, channel: BlockingChannel, method, body: bytes) -> None:
    """Stores one message, and acknowledges it only then: none is lost."""
    document = {"received": datetime.now(UTC), "message": body.decode("utf-8", "replace")}
    result = collection.insert_one(document)
    channel.basic_ack(method.delivery_tag)
    log.info("message_stored", id=str(result.inserted_id), bytes=len(body))


def consume(collection: Collection, connection: pika.BlockingConnection) -> None:
    """Consumes until the connection or the program ends."""
    channel = connection.channel()
    channel.queue_declare(queue=QUEUE, durable=True)
    channel.basic_qos(prefetch_count=16)
    log.info("waiting_for_messages", queue=QUEUE)
    # The timeout is how long a signal may go unnoticed while nothing arrives.
    for method, _properties, body in channel.consume(QUEUE, inactivity_timeout=0.5):
        if method is not None:
            store(collection, channel, method, body)
        if stopping.is_set():
            # Hands messages that were fetched but not stored back to the queue.
            channel.cancel()
            return


def session() -> None:
    """Connects to both servers and works until one of them is gone."""
    with pymongo.MongoClient(MONGODB_URL, serverSelectionTimeoutMS=5000) as client:
        client.admin.command("ping")
        connection = pika.BlockingConnection(pika.URLParameters(RABBITMQ_URL))
        try:
            consume(client[DATABASE]["messages"], connection)
        finally:
            if connection.is_open:
                connection.close()


def main() -> None:
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    delay = FIRST_DELAY
    while not stopping.is_set():
        started = time.monotonic()
        try:
            session()
        except (AMQPError, PyMongoError, OSError) as error:
            if time.monotonic() - started > LONGEST_DELAY:
                delay = FIRST_DELAY  # it had worked for a while
            log.warning("connection_lost", error=repr(error), retry_in=delay)
            stopping.wait(delay)
            delay = min(2 * delay, LONGEST_DELAY)
    log.info("stopped")


if __name__ == "__main__":
    main()
