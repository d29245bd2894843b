"""Every setting of the site. All that differs between machines comes from the environment (docs/operations.md)."""

from __future__ import annotations

import sys
from pathlib import Path

from dealtracker import logs
from dealtracker.env import BadEnvironment, Environment, parse_database, parse_redis

ROOT = Path(__file__).resolve().parent.parent
env = Environment()
VAR_DIR = env.folder("DEALTRACKER_VAR", str(ROOT / "var"))

# --- who we are, and whom we answer ---

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.text("SECRET_KEY", "for-debugging-only" if DEBUG else None)
if not DEBUG and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or "change" in SECRET_KEY.lower()):
    raise BadEnvironment("SECRET_KEY", "must be 50 or more random characters of its own, not an example.")
SECRET_KEY_FALLBACKS = env.listing("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS") or (["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
if not ALLOWED_HOSTS:
    raise BadEnvironment("ALLOWED_HOSTS", "is not set; name the hosts this site answers to, with commas between.")
if "*" in ALLOWED_HOSTS and not DEBUG:
    raise BadEnvironment("ALLOWED_HOSTS", "holds *, which lets any host name in; name the hosts one by one.")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")

PUBLIC_READING = env.flag("PUBLIC_READING", False)
CORRECTIONS_ADDRESS = env.text("CORRECTIONS_ADDRESS", "")
if PUBLIC_READING and not CORRECTIONS_ADDRESS:
    raise BadEnvironment(
        "CORRECTIONS_ADDRESS", "is not set; PUBLIC_READING needs it, so that readers know whom to tell."
    )

# --- what the site is made of ---

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "dealtracker.access",
    "dealtracker.audit",
    "dealtracker.evidence",
    "dealtracker.desk",
    "dealtracker.webhooks",
    "dealtracker.apikit",
    "dealtracker.uikit",
    "parties",
    "deals",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dealtracker.access.middleware.CleanBytesMiddleware",
    "dealtracker.access.middleware.RequestIdMiddleware",
    "dealtracker.access.middleware.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "dealtracker.access.middleware.WallMiddleware",
]

ROOT_URLCONF = "dealtracker.urls"
WSGI_APPLICATION = "dealtracker.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- the database: one role that owns it, one that may only work in it ---

OWNER_COMMANDS = frozenset(
    {"migrate", "makemigrations", "optimizemigration", "squashmigrations", "sqlmigrate", "showmigrations"}
    | {"sqlflush", "sqlsequencereset", "flush", "createcachetable", "remove_stale_contenttypes"}
)
COMMAND = sys.argv[1] if len(sys.argv) > 1 and Path(sys.argv[0]).name in {"manage.py", "django-admin"} else ""
ACTS_AS_OWNER = COMMAND in OWNER_COMMANDS

DATABASE_URL = env.text("DATABASE_URL")
DATABASE_OWNER_URL = env.text("DATABASE_OWNER_URL", DATABASE_URL)
DATABASE_DIRECT_URL = env.text("DATABASE_DIRECT_URL", DATABASE_URL)
APP_ROLE = parse_database("DATABASE_URL", DATABASE_URL)["USER"]

# A page that takes longer than this has gone wrong; commands that work through the whole book may take their time.
STATEMENT_TIMEOUT_MS = env.number("STATEMENT_TIMEOUT_MS", 0 if COMMAND else 15_000, low=0, high=86_400_000)
LOCK_TIMEOUT_MS = env.number("LOCK_TIMEOUT_MS", 1_000 if ACTS_AS_OWNER else 5_000, low=0, high=86_400_000)


def _database(name: str, address: str) -> dict[str, object]:
    found = parse_database(name, address)
    options = {key: found.pop(key) for key in list(found) if key.islower()}
    options["options"] = f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
    return {
        "ENGINE": "django.db.backends.postgresql",
        **found,
        "OPTIONS": options,
        "CONN_MAX_AGE": env.number("DATABASE_CONNECTION_SECONDS", 600, low=0, high=86_400),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env.flag("DATABASE_TRANSACTION_POOLER", False),
    }


DATABASES = {
    "default": _database("DATABASE_OWNER_URL", DATABASE_OWNER_URL)
    if ACTS_AS_OWNER
    else _database("DATABASE_URL", DATABASE_URL)
}

# --- the queue: only the relay, beat and the workers speak to it, never a request ---

REDIS_URL, CELERY_BROKER_URL = parse_redis("REDIS_URL", env.text("REDIS_URL"))
CELERY_TASK_DEFAULT_QUEUE = "dealtracker"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_TIMEOUT = 3
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,  # more than twice the time limit: no task runs twice while its worker lives
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = env.text("BEAT_SCHEDULE_FILE", str(VAR_DIR / "beat-schedule"))
CELERY_BEAT_MAX_LOOP_INTERVAL = 1
CELERY_BEAT_SCHEDULE = {
    # The safety net under the relay: a notice that was missed costs a second. It expires rather than pile up.
    "refresh-stale": {"task": "deals.refresh_stale", "schedule": 1.0, "options": {"expires": 5}},
    "webhooks": {"task": "webhooks.tell", "schedule": 2.0, "options": {"expires": 5}},
    "forget-told": {"task": "webhooks.forget", "schedule": 86400.0},
    "check-book": {"task": "deals.check_book", "schedule": 86400.0},
    "limits": {"task": "deals.check_limits", "schedule": 60.0, "options": {"expires": 60}},
    "jobs": {"task": "deals.start_jobs", "schedule": 1.0, "options": {"expires": 5}},
    "ownership": {"task": "parties.refresh_ownership", "schedule": 2.0, "options": {"expires": 5}},
    "screening": {"task": "parties.screen_changed", "schedule": 30.0, "options": {"expires": 30}},
    "lists": {"task": "parties.load_lists", "schedule": 2.0, "options": {"expires": 5}},
}

# --- screening: which judgements a second person confirms: none, "not the entry" alone, or both answers ---

SCREENING_SECOND_PERSON = env.choice("SCREENING_SECOND_PERSON", "none", ("none", "different", "decided"))

# --- signing in ---

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # a lock ends by itself; `manage.py axes_reset` ends it sooner

# --- what browsers are told ---

PLAIN_HTTP = env.flag("PLAIN_HTTP", DEBUG)  # for one's own machine: no redirect to https, cookies without Secure
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
BEHIND_PROXY = env.flag("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_NAME = "sessionid" if PLAIN_HTTP else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if PLAIN_HTTP else "__Host-csrftoken"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
MEDIA_ROOT = env.folder("FILES_DIR", str(VAR_DIR / "files"))

# --- limits and figures ---

# Requests a minute and web process, a change counting for five; 0 sets no limit, as on one's own machine.
API_LIMIT_ACCOUNT = env.number("API_LIMIT_ACCOUNT", 0 if PLAIN_HTTP else 6_000, low=0, high=1_000_000)
API_LIMIT_ADDRESS = env.number("API_LIMIT_ADDRESS", 0 if PLAIN_HTTP else 600, low=0, high=1_000_000)
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise BadEnvironment("METRICS_TOKEN", "must be 20 or more random characters, or unset.")

# --- static files: collected beforehand in production, found where they lie otherwise ---

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
# Whoever answers pages needs the list that collectstatic writes; a command may well run before it.
STATIC_ROOT = env.made_folder("STATIC_ROOT", "staticfiles.json", needed=COMMAND in {"", "runserver", "check"})
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- language, time, logs ---

LANGUAGE_CODE = "en-gb"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True
LOGGING = logs.configuration(
    style=env.choice("LOG_FORMAT", "text", ("text", "json")),
    level=env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
)

# --- the API ---

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["dealtracker.apikit.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["dealtracker.apikit.parsers.StrictJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["dealtracker.apikit.authentication.ViewerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "dealtracker.apikit.problems.handler",
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "dealtracker",
    "DESCRIPTION": "Who reported what about loans that buy computing hardware, when, and how it is known.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
}
