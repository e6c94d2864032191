"""Django settings, read from the environment so that one wheel serves every deployment.

Each setting a deployer may give is listed with its meaning in `docs/reference/settings.md`.
"""

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

from spreadwell.formats.measure_kinds import DisclosureProfile
from spreadwell.formats.translations import languages_in

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("SPREADWELL_DATA", "var")).resolve()


def _flag(name: str, default: bool = False) -> bool:
    """Read a yes/no setting."""
    return os.environ.get(name, "1" if default else "").lower() in {"1", "true", "yes", "on"}


def _secret_key() -> str:
    """Return the key that signs sessions: given, or made once and kept beside the store."""
    given = os.environ.get("SPREADWELL_SECRET_KEY")
    if given:
        return given
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        try:
            DATA_DIR.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return kept.read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"Cannot write to the data folder {DATA_DIR}.") from error
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text().strip()


DEBUG = _flag("SPREADWELL_DEBUG")
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("SPREADWELL_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
# Behind a proxy that speaks HTTPS to the world, say so here; the demo speaks plain HTTP to itself.
HTTPS = _flag("SPREADWELL_HTTPS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"] if HTTPS else []

INSTALLED_APPS = [
    "spreadwell.domain.apps.DomainConfig",
    "spreadwell.jobs.apps.JobsConfig",
    "spreadwell.web.apps.WebConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "spreadwell.web.middleware.FirstRunMiddleware",
    "spreadwell.web.middleware.ViewerMiddleware",
    # After the viewer, whom the page that says 404 asks about.
    "spreadwell.web.middleware.NulMiddleware",
    # Public pages in easy read, and in the language that is chosen.
    "spreadwell.web.public.reading.ReadingMiddleware",
]

ROOT_URLCONF = "spreadwell.config.urls"
WSGI_APPLICATION = "spreadwell.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "jinja2"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "spreadwell.web.environment.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "spreadwell.web.context.page",
            ],
        },
    },
    {  # allauth's own pages that we have not restyled, and its e-mails
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# SQLite waits this long for another writer before it gives up, in seconds.
SQLITE_BUSY_SECONDS = 20
_database = dj_database_url.parse(
    os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'spreadwell.sqlite3'}",
    conn_max_age=60,
)
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": SQLITE_BUSY_SECONDS,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "domain.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "spreadwell.web.accounts.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "public_home"
ACCOUNT_SESSION_REMEMBER = True
# Addresses are given by an administrator, so nobody must confirm one before the second step.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# The code before and the one after count too: clocks of phones differ, and people type slowly.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Spreadwell"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
# Files of translators, as they come with the program and as a health system adds its own; they are
# made into catalogues in the data folder when the pages start (web.languages).
TRANSLATIONS = [PACKAGE / "locale", DATA_DIR / "locale"]
LOCALE_PATHS = [DATA_DIR / "locale"]
LANGUAGES = [
    (LANGUAGE_CODE, "English"),
    *(
        (code, LANG_INFO.get(code, {}).get("name_local", code).capitalize())
        for code in languages_in(TRANSLATIONS)
        if code != LANGUAGE_CODE
    ),
]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
# Files are served from the package itself, so that no collecting step stands before the first page.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# One upload is refused above this size before it is read (formats.tables holds the same limit for
# files on disk).
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

EMAIL_BACKEND = os.environ.get(
    "SPREADWELL_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_HOST = os.environ.get("SPREADWELL_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("SPREADWELL_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("SPREADWELL_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SPREADWELL_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("SPREADWELL_EMAIL_TLS")
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("SPREADWELL_FROM_EMAIL", "spreadwell@localhost")

# Where people reach the pages: what links in mail begin with.
ADDRESS = os.environ.get("SPREADWELL_ADDRESS", "").rstrip("/") or (
    f"https://{ALLOWED_HOSTS[0]}" if HTTPS else "http://localhost:8000"
)

# The example says on the sign-in page who may sign in; never set it on a store with real people.
EXAMPLE = _flag("SPREADWELL_EXAMPLE")

# By whose rules small numbers are kept back wherever readings of groups of people are shown; a
# measure's definition may name a stricter one.
DISCLOSURE = os.environ.get("SPREADWELL_DISCLOSURE", "nhs-hes-2018")
if DISCLOSURE not in list(DisclosureProfile):
    raise ImproperlyConfigured(
        f"SPREADWELL_DISCLOSURE is “{DISCLOSURE}”; it is one of {', '.join(DisclosureProfile)}."
    )

# The name that stands in the header; a health system puts its own.
SYSTEM_NAME = os.environ.get("SPREADWELL_SYSTEM_NAME", "Spreadwell")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SPREADWELL_LOG_LEVEL", "WARNING")},
}
