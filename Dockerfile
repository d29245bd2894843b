# One image for web, worker, relay, beat and migrate; docker-compose.yml says which runs what.
FROM python:3.13-slim AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY manage.py gunicorn.conf.py ./
COPY dealtracker ./dealtracker
COPY parties ./parties
COPY deals ./deals
COPY templates ./templates
COPY static ./static
# The examples that the calculator offers.
COPY docs/examples ./docs/examples
# Collecting static files reads the settings, whose addresses are never used here.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" ALLOWED_HOSTS=build.invalid \
    DATABASE_URL=postgresql://build@build.invalid/build REDIS_URL=redis://build.invalid STATIC_ROOT=/static \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
 && /venv/bin/python -m compileall -q /app

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin dealtracker \
 && mkdir /files && chown dealtracker /files
COPY --from=build /venv /venv
COPY --from=build /static /static
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=dealtracker.settings STATIC_ROOT=/static FILES_DIR=/files LOG_FORMAT=json
USER dealtracker
VOLUME /files
EXPOSE 8000
# The check refuses a database role that row-level security would not bind, before anything is answered.
CMD ["sh", "-c", "python manage.py check --deploy --fail-level ERROR --database default && exec gunicorn dealtracker.wsgi --bind 0.0.0.0:8000 --workers ${WEB_WORKERS:-2} --worker-class gthread --threads 4 --graceful-timeout 25 --worker-tmp-dir /dev/shm --no-control-socket --access-logfile -"]
