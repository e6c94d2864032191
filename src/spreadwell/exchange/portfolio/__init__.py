"""The example portfolio: real figures of North West London, and invented sites beside them."""

from .load import load
from .people import SignIn, password, sign_ins

SIGN_INS: tuple[SignIn, ...] = sign_ins()
"""Who can sign in to the example, one for each role."""
PASSWORD: str = password()
"""The one password of them all."""

__all__ = ["PASSWORD", "SIGN_INS", "SignIn", "load"]
