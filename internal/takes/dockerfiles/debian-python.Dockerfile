# A base image of a distribution with the distribution's own Python: what take
# 1 of the article installs first.
FROM debian:trixie-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
