"""Django settings. What a county may change comes from the environment; everything else is one value for all."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from shouwang.ledger.exchange.unpacking.bounds import MOST_BYTES
from shouwang.project.database import databases
from shouwang.project.home import secret

PACKAGE = Path(__file__).resolve().parents[1]

DEBUG = os.environ.get("SHOUWANG_DEBUG", "") == "1"
SECRET_KEY = os.environ.get("SHOUWANG_SECRET_KEY") or secret("session").hex()
SEALING_KEY = secret("sealing")
INDEX_KEY = secret("index")
SIGNING_KEY = secret("signing")  # of papers; each county's key is derived from it
ALLOWED_HOSTS = os.environ.get("SHOUWANG_HOSTS", "127.0.0.1,localhost,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("SHOUWANG_ORIGINS", "").split(",") if origin]

FEATURES = ["places", "people", "prompts", "duty", "papers", "quarantine", "arrivals", "residents", "reports", "situation", "logbook"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "shouwang.ui",  # before allauth: its pages are drawn by our templates
    "shouwang.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "shouwang.audit",
    "shouwang.policy",
    "shouwang.ledger",
    *[f"shouwang.{feature}" for feature in FEATURES],
    "shouwang.project",
    "shouwang.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shouwang.accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shouwang.residents.views.waiting.WhoWaits",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shouwang.accounts.middleware.ScopeMiddleware",
    "shouwang.accounts.middleware.SecondFactorMiddleware",
    "shouwang.ui.refusals.RefusalPages",
    "shouwang.ui.refusals.BoundedBodies",
]
ROOT_URLCONF = "shouwang.project.urls"
WSGI_APPLICATION = "shouwang.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shouwang.ui.context.page",
            ],
        },
    }
]
FORM_RENDERER = "shouwang.ui.renderers.FormRenderer"

DATABASES = databases()
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "shouwang.accounts.adapters.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Who signed in within the last five minutes sets up the second factor without the password again: a village doctor does it in
# one go on the phone, app, passkey and paper codes. Later every change asks for the password, so a phone left lying open after
# that cannot be given somebody else's key; within that time it would be open to whoever holds it anyway.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60  # seconds; allauth's own value, said here so that an update does not widen it
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user", "change_password": "5/m/user"}
MFA_ADAPTER = "shouwang.accounts.adapters.SecondFactors"
MFA_FORMS = {"add_webauthn": "shouwang.accounts.forms.PasskeyForm", "edit_webauthn": "shouwang.accounts.forms.KeyNameForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Shouwang"
MFA_TOTP_TOLERANCE = 1  # half minutes before and after: a phone whose clock is a little off, somebody who types slowly (RFC 6238, 5.2)
USERSESSIONS_TRACK_ACTIVITY = True
SECOND_FACTOR_REQUIRED = os.environ.get("SHOUWANG_SECOND_FACTOR", "required") == "required"  # "optional" for the demo
MESSAGE_DAYS = int(os.environ.get("SHOUWANG_MESSAGE_DAYS", "90"))  # how long what became of a message to a channel is kept
POLICY_PROPOSAL_DAYS = int(os.environ.get("SHOUWANG_PROPOSAL_DAYS", "7"))  # a proposal nobody confirms in these days expires
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("SHOUWANG_HTTPS", "") == "1"

# Messages (WeCom, DingTalk, Feishu, mail): "record" writes them down and sends nothing, for tests and trials.
MESSAGES_LEAVE_THE_HOUSE = os.environ.get("SHOUWANG_MESSAGES", "send") == "send"
PUBLIC_ADDRESS = os.environ.get("SHOUWANG_ADDRESS", "") or (CSRF_TRUSTED_ORIGINS or ["http://127.0.0.1:8000"])[0]  # begins the links in messages and on papers

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("SHOUWANG_STATIC", "")) if os.environ.get("SHOUWANG_STATIC") else None
WHITENOISE_USE_FINDERS = True
LARGEST_FILE = MOST_BYTES
LARGEST_BODY = LARGEST_FILE + 2 * 1024 * 1024  # of a request: the largest file, and the form around it
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The resident's side: how often one connection may try. How long links live and how soon residents are answered: policy packs.
RESIDENT_TRIES = {"wrong_code": (20, 600), "declaration": (10, 3600)}  # how many, in how many seconds
# Days that what stands on a paper is kept after its purpose ended, as for closed observations (domain reference 6.3; PIPL Art. 19 and 47).
PAPERS_KEPT_DAYS = int(os.environ.get("SHOUWANG_PAPERS_DAYS", "90"))
TRUSTED_PROXIES = int(os.environ.get("SHOUWANG_PROXIES", "0"))  # how many of our own stand before the server

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"masked": {"()": "shouwang.lib.addresses.Masked"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["masked"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
