"""The private address at which somebody without an account reads what their words changed."""

from django.core import signing

SALT = "what-i-said"


def token_of(finding: int) -> str:
    """Return the secret part of the address of what somebody said."""
    return signing.dumps(finding, salt=SALT)


def finding_of(token: str) -> int | None:
    """Return the key of what was said at an address, None where the address is not whole."""
    try:
        key: int = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return key
