# Take 6: a user of its own, who may run the program.
FROM ${BASE} AS builder
COPY --from=${UV} /uv /bin/
WORKDIR /app
RUN uv venv
COPY pyproject.toml uv.lock ./
RUN ${TRUST} uv sync --no-cache --no-group dev

FROM ${BASE} AS runner
WORKDIR /app
COPY --from=builder /app/.venv /app/.venv
ENV PATH="/app/.venv/bin:$PATH"
COPY main.py main.py
RUN ${ADDUSER}
RUN chown demo:demo /app/main.py && chmod u+rwx /app/main.py
USER demo
CMD ["python", "main.py"]
