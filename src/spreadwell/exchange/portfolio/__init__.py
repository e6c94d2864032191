"""The example portfolio: real figures of North West London, and invented sites beside them."""

from .load import load
from .people import password, sign_ins

__all__ = ["load", "password", "sign_ins"]
