"""Counts for Prometheus, in its text format."""

import threading
from collections import defaultdict

BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """Requests by method, route and status, and how long they took by route."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: dict[tuple[str, str, int], int] = defaultdict(int)
        self._buckets: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._seconds: dict[str, float] = defaultdict(float)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        with self._lock:
            self._requests[method, route, status] += 1
            self._seconds[route] += seconds
            place = next((number for number, bound in enumerate(BUCKETS) if seconds <= bound), len(BUCKETS))
            self._buckets[route][place] += 1

    def text(self, gauges: dict[str, float]) -> str:
        """Everything, and ``gauges`` as they are now."""
        lines = ["# TYPE dougong_requests_total counter"]
        with self._lock:
            for (method, route, status), count in sorted(self._requests.items()):
                lines.append(f'dougong_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}')
            lines.append("# TYPE dougong_request_seconds histogram")
            for route, counts in sorted(self._buckets.items()):
                total = 0
                for bound, count in zip((*BUCKETS, "+Inf"), counts, strict=True):
                    total += count
                    lines.append(f'dougong_request_seconds_bucket{{route="{route}",le="{bound}"}} {total}')
                lines.append(f'dougong_request_seconds_count{{route="{route}"}} {total}')
                lines.append(f'dougong_request_seconds_sum{{route="{route}"}} {self._seconds[route]:.6f}')
        for name, value in sorted(gauges.items()):
            lines += [f"# TYPE dougong_{name} gauge", f"dougong_{name} {value:g}"]
        return "\n".join(lines) + "\n"
