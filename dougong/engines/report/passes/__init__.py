"""What happens to the grouped rows, in this order; each pass is a function of (frame, plan, moment) to a frame.

A frame is a pandas table of Python objects, one row a group: a column for each dimension, each aggregate and, as passes
go on, each measure. Numbers stay ``Decimal`` throughout.
"""

from dougong.engines.report.passes.derive import divide, framed
from dougong.engines.report.passes.fill import fill
from dougong.engines.report.passes.order import limit, order

PASSES = (fill, divide, framed, order, limit)
