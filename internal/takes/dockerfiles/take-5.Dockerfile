# Take 5: a second stage, without uv.
FROM ${BASE} AS builder
COPY --from=${UV} /uv /bin/
WORKDIR /app
RUN uv venv
ENV PATH="/app/.venv/bin:$PATH"
COPY pyproject.toml uv.lock ./
RUN ${TRUST} uv sync --no-cache --no-group dev

FROM ${BASE} AS runner
WORKDIR /app
COPY --from=builder /app/.venv /app/.venv
ENV PATH="/app/.venv/bin:$PATH"
COPY main.py main.py
CMD ["python", "main.py"]
