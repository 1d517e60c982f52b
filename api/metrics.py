"""`GET /metrics`, for Prometheus. Labels hold route templates, never ids."""

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest
from starlette.responses import Response

from api.access import open_to_all

REQUEST_SECONDS = Histogram(
    "noria_api_request_seconds", "Time to answer, in seconds.", ["method", "route", "status"]
)
RUNS_STARTED = Counter("noria_runs_started", "Runs recorded by this process.")
EVENT_STREAMS = Gauge("noria_event_streams", "Open event streams, SSE and WebSocket together.")

router = APIRouter(tags=["health"])


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
@open_to_all
async def read_metrics() -> Response:
    """Figures of this process, in Prometheus's text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
