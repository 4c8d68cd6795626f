"""What happens to the grouped rows, in this order; each pass is a function of (frame, plan) to a frame.

A frame has one row a group, by key: each dimension, each aggregate and, as passes go on, each measure. Every row has
every key; a pass gives new rows and leaves those it was given. Numbers stay ``Decimal`` throughout.
"""

from dougong.engines.report.passes.derive import divide, framed
from dougong.engines.report.passes.fill import fill
from dougong.engines.report.passes.order import limit, order

PASSES = (fill, divide, framed, order, limit)
