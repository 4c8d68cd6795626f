"""``python -m dougong``."""

import sys

from dougong.cli import main

sys.exit(main())
