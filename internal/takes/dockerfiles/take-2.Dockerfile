# Take 2: a small base image that has a Python, and no cache of pip's.
FROM ${BASE}
WORKDIR /app
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY --from=requirements requirements.txt .
RUN ${TRUST} pip install --no-cache-dir -r requirements.txt
COPY main.py main.py
CMD ["python", "main.py"]
