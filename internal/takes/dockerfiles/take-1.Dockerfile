# Take 1: an image of a distribution, a virtual environment by hand, pip, and
# every dependency in one requirements file.
FROM ${BASE}
WORKDIR /app
RUN python3 -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY --from=requirements requirements.txt .
RUN ${TRUST} pip install -r requirements.txt
COPY main.py main.py
CMD ["python", "main.py"]
