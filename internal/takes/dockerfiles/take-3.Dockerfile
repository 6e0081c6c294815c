# Take 3: uv in place of pip.
FROM ${BASE}
COPY --from=${UV} /uv /bin/
WORKDIR /app
RUN uv venv
ENV PATH="/app/.venv/bin:$PATH"
COPY pyproject.toml uv.lock ./
RUN ${TRUST} uv sync --no-cache
COPY main.py main.py
CMD ["python", "main.py"]
