"""Charts computed slowly and obviously, as the methods are written: nothing shared with the engine.

Plain loops over numbers of fifty digits, one series at a time. `chart` takes the columns of a
series and gives a `Slow`; `funnel_of` does the same for sites side by side.
"""

from tests.methods.spc.slow.charts import chart
from tests.methods.spc.slow.dialects import READINGS, Reading
from tests.methods.spc.slow.shapes import Slow

__all__ = ["READINGS", "Reading", "Slow", "chart"]
