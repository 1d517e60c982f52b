"""Numbers of a worker for Prometheus: Temporal's own, and ours beside them on the same port."""

from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

from noria.errors import Invalid
from worker.settings import WorkerSettings


def make_runtime(settings: WorkerSettings) -> Runtime:
    """What a client of Temporal runs on; it answers `GET /metrics` where a port is set.

    Raises:
        Invalid: The port is taken.
    """
    port = settings.worker_metrics_port
    if port is None:
        return Runtime.default()
    address = f"{settings.worker_health_host}:{port}"
    metrics = PrometheusConfig(
        bind_address=address,
        counters_total_suffix=True,
        unit_suffix=True,
        durations_as_seconds=True,
    )
    try:
        return Runtime(telemetry=TelemetryConfig(metrics=metrics))
    except (RuntimeError, ValueError) as error:
        raise Invalid(
            f"The numbers of this worker can't be served at {address!r} "
            f"(NORIA_WORKER_METRICS_PORT): {error}."
        ) from error
