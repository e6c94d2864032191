"""Pictures: small plain shapes in, accessible SVG with its sentence and its table out.

Every picture function returns a `frame.Picture`; nothing here reads a file, a clock or the store.
"""

from spreadwell.charts.frame import Look, Picture, Table

__all__ = ["Look", "Picture", "Table"]
