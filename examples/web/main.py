"""Short notes over HTTP, kept in memory."""

import os
from collections import deque

from fastapi import FastAPI, status
from pydantic import BaseModel, Field

app = FastAPI(title="Notes")
notes: deque[str] = deque(maxlen=100)


class Note(BaseModel):
    text: str = Field(min_length=1, max_length=500)


@app.get("/")
def index() -> dict[str, int]:
    """Says how many notes there are, and which user serves them."""
    return {"notes": len(notes), "uid": os.getuid()}


@app.get("/notes")
def read() -> list[str]:
    return list(notes)


@app.post("/notes", status_code=status.HTTP_201_CREATED)
def write(note: Note) -> Note:
    notes.append(note.text)
    return note
