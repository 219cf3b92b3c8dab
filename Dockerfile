# Pro Dev's server. Build: docker build -t prodev .
# Run alone, with embedded PostgreSQL and Valkey: docker run -p 8000:8000 -v prodev:/data prodev
# Run in production, with separate PostgreSQL and Valkey: compose.yaml and docs/deployment.md. It is built with
# --build-arg LOCK=requirements-server.lock and has then neither embedded servers nor the importer nor robots.

FROM python:3.13-slim AS build
WORKDIR /app
RUN python -m venv .venv
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# The requirements change less often than the code, so they get a layer of their own.
ARG LOCK=requirements.lock
COPY ${LOCK} ./
RUN .venv/bin/pip install --require-hashes -r ${LOCK}
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY game game
COPY server server
RUN .venv/bin/pip install --no-deps --no-build-isolation -e . \
    && .venv/bin/python -m compileall -q game server
# The compiled core. What compiles it stays in this stage.
COPY requirements-compile.lock ./
COPY tools tools
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev \
    && .venv/bin/pip install --require-hashes --target /compile -r requirements-compile.lock \
    && PYTHONPATH=/compile .venv/bin/python -m tools.compiled && rm -r tools requirements-compile.lock

FROM python:3.13-slim
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin prodev \
    && install -d -o prodev -g prodev -m 0711 /data && install -d -o prodev -g prodev -m 0700 /backups
WORKDIR /app
COPY --from=build /app /app
COPY prisma/migrations prisma/migrations
COPY seed seed
COPY static static
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PRODEV_HOST=0.0.0.0 PRODEV_PORT=8000 PRODEV_DATA=/data PRODEV_LOG_JSON=true
USER prodev
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s CMD \
    ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['PRODEV_PORT']}/healthz\", timeout=4)"]
CMD ["prodev", "serve"]
