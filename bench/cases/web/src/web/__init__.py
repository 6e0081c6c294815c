"""A program that imports what it depends on and ends."""

ANSWER = 1


def main() -> None:
    import aiohttp
    import alembic
    import asyncpg
    import boto3
    import fastapi
    import httpx
    import jinja2
    import jwt
    import orjson
    import PIL.Image
    import psycopg
    import pydantic_settings
    import redis
    import sentry_sdk
    import sqlalchemy.ext.asyncio
    import structlog
    import uvicorn

    print(ANSWER)
